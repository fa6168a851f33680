"""A process that refers one case after another, until it is killed.

Run by the tests as `python -m tests.web.office.work HOME`; prints what was acknowledged.
"""

import os
import sys
from datetime import timedelta


def main(home: str) -> None:
    os.environ |= {
        "MANUMIT_HOME": home,
        "MANUMIT_ARGON_MEBIBYTES": "1",
        "DJANGO_SETTINGS_MODULE": "manumit.web.settings",
    }
    import django

    django.setup()
    from django.utils import timezone

    from manumit.web.cases.models import Case
    from manumit.web.consent.services import Given, give
    from manumit.web.referrals.services import accept, draft, send
    from tests.web.office.world import world_there

    world = world_there()
    li = world.agencies["LI"]
    while True:
        case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
        entry = world.door("INT", case, "support").write("identity", {"name": case.reference})
        print("entry", case.reference, entry.id, flush=True)
        now = timezone.now()
        given = Given(
            "wage_claim", li, frozenset({3}), now, now + timedelta(days=9), "en", "spoken", "1"
        )
        consent = give(world.door("INT", case, "support"), given)
        print("consent", case.reference, consent.id, flush=True)
        door = world.door("INT", case, "support")
        sent = send(door, draft(door, li, "wage_claim", {3}, "wages"))
        print("sent", case.reference, sent.id, flush=True)
        accept(world.people["LI"], sent, timezone.now())
        print("accepted", case.reference, sent.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
