"""State compensation schemes: who is eligible on the answers given, and for how much."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from manumit.core import Answer, Citation
from manumit.errors import InputError, NotReviewed, did_you_mean
from manumit.reference import wage_law
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build
from manumit.remedy.model import WageCase
from manumit.remedy.result import SchemeFinding

FOLDER = "compensation"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a scheme depends on."""

    says: str
    kind: Literal["yes_no", "choice"]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An answer that a person must have given to be eligible."""

    key: str
    answer: str
    article: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """So many times a value of law, such as a monthly minimum wage."""

    times: Decimal
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What is paid when all answers of `when` were given; nothing there means otherwise."""

    when: dict[str, str]
    article: str
    says: str
    amount: Decimal | None = None
    multiple: Multiple | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationScheme:
    """One scheme of a state or fund."""

    id: str
    title: str
    href: str
    territory: str
    currency: str
    in_force: date
    status: Status
    source: tuple[Source, ...]
    limits: str
    asks: dict[str, Ask]
    conditions: tuple[Condition, ...]
    awards: tuple[Award, ...] = ()
    until: date | None = None
    note: str = field(default="")


@cache
def compensation_schemes() -> dict[str, CompensationScheme]:
    """Every scheme by id, drafts among them.

    Raises:
        DataError: An entry is wrong.
    """
    found = {}
    for path in data_paths(FOLDER):
        scheme = build(CompensationScheme, load_yaml(path), fail=fail_in(path))
        for key in (
            *(c.key for c in scheme.conditions),
            *(k for a in scheme.awards for k in a.when),
        ):
            if key not in scheme.asks:
                raise fail_in(path)(f"nothing asks for {key}", 0, key)
        found[scheme.id] = scheme
    return found


def scheme_findings(case: WageCase, drafts: frozenset[str]) -> tuple[SchemeFinding, ...]:
    """What the schemes that a case asks about offer.

    Raises:
        InputError: There is no such scheme, question or answer.
        NotReviewed: A scheme is a draft that was not asked for by name.
    """
    return tuple(_finding(id_, answers, case, drafts) for id_, answers in case.schemes.items())


def _finding(
    id_: str, answers: dict[str, str], case: WageCase, drafts: frozenset[str]
) -> SchemeFinding:
    known = compensation_schemes()
    if id_ not in known:
        raise InputError(
            f"there is no compensation scheme {id_}. {did_you_mean(id_, list(known))}",
            field=f"schemes.{id_}",
        )
    scheme = known[id_]
    if scheme.status == "draft" and id_ not in drafts:
        raise NotReviewed(id_)
    _check(scheme, answers)
    reasons = tuple(_reasons(scheme, answers, case.as_of))
    eligible = Answer.YES
    for _, answer, _ in reasons:
        eligible &= answer
    award = None if eligible is Answer.NO else _award(scheme, answers)
    missing = tuple(ask.says for key, ask in scheme.asks.items() if key not in answers)
    amount = None if award is None else _amount(award, case.as_of)
    if award is not None:
        place = Citation(f"{id_}.award", f"{scheme.title}, {award.article}", scheme.href)
        reasons = (*reasons, (award.says, eligible, place))
    return SchemeFinding(id_, scheme.title, eligible, amount, scheme.currency, reasons, missing)


def _check(scheme: CompensationScheme, answers: dict[str, str]) -> None:
    for key, answer in answers.items():
        ask = scheme.asks.get(key)
        if ask is None:
            known = did_you_mean(key, list(scheme.asks))
            raise InputError(
                f"{scheme.id} does not ask {key}. {known}", field=f"schemes.{scheme.id}"
            )
        allowed = ("yes", "no", "unknown") if ask.kind == "yes_no" else (*ask.choices, "unknown")
        if answer not in allowed:
            raise InputError(
                f"{answer!r} is not one of {', '.join(allowed)}.",
                field=f"schemes.{scheme.id}.{key}",
                allowed=allowed,
            )


def _reasons(
    scheme: CompensationScheme, answers: dict[str, str], day: date
) -> Iterator[tuple[str, Answer, Citation]]:
    runs = scheme.in_force <= day and (scheme.until is None or day <= scheme.until)
    place = Citation(f"{scheme.id}", scheme.title, scheme.href)
    yield f"The scheme is in force on {day}", Answer.between(runs, runs), place
    for condition in scheme.conditions:
        given = answers.get(condition.key, "unknown")
        met = given == condition.answer
        answer = Answer.UNKNOWN if given == "unknown" else Answer.between(met, met)
        title = f"{scheme.title}, {condition.article}"
        yield condition.says, answer, Citation(f"{scheme.id}.{condition.key}", title, scheme.href)


def _award(scheme: CompensationScheme, answers: dict[str, str]) -> Award | None:
    """The first award whose answers were all given; None while an answer could change it."""
    for award in scheme.awards:
        given = {key: answers.get(key, "unknown") for key in award.when}
        if given == award.when:
            return award
        if all(given[key] in (want, "unknown") for key, want in award.when.items()):
            return None
    return None


def _amount(award: Award, day: date) -> Decimal | None:
    if award.multiple is None:
        return award.amount
    law, _, name = award.multiple.of.rpartition(".")
    value = wage_law(law).number(name, day)
    return None if value is None else award.multiple.times * value
