"""Writing into the vault, opening what is there, and keeping its keys with the right holders.

Nothing here asks whether the actor may: that is the door's. Here is how it is done.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections, router, transaction
from django.db.models import Max

from manumit.casework.holders import may_hold
from manumit.casework.policy import rules_for
from manumit.casework.records import checked, kinds, redacted
from manumit.errors import CannotOpen, InputError
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.door.facts import key_facts
from manumit.web.door.rls_session import tell_until_committed
from manumit.web.mailbox.models import Box
from manumit.web.sealing import Place, decrypt, encrypt, new_key, open_with, seal_for
from manumit.web.vault.models import CaseKey, Entry, Wrap


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever opens: an agency with its private key, or a worker's box with its own.

    Attributes:
        agency: Id of the agency, or empty.
        box: Id of the box, or empty.
    """

    private: bytes
    agency: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry, opened."""

    entry: Entry
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, when, and with which keys.

    Attributes:
        person: A person of an agency, or nobody but the worker.
    """

    holder: Holder
    now: datetime
    person: User | None = None


@transaction.atomic
def write(
    case: Case,
    kind: str,
    content: Mapping[str, Any],
    author: Author,
    supersedes: Entry | None = None,
) -> Entry:
    """Write an entry, and its redacted form where its kind has one.

    Returns:
        The full entry.

    Raises:
        InputError: A field does not belong, is too long, or the entry was corrected before.
        CannotOpen: The writer does not hold the key of the class.
    """
    whole = checked(kind, content)
    Case.objects.select_for_update().get(pk=case.pk)
    if supersedes is not None and Entry.objects.filter(supersedes=supersedes).exists():
        message = "this entry was corrected in the meantime."
        raise InputError(message, hint="Open it again, and correct the newer one.")
    entry = _write(case, kind, whole, "full", author, supersedes)
    short, old = redacted(kind, whole), _redacted_of(supersedes)
    if short is not None or old is not None:
        _write(case, kind, short or {}, "redacted", author, old)
    return entry


def _redacted_of(entry: Entry | None) -> Entry | None:
    """The redacted form of an entry, which is written right after it."""
    if entry is None:
        return None
    return Entry.objects.filter(
        case=entry.case_id, kind=entry.kind, form="redacted", order=entry.order + 1
    ).first()


def _write(  # noqa: PLR0913, PLR0917 - those of `write`, and the form
    case: Case,
    kind: str,
    content: Mapping[str, Any],
    form: str,
    author: Author,
    supersedes: Entry | None,
) -> Entry:
    number = kinds()[kind].data_class
    case_key, key = _key_to_write(case, number, form, author.holder, author.now)
    entry = Entry(
        case=case,
        data_class=number,
        form=form,
        kind=kind,
        key=case_key,
        key_version=case_key.version,
        agency=author.person.agency if author.person else None,
        person=author.person,
        order=next_order(case),
        supersedes=supersedes,
    )
    entry.body = encrypt(key, _packed(content), _place(entry))
    entry.digest = hashlib.sha256(entry.body).hexdigest()
    entry.save(force_insert=True)
    return entry


def next_order(case: Case) -> int:
    """The number of the next entry, counted over all of the case, seen or not."""
    connection = connections[router.db_for_read(Entry)]
    if connection.vendor != "postgresql":
        return (case.entries.aggregate(last=Max("order"))["last"] or 0) + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_next_order(%s)", [case.pk])
        return int(cursor.fetchone()[0])


def open_entries(entries: Iterable[Entry], holder: Holder) -> list[Opened]:
    """Entries, opened with the keys of a holder.

    Raises:
        CannotOpen: The holder has no key to one of them.
    """
    keys: dict[object, bytes] = {}
    opened = []
    for entry in entries:
        if entry.key_id not in keys:
            keys[entry.key_id] = unwrap(entry.key, holder)
        content = decrypt(keys[entry.key_id], bytes(entry.body), _place(entry))
        opened.append(Opened(entry, json.loads(content)))
    return opened


def unwrap(case_key: CaseKey, holder: Holder) -> bytes:
    """A case key, as its holder opens it.

    Raises:
        CannotOpen: It is not wrapped for this holder, or for an earlier version.
    """
    wrap = case_key.wraps.filter(
        agency=_uuid(holder.agency), box=_uuid(holder.box), version=case_key.version
    ).first()
    if wrap is None:
        raise CannotOpen
    return open_with(holder.private, bytes(wrap.sealed))


