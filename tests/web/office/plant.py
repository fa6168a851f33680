"""A process that fills an office with words that must be found nowhere in the clear.

Run by the tests as `python -m tests.web.office.plant HOME COUNT`; prints each word planted.
"""

import os
import sys
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.office.world import World

CANARY = "Zx7canary"


def main(home: str, count: int) -> None:
    os.environ |= {
        "MANUMIT_HOME": home,
        "MANUMIT_ARGON_MEBIBYTES": "1",
        "DJANGO_SETTINGS_MODULE": "manumit.web.settings",
    }
    from manumit.web.server import prepare

    prepare("manumit.web.settings")
    for turn in range(count // len(KINDS)):
        plant(turn)


KINDS = (
    "name",
    "telephone",
    "address",
    "account",
    "answer",
    "reason",
    "code word",
    "question",
    "file",
)


def plant(turn: int) -> None:
    from django.utils import timezone

    from manumit.web.cases.models import Case
    from manumit.web.consent.services import Given, give, withdraw
    from manumit.web.evidence.services import add
    from manumit.web.mailbox.files import clean
    from manumit.web.mailbox.models import Box
    from manumit.web.mailbox.services import answer, open_box, register_desk, unlock, write

    world = _world()
    word = {kind: f"{CANARY}{turn}{kind.replace(' ', '')}" for kind in KINDS}
    agency = world.agencies["INT"]
    desk = register_desk(agency.id, agency.name, bytes(agency.public_key))
    receipt = open_box(desk, "en", "web", {"text": word["question"]})
    box = Box.objects.get(locator=receipt.locator)
    write(unlock(receipt.locator, receipt.secret), word["code word"])
    answer(box, word["answer"])
    case = Case.objects.create(owner=agency, child="no", danger="no", box=box.id)
    door = world.door("INT", case, "support")
    door.write("identity", {"name": word["name"], "telephone": word["telephone"]})
    door.write("account", {"text": word["account"], "conditions": word["address"]})
    add(door, [clean(word["file"], b"OggS" + word["file"].encode())])
    door.reveal(3, word["reason"])
    now = timezone.now()
    given = Given(
        "support", agency, frozenset({3}), now, now + timedelta(days=9), "en", "spoken", "1"
    )
    withdraw(world.door("INT", case, "support"), give(door, given), "spoken")
    for planted in (*word.values(), receipt.secret):
        print(planted, flush=True)


@cache
def _world() -> "World":
    from tests.web.office.world import make_world

    return make_world()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
