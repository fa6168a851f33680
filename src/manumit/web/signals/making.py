"""A case made of a signal: what came in is copied into it, class by class.

What is written where:

- complaint (2): kind of work, place, time and what was chosen of the cards. It names nobody and no
  source, because labour inspectors see this text.
- identity (3): a name and telephone that the worker gave.
- account (6): the worker's own words; facts (6): yes for each card that was chosen, and of all
  others nothing, so that they stay unknown.
- evidence (9, 10): each file as it came, and its clean copy.
- conversation (19): all messages. When and how the worker can be reached safely stays here:
  whereabouts (4) are written by the staff of a shelter alone.

A role that may not write a class leaves that part where it is, in the box. A person who writes for
someone else keeps their own conversation and gets no key to the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from manumit.casework.policy import purposes_of
from manumit.casework.records import kinds
from manumit.errors import InputError
from manumit.web.cases.models import Case
from manumit.web.cases.opening import New, open_case
from manumit.web.door.door import Asker, Door, access_case
from manumit.web.evidence import services as evidence
from manumit.web.evidence.services import Piece
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.files import Clean
from manumit.web.mailbox.models import Box
from manumit.web.signals.answers import NEUTRAL, OWN_WORDS, as_text, facts
from manumit.web.signals.models import Signal
from manumit.web.signals.services import read


@dataclass(frozen=True, slots=True)
class Made:
    """What is decided when a case is made of a signal.

    Attributes:
        own: Whether the person who wrote is the worker. Only then does the receipt open the case.
    """

    own: bool
    danger: str = "unknown"
    child: str = "unknown"


def make_case(who: Asker, box_id: UUID, made: Made, language: str) -> Case:
    """Make a case of a signal, with what came in.

    Args:
        who: A person of the desk.
        box_id: Id of the box.
        made: What was decided.
        language: Language in which answers are written into the case.

    Raises:
        AccessRefused: It is not a signal of the person's desk.
        CannotOpen: The agency's key is not at hand.
        InputError: It was made into a case before.
    """
    found = read(who, box_id)
    if found.signal is not None and found.signal.case_id:
        raise InputError("this signal is a case already.", hint="Load the page again.")
    new = New(child=made.child, danger=made.danger, own_filing=who.actor.role == "UNI")
    case = open_case(who, new)
    if not _claimed(who, box_id, case, own=made.own):
        case.delete()
        raise InputError("this signal is a case already.", hint="Load the page again.")
    case.refresh_from_db()
    door = access_case(who, case.reference, purposes_of(who.actor.role)[0])
    take_in(door, Signal.objects.get(pk=box_id), found.entries, language)
    return case


def _claimed(who: Asker, box_id: UUID, case: Case, *, own: bool) -> bool:
    """Tie a signal to its case; false if someone else was first."""
    with transaction.atomic():
        Signal.objects.get_or_create(pk=box_id, defaults={"agency_id": UUID(who.actor.agency)})
        mine = Signal.objects.filter(pk=box_id, case=None).update(case=case, own=own, closed=None)
        if mine and own:
            Case.objects.filter(pk=case.pk).update(box=box_id)
    return bool(mine)


def take_in(door: Door, signal: Signal, entries: list[mailbox.Entry], language: str) -> int:
    """Copy what came in since the last time into the case.

    Returns:
        How many entries were written.

    Raises:
        CannotOpen: The agency does not hold a key of the case.
    """
    own = signal.own
    channel = Box.objects.values_list("channel", flat=True).get(pk=signal.box)
    fresh = [entry for entry in entries if entry.order > signal.taken]
    pieces = [
        (kind, content)
        for entry in fresh
        for kind, content in _pieces(entry, channel, language, own=own)
        if door.may("write", kinds()[kind].data_class)
    ]
    for kind, _ in pieces:
        door.log("write", kinds()[kind].data_class, target=kind)
    with transaction.atomic():
        for kind, content in pieces:
            door.put(kind, content)
        if fresh:
            Signal.objects.filter(pk=signal.pk).update(taken=fresh[-1].order)
    return len(pieces)


def _pieces(entry: mailbox.Entry, channel: str, language: str, *, own: bool) -> Iterator[Piece]:
    if entry.kind == mailbox.SIGNAL:
        yield from _first(entry, channel, language, own=own)
    elif entry.kind == mailbox.NAME:
        if own:
            yield "identity", dict(entry.answers)
        said = (entry.answers.get(name, "") for name in ("name", "telephone"))
        yield "message", {"text": " ".join(filter(None, said)), "sender": entry.sender}
    elif entry.text:
        yield "message", {"text": entry.text, "sender": entry.sender}
    for note in entry.files:
        yield from _evidence(note)


def _first(entry: mailbox.Entry, channel: str, language: str, *, own: bool) -> Iterator[Piece]:
    answers = entry.answers
    work = as_text(answers, language, NEUTRAL)
    if work:
        day = entry.written.date().isoformat()
        yield "complaint", {"text": work, "channel": channel, "received": day}
    if answers.get(OWN_WORDS):
        yield "account", {"text": answers[OWN_WORDS]}
    if answers.get("facts"):
        yield "facts", {"answers": facts(answers)}
    if own and answers.get("telephone"):
        yield "identity", {"telephone": answers["telephone"]}
    everything = as_text(answers, language)
    if everything:
        yield "message", {"text": everything, "sender": entry.sender}


def _evidence(note: mailbox.FileNote) -> Iterator[Piece]:
    copy = mailbox.open_file(note) if note.copied else b""
    original = mailbox.open_file(note, original=True)
    yield from evidence.pieces(
        Clean(note.name, note.kind, copy, original, note.digest, copied=note.copied)
    )
