"""The one door to a case.

A view gets a case from `access_case` and from nowhere else. What it then does goes through the
`Door`, which asks the rules of access for each class of data and writes into the log before
anything is opened. A refusal looks the same as a case that does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from manumit.casework.access import Decision, allow
from manumit.casework.model import Actor, CaseFacts
from manumit.casework.policy import CLASSES, OPEN
from manumit.casework.records import kinds
from manumit.errors import AccessRefused
from manumit.web.accounts.keys import Keyring
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.services import record
from manumit.web.cases.models import Case
from manumit.web.door.facts import case_facts
from manumit.web.door.rows import SEEING
from manumit.web.sealing import seal_for
from manumit.web.vault import lookup
from manumit.web.vault.models import Entry
from manumit.web.vault.services import Author, Holder, Opened, open_entries, share, write

FORM_OF_ROWS = {"full": "full", "own": "full", "listed": "full", "redacted": "redacted"}
"""Form of a decision to the form of the rows that it shows."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, with the keys that are at hand.

    Attributes:
        person: The account; None for a worker, who has no account but a box.
    """

    actor: Actor
    holder: Holder
    person: User | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """What an actor may know of one class of data of a case."""

    data_class: int
    decision: Decision
    entries: tuple[Entry, ...]
    writable: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A case, as one actor may use it for one purpose."""

    case: Case
    asker: Asker
    purpose: str
    facts: CaseFacts
    now: datetime

    def may(self, verb: str, data_class: int) -> Decision:
        """What the rules say of one verb and one class of data."""
        return allow(
            self.asker.actor, data_class, verb, self.facts, purpose=self.purpose, now=self.now
        )

    def sees_anything(self) -> bool:
        """Whether the actor may come to know of anything in the case."""
        return any(
            self.may(verb, number) for number in CLASSES if number not in OPEN for verb in SEEING
        )

    def require(self, verb: str, data_class: int) -> Decision:
        """What the rules say, if they allow it.

        Raises:
            AccessRefused: They do not; the refusal is logged.
        """
        decision = self.may(verb, data_class)
        if not decision:
            self.log(f"refused_{verb}", data_class, allowed=False)
            raise AccessRefused(decision.refused)
        return decision

    def sections(self) -> list[Section]:
        """Every class of data of which the actor may know that there is something, or may write."""
        found = []
        for number in CLASSES:
            if number in OPEN:
                continue
            decision = self.may("read", number) or self.may("find", number)
            writable = bool(self.may("write", number))
            if decision or writable:
                entries = tuple(self.entries(number)) if self.may("find", number) else ()
                found.append(Section(number, decision, entries, writable))
        return found

    def entries(self, data_class: int) -> list[Entry]:
        """Entries of a class, as they are listed: kind, hour and agency, no content."""
        form = FORM_OF_ROWS.get(self.may("find", data_class).form)
        return list(self._rows(data_class, form)) if form else []

    def _rows(self, data_class: int, form: str) -> Any:
        rows = self.case.entries.filter(data_class=data_class, form=form, later=None)
        return rows.select_related("key", "agency").order_by("order")

    def reveal(
        self,
        data_class: int,
        reason: str,
        kind: str = "",
        *,
        verb: str = "read",
        only: Entry | None = None,
    ) -> list[Opened]:
        """Open the entries of a class; the log has it before anything is opened.

        Args:
            data_class: Number of the class.
            reason: Why, in the actor's own words; kept sealed for the auditor.
            kind: Kind of entries to open; empty for all of the class.
            verb: read, or export for what leaves the system.
            only: The one entry to open, which the log then names.

        Raises:
            AccessRefused: The rules do not allow it, or only that it is listed.
            CannotOpen: The agency does not hold the key.
        """
        decision = self.require(verb, data_class)
        form = FORM_OF_ROWS.get(decision.form)
        if form is None or decision.form == "listed":
            self.log(f"refused_{verb}", data_class, allowed=False)
            raise AccessRefused("listed_only")
        self.log(verb, data_class, reason=reason, target=str(only.pk) if only else decision.form)
        rows = self._rows(data_class, form)
        if only is not None:
            rows = rows.filter(pk=only.pk)
        return open_entries(rows.filter(kind=kind) if kind else rows, self.asker.holder)

    def write(self, kind: str, content: Mapping[str, Any], after: Entry | None = None) -> Entry:
        """Write an entry.

        Args:
            kind: Its kind.
            content: Its fields.
            after: The entry that it takes the place of.

        Raises:
            AccessRefused: The rules do not allow it, or `after` is of another case or kind.
            InputError: A field does not belong, is too long, or `after` was corrected before.
        """
        number = kinds()[kind].data_class
        self.require("write", number)
        if after is not None and (after.case_id, after.kind, after.form) != (
            self.case.pk,
            kind,
            "full",
        ):
            raise AccessRefused("entry_of_another_case")
        self.log("write", number, target=kind)
        return self.put(kind, content, after)

    def put(self, kind: str, content: Mapping[str, Any], after: Entry | None = None) -> Entry:
        """Write an entry that was allowed and logged before, as `write` does."""
        author = Author(self.asker.holder, self.now, self.asker.person)
        entry = write(self.case, kind, content, author, after)
        if kind == "identity":
            lookup.keep(self.case, content, self.asker.holder)
        return entry

    def share(self) -> None:
        """Bring the keys of the case into line with who may hold them now."""
        share(self.case, self.asker.holder, self.now)

    def log(
        self,
        act: str,
        data_class: int | None = None,
        *,
        allowed: bool = True,
        reason: str = "",
        target: str = "",
    ) -> None:
        """Write an act into the log."""
        record(
            actor_id=self.asker.actor.id,
            agency_id=self.asker.actor.agency,
            act=act,
            case=str(self.case.id),
            data_class=data_class,
            purpose=self.purpose,
            target=target,
            allowed=allowed,
            reason=for_auditor(reason) if reason else b"",
        )


def for_auditor(reason: str) -> bytes:
    """A reason, sealed so that only the auditor can read it."""
    auditor = Agency.objects.filter(role="AUD").exclude(public_key=b"").first()
    return seal_for(bytes(auditor.public_key), reason.encode()) if auditor else b""


def asker(request: HttpRequest) -> Asker:
    """Who asks: the person who is signed in, with the keys of the agency.

    Raises:
        AccessRefused: Nobody is signed in.
    """
    person = request.user
    if not person.is_authenticated:
        raise AccessRefused("not_signed_in")
    keyring: Keyring = request.keyring  # type: ignore[attr-defined]
    try:
        private = keyring.agency()
    except AccessRefused:
        private = b""
    return Asker(person.actor(), Holder(private, agency=str(person.agency_id)), person)


def access_case(who: Asker, reference: str, purpose: str) -> Door:
    """A case, for one actor and one purpose.

    Raises:
        AccessRefused: There is no such case, or nothing of it is open to the actor.
    """
    now = timezone.now()
    case = Case.objects.select_related("owner").filter(reference=reference).first()
    if case is None:
        raise AccessRefused("no_such_case")
    door = Door(case, who, purpose, case_facts(case), now)
    if not door.sees_anything():
        door.log("refused_case", allowed=False)
        raise AccessRefused("nothing_of_it")
    return door
