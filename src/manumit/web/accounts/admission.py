"""How a person comes to the agency's key: by founding it, by a colleague, by recovery keys."""

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from manumit.errors import AccessRefused, CannotOpen
from manumit.web.accounts import acts, keys, rules
from manumit.web.accounts.models import Agency, User

FOUNDING = "founding"
LINE = 3
"""Codes and recovery keys are shown with so many groups of letters in a line."""


@dataclass(frozen=True, slots=True)
class Founding:
    """The keys of an agency that is being founded. Nothing is kept until one group is typed back.

    Attributes:
        private: The agency's private key.
        public: Its public key.
        recovery: The private key, so wrapped that two of the three recovery keys open it.
        key: Number of the recovery key that is asked for, from 1.
        line: Number of the line in it, from 1.
        group: Number of the group in the line, from 1.
        answer: What that group says.
    """

    private: bytes
    public: bytes
    recovery: bytes
    key: int
    line: int
    group: int
    answer: str


def lines(code: str) -> list[str]:
    """A code of groups of letters, line by line."""
    groups = code.split("-")
    return ["-".join(groups[at : at + LINE]) for at in range(0, len(groups), LINE)]


def may_found(person: User) -> bool:
    """Whether someone is the one to make the keys of their agency."""
    agency = person.agency
    return person.is_active and person.waits and rules.has_keys(agency) and not agency.public_key


def begin_founding(request: HttpRequest, person: User) -> tuple[str, str, str]:
    """Make the keys of an agency and hold them for this browser.

    Returns:
        The three recovery keys, which are shown once.

    Raises:
        AccessRefused: It has keys, or the person waits for nothing.
    """
    if not may_found(person):
        raise AccessRefused("may_not_found")
    agency = Agency(pk=person.agency_id)
    pair, three = keys.found(agency)
    key = secrets.randbelow(len(three))
    groups = three[key].split("-")
    at = secrets.randbelow(len(groups) // LINE * LINE)  # not of the last line, which is shorter
    held = {
        "private": b64encode(pair.private).decode(),
        "public": b64encode(pair.public).decode(),
        "recovery": b64encode(agency.recovery).decode(),
        "key": key + 1,
        "line": at // LINE + 1,
        "group": at % LINE + 1,
        "answer": groups[at],
    }
    keys.stow(request, FOUNDING, json.dumps(held).encode(), str(person.id))
    return three


def founding(request: HttpRequest, person: User) -> Founding | None:
    """The keys that this browser holds for the agency, if any."""
    held = keys.stowed(request, FOUNDING, str(person.id))
    if not held:
        return None
    found = json.loads(held)
    return Founding(
        private=b64decode(found["private"]),
        public=b64decode(found["public"]),
        recovery=b64decode(found["recovery"]),
        key=found["key"],
        line=found["line"],
        group=found["group"],
        answer=found["answer"],
    )


def finish_founding(request: HttpRequest, person: User, typed: str) -> bool:
    """Keep the agency's keys once a group of a recovery key was typed back.

    Returns:
        Whether it was the right one.

    Raises:
        AccessRefused: There is nothing to finish, or someone else was faster.
    """
    from manumit.web.signals.services import open_desk

    held = founding(request, person)
    if held is None or not may_found(person):
        raise AccessRefused("may_not_found")
    if not secrets.compare_digest(_plain(typed).encode(), held.answer.encode()):
        return False
    acts.write(person, "found", target=person.agency_id)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=person.agency_id)
        if agency.public_key:
            raise AccessRefused("founded_by_another")
        agency.public_key, agency.recovery = held.public, held.recovery
        agency.save(update_fields=["public_key", "recovery"])
        _let_in(person, held.private)
    open_desk(agency)
    request.session.pop(FOUNDING, None)
    return True


def admit(person: User, agency_private: bytes | None, other: User) -> None:
    """Let a colleague in, as the second person after who invited them.

    Args:
        person: Who admits.
        agency_private: The agency's private key; None for agencies without keys.
        other: Who is let in.

    Raises:
        AccessRefused: The person may not.
    """
    allowed = rules.may_admit(person, other) and (
        agency_private is not None or not rules.has_keys(other.agency)
    )
    acts.write(person, "admit", target=other.id, allowed=allowed)
    if not allowed:
        raise AccessRefused("may_not_admit")
    _let_in(other, agency_private)


def recover(person: User, one: str, other: str) -> bool:
    """Let a person in who has two of the recovery keys of the agency.

    Returns:
        Whether the keys were right.

    Raises:
        AccessRefused: The person does not wait, or the agency has no keys.
    """
    if not (person.is_active and person.waits and person.agency.public_key):
        raise AccessRefused("may_not_recover")
    try:
        private = keys.recovered(person.agency, _plain(one), _plain(other))
    except CannotOpen:
        private = b""
    right = bool(private) and keys.matches(person.agency, private)
    acts.write(person, "recover", target=person.agency_id, allowed=right)
    if right:
        _let_in(person, private)
    return right


def _let_in(person: User, agency_private: bytes | None) -> None:
    if agency_private is not None:
        keys.admit(person, agency_private)
    person.waits = False
    person.save(update_fields=["agency_key", "waits"])


def _plain(typed: str) -> str:
    return "".join(typed.upper().split()).replace("-", "")
