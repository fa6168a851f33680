"""Finding one's own cases by name or telephone, without the database knowing either.

A token is a keyed digest of a name or number. Its key follows from the agency's private key, so the
database alone finds nothing, and no agency finds what another has written. Each look-up is logged,
and a person may do thirty in an hour: whoever goes through names one by one is stopped, and seen.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from manumit.casework.model import Actor
from manumit.errors import InputError
from manumit.web.audit.models import Record
from manumit.web.audit.services import record
from manumit.web.cases.models import Case
from manumit.web.sealing import derived, token
from manumit.web.vault.models import LookupToken
from manumit.web.vault.services import Holder

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 30
MOST = 20
"""Cases that one look-up shows."""

DIGITS = 9
"""The last digits of a telephone number, by which it is the same with and without its country."""

_NOT_DIGIT = re.compile(r"\D")


def keep(case: Case, content: Mapping[str, Any], holder: Holder) -> None:
    """Keep the tokens of an identity, for the agency that wrote it."""
    if not holder.agency or not holder.private:
        return
    key = _key(holder)
    found = set(_tokens(content))
    LookupToken.objects.bulk_create(
        [
            LookupToken(
                agency_id=UUID(holder.agency), case=case, kind=kind, token=token(key, kind, text)
            )
            for kind, text in sorted(found)
        ]
    )


def forget(case: Case) -> None:
    """Take away all tokens of a case."""
    LookupToken.objects.filter(case=case).delete()


def cases_by(actor: Actor, holder: Holder, text: str, now: datetime) -> set[UUID]:
    """Ids of cases of which the agency wrote a name or telephone that is like `text`.

    Raises:
        InputError: The person looked up too many within an hour.
    """
    _check_cap(actor, now)
    kind = "phone" if _is_telephone(text) else "name"
    record(actor_id=actor.id, agency_id=actor.agency, act="lookup", target=kind)
    if not holder.private or not holder.agency:
        return set()
    key = _key(holder)
    if kind == "phone":
        return _with(holder, [token(key, "phone", _number(text))])
    exact = _with(holder, [token(key, "exact", _exact(text))])
    return exact or _with(holder, [token(key, "phonetic", code) for code in _sounds(text)])


def _check_cap(actor: Actor, now: datetime) -> None:
    acts = Record.objects.filter(actor=actor.id, act="lookup", at__gt=now - AN_HOUR)
    if acts.count() >= MOST_AN_HOUR:
        raise InputError(
            f"you have looked up {MOST_AN_HOUR} names or numbers within an hour.",
            field="text",
            hint="Look for the reference, or wait.",
        )


def _with(holder: Holder, tokens: list[bytes]) -> set[UUID]:
    """Cases that have all of the tokens."""
    sets: list[set[UUID]] = [
        set(
            LookupToken.objects.filter(agency=UUID(holder.agency), token=each).values_list(
                "case_id", flat=True
            )
        )
        for each in tokens
    ]
    return set.intersection(*sets) if sets else set()


def _tokens(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    names = [str(content.get("name", "")), *re.split(r"[,;\n]", content.get("other_names", ""))]
    for name in names:
        if _exact(name):
            yield "exact", _exact(name)
        for code in _sounds(name):
            yield "phonetic", code
    if len(_number(content.get("telephone", ""))) >= DIGITS - 2:
        yield "phone", _number(content["telephone"])


def _key(holder: Holder) -> bytes:
    return derived(holder.private, "lookup")


def _exact(name: str) -> str:
    """A name without case, marks and order of its parts."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not _mark(letter))
    return " ".join(sorted(kept.split()))


def _mark(letter: str) -> bool:
    return unicodedata.combining(letter) != 0


def _sounds(name: str) -> list[str]:
    """How the parts of a name sound, in any script."""
    from anyascii import anyascii
    from jellyfish import metaphone

    parts = _exact(anyascii(name)).split()
    return sorted({code for part in parts if (code := metaphone(part))})


def _is_telephone(text: str) -> bool:
    return len(_NOT_DIGIT.sub("", text)) >= DIGITS - 3 and not any(c.isalpha() for c in text)


def _number(text: str) -> str:
    digits = "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdigit())
    return digits[-DIGITS:]
