"""The worker's own file, opened with the box; and the numbers that a case worker hands out."""

from django.db import transaction
from django.utils import timezone

from manumit.casework.model import Actor
from manumit.errors import AccessRefused, CannotOpen
from manumit.web.audit.services import record
from manumit.web.cases.models import Case
from manumit.web.door.door import Asker, Door, access_case
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.models import Desk
from manumit.web.signals.models import Signal
from manumit.web.vault.services import Holder, share

PURPOSE, ROLE = "own_file", "WRK"
GIVERS = ("INT", "SOC", "UNI")
"""Roles whose people may hand out numbers, in cases that their agency leads."""


def asker_of(box: mailbox.OpenBox) -> Asker:
    """The worker who opened a box."""
    actor = Actor(id=str(box.id), role=ROLE, agency="")
    return Asker(actor, Holder(box.private, box=str(box.id)))


def own_door(box: mailbox.OpenBox) -> Door | None:
    """The worker's own case, or None if the box opens none."""
    reference = Case.objects.filter(box=box.id).values_list("reference", flat=True).first()
    return access_case(asker_of(box), reference, PURPOSE) if reference else None


def the_door(box: mailbox.OpenBox) -> Door:
    """The worker's own case.

    Raises:
        AccessRefused: The box opens none.
    """
    door = own_door(box)
    if door is None:
        raise AccessRefused("no_case")
    return door


def log_own(box: mailbox.OpenBox, act: str) -> None:
    """Write an act of the worker on the own box into the log."""
    case = Case.objects.filter(box=box.id).values_list("id", flat=True).first()
    record(
        actor_id=str(box.id),
        agency_id="",
        act=act,
        case=str(case or ""),
        purpose=PURPOSE,
        target=str(box.id),
    )


def give_receipt(door: Door, language: str) -> mailbox.Receipt:
    """Make two numbers by which a worker reads the own file; earlier ones open it no more.

    The box is wrapped the keys that this agency holds; another agency that holds others adds them
    the next time it shares.

    Args:
        door: The case, as a person of the agency that leads it has it open.
        language: Code of the language that the worker reads.

    Raises:
        AccessRefused: The agency does not lead the case, or people of the role hand out none.
    """
    if not may_give(door):
        door.log("refused_receipt", allowed=False)
        raise AccessRefused("does_not_lead")
    agency = door.case.owner
    desk = Desk.objects.filter(pk=agency.id).first() or mailbox.register_desk(
        agency.id, agency.name, bytes(agency.public_key), is_open=False
    )
    sending = mailbox.prepare()
    door.log("give_receipt", target=str(sending.id))
    answers = {"danger": door.case.danger, "child": door.case.child}
    receipt = mailbox.open_box(desk, language, "visit", answers, sending=sending, by_desk=True)
    with transaction.atomic():
        Case.objects.filter(pk=door.case.pk).update(box=sending.id)
        door.case.box = sending.id
        Signal.objects.create(box=sending.id, agency=agency, case=door.case, own=True, taken=1)
        door.share()
    return receipt


def may_give(door: Door) -> bool:
    """Whether a person may hand out numbers for a case."""
    leads = door.asker.actor.agency == door.facts.owner and door.asker.actor.role in GIVERS
    return door.asker.person is not None and leads and not door.case.closed


def close_box(box: mailbox.OpenBox) -> None:
    """Delete the box of a worker with all messages in it; the case no longer opens with it."""
    log_own(box, "close_box")
    case = Case.objects.filter(box=box.id).first()
    if case is not None:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(box=None)
            case.box = None
            share(case, Holder(box.private, box=str(box.id)), timezone.now())
    try:
        mailbox.shred(box)
    except CannotOpen:  # pressed twice
        return
