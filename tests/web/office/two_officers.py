"""Two officers of one agency accept the same referral in two processes, on one database file.

Run with a folder: prints how many of them were let, and how many parts the agency then has.
"""

import os
import sys
from multiprocessing import Barrier, Process, Queue


def office(home: str) -> None:
    os.environ["MANUMIT_HOME"] = home
    os.environ["MANUMIT_ARGON_MEBIBYTES"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "manumit.web.settings"
    import django

    django.setup()


def accept_it(home: str, person: str, referral: str, start: "Barrier", said: "Queue[str]") -> None:  # type: ignore[valid-type]
    office(home)
    from django.utils import timezone

    from manumit.errors import InputError
    from manumit.web.accounts.models import User
    from manumit.web.referrals.models import Referral
    from manumit.web.referrals.services import accept

    officer, found = User.objects.get(pk=person), Referral.objects.get(pk=referral)
    start.wait()
    try:
        accept(officer, found, timezone.now())
        said.put("accepted")
    except InputError:
        said.put("too late")


def prepared(home: str) -> tuple[list[str], str]:
    office(home)
    from django.core.management import call_command

    for name in ("default", "mailbox"):
        call_command("migrate", database=name, verbosity=0)
    from manumit.web.accounts.models import User
    from tests.web.office.sharing import consented, hotline_case, referred
    from tests.web.office.world import make_world

    world = make_world()
    world.agree("INT", "LI", {"inspection"})
    second = User.objects.create(
        username="second", name="Second", agency=world.agencies["LI"], password="!"
    )
    case = hotline_case(world)
    consented(world, case, "LI", "inspection", {6})
    referral = referred(world, case, "LI", "inspection", {6})
    return [str(world.people["LI"].pk), str(second.pk)], str(referral.pk)


def main(home: str) -> None:
    people, referral = prepared(home)
    from django.db import connections

    connections.close_all()
    start, said = Barrier(len(people)), Queue()  # type: ignore[var-annotated]
    officers = [
        Process(target=accept_it, args=(home, person, referral, start, said)) for person in people
    ]
    for officer in officers:
        officer.start()
    answers = sorted(said.get(timeout=60) for _ in officers)
    for officer in officers:
        officer.join()
    from manumit.web.cases.models import Part
    from manumit.web.consent.models import Disclosure

    print(answers, Part.objects.count(), Disclosure.objects.count())


if __name__ == "__main__":
    main(sys.argv[1])
