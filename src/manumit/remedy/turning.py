"""Exact ends of a period in which a claim may rise or fall with one of its facts.

Pay by the piece is spread over all hours, so that more hours make each of them cheaper. Where part
of a rest day earns the pay of a whole one, an hour more on it may only be an hour less of overtime.
A salary for fluctuating hours that falls below the minimum is read as one for normal hours. In
between, a claim moves one way in each fact; so the ends lie where facts have theirs or where one
of these rules turns, and all of those places are looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import product
from typing import Any, TypeVar

from manumit.remedy.due import Given, Reckoning
from manumit.remedy.elementwise import anywhere
from manumit.remedy.model import Fact, Work
from manumit.remedy.terms import Premium, Span, Terms

T = TypeVar("T")
ZERO, _HUNDREDTH = Decimal(0), Decimal("0.01")
_DAYS = ("rest_day", "holiday")


def may_turn(work: Work, terms: Terms) -> bool:
    """Whether a claim may move both ways in an uncertain fact of a period."""
    hours, basis = work.hours, work.pay.basis
    if basis == "fluctuating" and anywhere(work.pay.amount.open):
        return True
    if not any(anywhere(fact.open) for _, fact in hours.named()):
        return False
    if hours.worked is not None and hours.overtime is not None:
        return True
    kinds = (hours.night, hours.rest_day, hours.holiday, hours.overtime)
    if basis in ("piece", "fluctuating"):
        return any(fact is not None for fact in kinds)
    return hours.worked is not None and any(
        premium is not None and premium.steps and fact is not None
        for premium, fact in ((terms.rest_day, hours.rest_day), (terms.holiday, hours.holiday))
    )


def end(  # noqa: PLR0913 - a period, its setting, and which end
    known: Sequence[tuple[Given, Reckoning]],
    work: Work,
    span: Span,
    terms: Terms,
    reckoned: Callable[[Given], Reckoning],
    *,
    greatest: bool,
) -> tuple[Given, Reckoning]:
    """The facts, with their reckoning, at which least or most is owed.

    Args:
        known: Facts with their reckonings; the first is an end as if the claim moved one way in
            each fact.
        work: The period.
        span: Its length.
        terms: Numbers of the law.
        reckoned: Reckons other facts.
        greatest: Whether the most is looked for.
    """
    pairs = [*known]
    pairs += ((other, reckoned(other)) for other in _places(known[0][0], work, span, terms))
    return (max if greatest else min)(pairs, key=lambda pair: _owed(pair[1]))


def _owed(reckoning: Reckoning) -> Decimal:
    return sum((share.difference for share in reckoning.shares), ZERO)


def _places(given: Given, work: Work, span: Span, terms: Terms) -> Iterator[Given]:
    hours = work.hours
    days = [name for name in _DAYS if getattr(terms, name) is not None]
    turns = {name: _day_turns(getattr(terms, name), terms) for name in days}
    kinds = {
        name: _within(getattr(hours, name), turns.get(name, ()), getattr(given, name))
        for name in (*days, "night", "overtime")
    }
    usual = (terms.week_hours or ZERO) * span.weeks
    for chosen in product(*kinds.values()):
        places: dict[str, Any] = dict(zip(kinds, chosen, strict=True))
        fixed = given._replace(**places)
        other = fixed.rest_day + fixed.holiday
        level = [
            usual + other,
            usual + other + fixed.night,
            *_at_minimum(fixed, span, terms),
        ]
        for worked in _within(hours.worked, level, given.worked):
            for amount in _amounts(work, worked, span, terms, given.amount):
                yield fixed._replace(worked=worked, amount=amount)
        if hours.worked is None or given.worked is None:
            continue
        for name in days:  # what is left of all hours is then just the normal ones
            rest = given.worked - usual - (other - getattr(fixed, name))
            fact: Fact | None = getattr(hours, name)
            if fact is not None and fact.low < rest < fact.high:
                places[name] = rest
                yield given._replace(**places)
                places[name] = getattr(fixed, name)


def _day_turns(premium: Premium, terms: Terms) -> list[Decimal]:
    """Hours on a day up to which a step reaches, and a hundredth of an hour beyond."""
    day = terms.day_hours or ZERO
    ends = [share * day for share, _ in premium.steps]
    return [ZERO, _HUNDREDTH, *ends, *(each + _HUNDREDTH for each in ends), day]


def _at_minimum(given: Given, span: Span, terms: Terms) -> Iterator[Decimal]:
    """Hours at which the rate of the pay, or all that was agreed, is the minimum."""
    if terms.minimum_hour:
        pay = given.amount if given.basis == "piece" else given.amount * span.weeks
        agreed = pay + given.extra + given.extra_apart
        for each in (pay, pay + given.extra, agreed, agreed - given.against):
            yield each / terms.minimum_hour


def _amounts(
    work: Work, worked: Decimal | None, span: Span, terms: Terms, given: Decimal
) -> Sequence[Decimal]:
    """Amounts of a salary for fluctuating hours: its ends, and the minimum from both sides."""
    if work.pay.basis != "fluctuating" or worked is None or terms.minimum_hour is None:
        return [given]
    least = worked * terms.minimum_hour / span.weeks
    level = least.quantize(_HUNDREDTH, ROUND_CEILING)
    return [each for each in _within(work.pay.amount, (level, level - _HUNDREDTH), given) if each]


def _within(fact: Fact | None, turns: Iterable[Decimal], given: T) -> Sequence[Decimal | T]:
    """The ends of an uncertain fact and the turns between them; else what is given."""
    if fact is None or not fact.open or given is None:
        return [given]
    return sorted({fact.low, fact.high, *(turn for turn in turns if fact.low < turn < fact.high)})