@transaction.atomic
def share(case: Case, holder: Holder, now: datetime) -> None:
    """Bring the wraps of a case's keys into line with who may hold them.

    Who may no longer hold a key loses the wrap at once. A key that someone lost is renewed, and
    what it sealed is sealed anew, by a holder who can open it; if this holder cannot, the wrap is
    taken away nevertheless, and the next holder who can renews the key. The same goes for a key
    under which something does not open any more.

    Args:
        case: The case.
        holder: Who opens the keys.
        now: The time.
    """
    tell_until_committed(sharing=str(case.pk))
    Case.objects.select_for_update().filter(pk=case.pk).first()  # nobody writes meanwhile
    wanting = _Wanting(case, now)
    for case_key in case.keys.select_for_update():
        wanted = wanting.key(case_key.data_class, case_key.form)
        _bring_into_line(case_key, wanted, holder)


def _bring_into_line(
    case_key: CaseKey, wanted: Mapping[tuple[str, str], bytes], holder: Holder
) -> None:
    having = {_holder_id(wrap): wrap for wrap in case_key.wraps.all()}
    lost = [wrap for who, wrap in having.items() if who not in wanted]
    for wrap in lost:
        wrap.delete()
    try:
        key = unwrap(case_key, holder)
    except CannotOpen:
        CaseKey.objects.filter(pk=case_key.pk).update(stale=case_key.stale or bool(lost))
        return
    if lost or case_key.stale:
        try:
            key = _renew(case_key, key)
        except CannotOpen:  # something of it is broken, which must not hold up a withdrawal
            CaseKey.objects.filter(pk=case_key.pk).update(stale=True)
        else:
            having = {}
            case_key.wraps.all().delete()
    for who, public in wanted.items():
        if who not in having:
            _wrap(case_key, key, who, public)


def _renew(case_key: CaseKey, old: bytes) -> bytes:
    """Seal all entries of a key anew under another one."""
    key, version = new_key(), case_key.version + 1
    entries = list(case_key.entries.select_for_update())
    for entry in entries:
        content = decrypt(old, bytes(entry.body), _place(entry))
        entry.key_version = version
        entry.body = encrypt(key, content, _place(entry))
    Entry.objects.bulk_update(entries, ["body", "key_version"], batch_size=500)
    case_key.version, case_key.stale = version, False
    case_key.save(update_fields=["version", "stale"])
    return key


def shred(case: Case) -> None:
    """Delete every key of a case: what is sealed stays sealed, in every copy, for ever."""
    Wrap.objects.filter(key__case=case).delete()
    case.entries.all().update(body=b"")


def _key_to_write(
    case: Case, number: int, form: str, holder: Holder, now: datetime
) -> tuple[CaseKey, bytes]:
    case_key = case.keys.filter(data_class=number, form=form).first()
    if case_key is not None:
        return case_key, unwrap(case_key, holder)
    tell_until_committed(sharing=str(case.pk))
    case_key, key = CaseKey.objects.create(case=case, data_class=number, form=form), new_key()
    wanted = _Wanting(case, now).key(number, form)
    if holder.agency:
        wanted[holder.agency, ""] = bytes(Agency.objects.get(pk=holder.agency).public_key)
    for who, public in wanted.items():
        _wrap(case_key, key, who, public)
    return case_key, key


class _Wanting:
    """Who may hold which key of a case now."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.facts, self.now = key_facts(case), now
        ids = {self.facts.owner, *(part.agency for part in self.facts.parts)}
        ids |= {opening.agency for opening in self.facts.openings}
        self.agencies = list(Agency.objects.filter(pk__in=ids))
        self.box = Box.objects.filter(pk=case.box).first() if case.box else None

    def key(self, number: int, form: str) -> dict[tuple[str, str], bytes]:
        """Holders of a key, as (agency, box), to their public keys."""
        found = {
            (str(each.id), ""): bytes(each.public_key)
            for each in self.agencies
            if each.public_key
            and may_hold(each.role, str(each.id), number, form, case=self.facts, now=self.now)
        }
        if self.box is not None and rules_for("WRK", "read", number):
            found["", str(self.box.id)] = bytes(self.box.public_key)
        return found


def _wrap(case_key: CaseKey, key: bytes, who: tuple[str, str], public: bytes) -> None:
    agency, box = who
    Wrap.objects.create(
        key=case_key,
        agency_id=_uuid(agency),
        box=_uuid(box),
        version=case_key.version,
        sealed=seal_for(public, key),
    )


def _holder_id(wrap: Wrap) -> tuple[str, str]:
    return str(wrap.agency_id or ""), str(wrap.box or "")


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


def _place(entry: Entry) -> Place:
    """The row with all that it says of itself: under another label others would be shown it."""
    label = (entry.id, entry.case_id, entry.data_class, entry.form, entry.kind)
    return Place("vault_entry", "body", "/".join(map(str, label)), entry.key_version)


def _packed(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
