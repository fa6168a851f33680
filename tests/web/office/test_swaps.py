"""Whatever is sealed opens in its place only: every swap within the database is noticed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.utils import timezone

from manumit.casework.columns import tables
from manumit.errors import AccessRefused, CannotOpen
from manumit.web.accounts.keys import Keyring, found, private_key, recovered
from manumit.web.accounts.models import User
from manumit.web.cases.models import Case
from manumit.web.consent.services import Given, give, open_evidence
from manumit.web.mailbox import services as boxes
from manumit.web.mailbox.models import Attachment, Box, Message
from manumit.web.sealing import new_pair
from manumit.web.vault.models import CaseKey, Entry, Wrap
from manumit.web.vault.services import Opened, open_entries, share, unwrap
from tests.web.office.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

TESTED = {
    "vault_entry.body",
    "vault_wrap.sealed",
    "accounts_user.wrapped_key",
    "accounts_user.agency_key",
    "accounts_agency.recovery",
    "mailbox_box.wrapped_key",
    "mailbox_message.for_desk",
    "mailbox_message.for_worker",
    "mailbox_attachment.copy",
    "mailbox_attachment.original",
    "consent_consent.evidence",
}
ELSEWHERE = {
    "audit_record.reason": "a change is noticed by the log itself",
    "certificates_certificate.sealed": "sealed under the code on the paper; its own tests",
    "accounts_agency.public_key": "public",
    "accounts_user.public_key": "public",
    "mailbox_desk.public_key": "public",
    "mailbox_box.public_key": "public",
    "mailbox_box.salt": "public; another salt gives another key",
}


@pytest.fixture
def case(world: World) -> Case:
    return filled(world)


def filled(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei"})
    door.write("identity", {"name": "Second name"})
    door.write("account", {"text": "My passport.", "conditions": "Twelve hours a day."})
    door.write("complaint", {"text": "They do not pay."})
    return case


def opens(world: World, entry: Entry) -> list[Opened]:
    return open_entries([Entry.objects.get(pk=entry.pk)], world.asker("INT").holder)


def test_every_sealed_column_is_tested_here_or_elsewhere() -> None:
    sealed = {
        f"{name}.{column}"
        for name, table in tables().items()
        for column, holds in table.columns.items()
        if holds in {"sealed", "key"}
    }
    assert sealed == TESTED | set(ELSEWHERE)


def test_no_body_opens_in_another_row(world: World, case: Case) -> None:
    """Rows of the same class, of other classes and forms, and of another case."""
    filled(world)
    rows = list(Entry.objects.order_by("case", "order"))
    assert len(rows) == 12
    swaps = 0
    for one, other in permutations(rows, 2):
        Entry.objects.filter(pk=one.pk).update(body=other.body, digest=other.digest)
        with pytest.raises(CannotOpen):
            opens(world, one)
        whole = {"body": other.body, "key": other.key, "key_version": other.key_version}
        Entry.objects.filter(pk=one.pk).update(**whole)
        with pytest.raises(CannotOpen):
            opens(world, one)
        own = {"body": one.body, "key": one.key, "key_version": one.key_version}
        Entry.objects.filter(pk=one.pk).update(**own, digest=one.digest)
        swaps += 2
    assert swaps == 264
    assert all(opens(world, each) for each in rows)


@pytest.mark.parametrize("of", ["case", "class", "form", "kind", "version"])
def test_no_entry_opens_under_another_label(world: World, case: Case, of: str) -> None:
    """A row that says it is of another case or class would be shown to others."""
    entry = Entry.objects.get(data_class=6, form="full")
    other = filled(world)
    label = {
        "case": {"case": other, "order": 99},
        "class": {"data_class": 10},
        "form": {"form": "redacted"},
        "kind": {"kind": "facts"},
        "version": {"key_version": 2},
    }[of]
    assert opens(world, entry)
    Entry.objects.filter(pk=entry.pk).update(**label)
    with pytest.raises(CannotOpen):
        opens(world, entry)


def test_an_old_version_of_a_body_does_not_open(world: World, case: Case) -> None:
    entry = Entry.objects.filter(data_class=3).first()
    assert entry is not None
    door = world.door("INT", case, "support")
    wrap = Wrap.objects.get(key=entry.key, agency=world.agencies["INT"])
    case.keys.update(stale=True)
    share(case, door.asker.holder, door.now)
    renewed = Entry.objects.get(pk=entry.pk)
    Entry.objects.filter(pk=entry.pk).update(body=entry.body)
    with pytest.raises(CannotOpen):
        opens(world, entry)
    Entry.objects.filter(pk=entry.pk).update(body=renewed.body)
    Wrap.objects.filter(key=entry.key, agency=world.agencies["INT"]).update(sealed=wrap.sealed)
    with pytest.raises(CannotOpen):
        opens(world, entry)


def test_no_wrap_opens_for_another_agency_or_key(world: World, case: Case) -> None:
    soc, one = world.agencies["SOC"], Entry.objects.filter(data_class=3).first()
    assert one is not None
    mine = Wrap.objects.get(key=one.key, agency=world.agencies["INT"])
    Wrap.objects.create(key=one.key, agency=soc, version=mine.version, sealed=mine.sealed)
    with pytest.raises(CannotOpen):
        unwrap(one.key, world.asker("SOC").holder)
    for other in Wrap.objects.filter(agency=world.agencies["INT"]).exclude(key=one.key):
        Wrap.objects.filter(pk=mine.pk).update(sealed=other.sealed)
        with pytest.raises(CannotOpen):
            opens(world, one)


def test_no_key_takes_the_place_of_another(world: World, case: Case) -> None:
    """The wraps of one class, moved to the key of another."""
    one, other = CaseKey.objects.filter(form="full").order_by("data_class")[:2]
    entry = other.entries.first()
    assert entry is not None
    other.wraps.all().delete()
    one.wraps.update(key=other)
    with pytest.raises(CannotOpen):
        opens(world, entry)


def test_no_wrapped_key_opens_for_another_person(world: World) -> None:
    people = list(world.people.values())[:4]
    keys = {each.pk: (bytes(each.wrapped_key), bytes(each.agency_key)) for each in people}
    for one, other in permutations(people, 2):
        person = User.objects.get(pk=one.pk)
        private = private_key(person, PASSWORD)
        person.wrapped_key = keys[other.pk][0]
        with pytest.raises(CannotOpen):
            private_key(person, PASSWORD)
        person.agency_key = keys[other.pk][1]
        with pytest.raises(AccessRefused):
            Keyring(person, private).agency()


def test_no_recovery_opens_for_another_agency(world: World) -> None:
    one, other = world.agencies["LI"], world.agencies["SOC"]
    _, keys = found(one)
    other.recovery = one.recovery
    assert recovered(one, keys[0], keys[1])
    with pytest.raises(CannotOpen):
        recovered(other, keys[0], keys[1])


def test_no_evidence_of_a_consent_opens_in_another_row(world: World, case: Case) -> None:
    now = timezone.now()
    terms = Given(
        purpose="support",
        recipient=world.agencies["INT"],
        classes=frozenset({5}),
        starts=now,
        ends=now + timedelta(days=9),
        language="en",
        explained="spoken",
        text_version="1",
        evidence="A witness",
    )
    one, other = (give(world.door("INT", case, "support"), terms) for _ in range(2))
    assert open_evidence(world.door("INT", case, "support"), one) == "A witness"
    one.evidence = other.evidence
    with pytest.raises(CannotOpen):
        open_evidence(world.door("INT", case, "support"), one)


@pytest.fixture
def two_boxes() -> tuple[bytes, list[tuple[Box, str]]]:
    pair = new_pair()
    desk = boxes.register_desk(uuid4(), "Helpline", pair.public)
    made = []
    for text in ("One", "Two"):
        receipt = boxes.open_box(desk, "en", "web", {"says": text})
        box = boxes.unlock(receipt.locator, receipt.secret)
        boxes.write(box, text)
        made.append((Box.objects.get(pk=box.id), receipt.secret))
    return pair.private, made


def test_no_wrapped_key_opens_another_box(
    two_boxes: tuple[bytes, list[tuple[Box, str]]],
) -> None:
    (one, secret), (other, _) = two_boxes[1]
    assert boxes.unlock(one.locator or "", secret)
    Box.objects.filter(pk=other.pk).update(wrapped_key=one.wrapped_key, salt=one.salt)
    with pytest.raises(CannotOpen):
        boxes.unlock(other.locator or "", secret)


@pytest.mark.parametrize("column", ["for_desk", "for_worker"])
def test_no_message_opens_in_another_place(
    two_boxes: tuple[bytes, list[tuple[Box, str]]], column: str
) -> None:
    desk, made = two_boxes
    rows = list(Message.objects.order_by("box", "order"))
    readers: dict[str, Callable[[Message], object]] = {
        "for_desk": lambda row: boxes.read_for_desk(row.box, desk),
        "for_worker": lambda row: boxes.read(secret_of(row.box, made)),
    }
    assert len(rows) == 4
    for one, other in permutations(rows, 2):
        Message.objects.filter(pk=one.pk).update(**{column: getattr(other, column)})
        with pytest.raises(CannotOpen):
            readers[column](one)
        Message.objects.filter(pk=one.pk).update(**{column: getattr(one, column)})
        assert readers[column](one)


def secret_of(box: Box, made: list[tuple[Box, str]]) -> boxes.OpenBox:
    secret = next(secret for each, secret in made if each.pk == box.pk)
    return boxes.unlock(box.locator or "", secret)


def test_no_file_opens_in_another_row_or_column() -> None:
    from manumit.web.mailbox.files import Clean
    from manumit.web.mailbox.messages import Body, open_file, put

    pair = new_pair()
    desk = boxes.register_desk(uuid4(), "Helpline", pair.public)
    receipt = boxes.open_box(desk, "en", "web", {})
    box = Box.objects.get(locator=receipt.locator)
    files = tuple(
        Clean(name, "image/png", name.encode(), name.encode() + b"!", "0" * 64, copied=True)
        for name in ("one", "two")
    )
    put(box, "worker", Body("text", "", {}, files), uuid4())
    _, last = boxes.read_for_desk(box, pair.private)
    one, other = last.files
    row = Attachment.objects.get(pk=one.id)
    assert open_file(one)
    away = Attachment.objects.get(pk=other.id)
    for column, content in (
        ("copy", away.copy),
        ("original", away.original),
        ("copy", row.original),
        ("original", row.copy),
    ):
        Attachment.objects.filter(pk=row.pk).update(**{column: content})
        with pytest.raises(CannotOpen):
            open_file(one, original=column == "original")
        Attachment.objects.filter(pk=row.pk).update(copy=row.copy, original=row.original)
