"""Properties of claims that hold whatever was recorded."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Answer, Period
from manumit.io.quantities import Quantities
from manumit.reference import wage_law
from manumit.remedy import (
    Amount,
    Claim,
    Deduction,
    Evidence,
    Extra,
    Fact,
    Fee,
    Grade,
    Hours,
    Interest,
    Item,
    Pay,
    Payment,
    Totals,
    WageCase,
    Work,
    claim_lines,
    claim_of,
    totals_of,
)
from manumit.remedy.model import Basis
from manumit.remedy.sums import replay
from manumit.report.claims.document import claim_document
from tests.helpers import examples

Make = st.SearchStrategy[Any]

FIRST, DAY = date(2025, 3, 3), date(2026, 11, 1)
CENT, QUARTER = Decimal("0.01"), Decimal("0.25")
BASES: tuple[Basis, ...] = ("hourly", "daily", "monthly", "salary", "piece")
LAWS: dict[str, tuple[str, tuple[Basis, ...]]] = {
    "us.flsa": ("USD", (*BASES, "fluctuating")),
    "gb.nmw": ("GBP", BASES),
    "my.1955": ("MYR", BASES),
    "qa.2004": ("QAR", BASES),
    "ae.2021": ("AED", BASES),
    "sa.2005": ("SAR", BASES),
    "br.clt": ("BRL", BASES),
    "fr.code_du_travail": ("EUR", BASES),
    "intl.c095": ("EUR", BASES),
}
A_WEEK: dict[Basis, tuple[Decimal, Decimal]] = {
    "hourly": (Decimal(3), Decimal(30)),
    "daily": (Decimal(20), Decimal(200)),
    "monthly": (Decimal(400), Decimal(5000)),
    "salary": (Decimal(100), Decimal(1200)),
    "piece": (Decimal(50), Decimal(1500)),
    # at most 90 hours a week at the federal minimum of 7.25, so that the salary never falls below
    # it and always fluctuates
    "fluctuating": (Decimal(660), Decimal(1500)),
}
"""Least and greatest figure of each basis, of a week where it is earnings."""
NO_INTEREST = Interest("none", None)
EMPTY = WageCase("c", "w", "EUR", DAY, interest=NO_INTEREST)


# How cases are made


def facts(low: Decimal, high: Decimal, step: Decimal, *, open_: bool = True) -> Make:
    """Facts between two bounds, in steps."""
    number = st.integers(int(low / step), int(high / step)).map(lambda n: n * step)
    if not open_:
        return number.map(Fact.exactly)
    return (
        st.lists(number, min_size=3, max_size=3)
        .map(sorted)
        .map(lambda three: Fact(three[0], three[1], three[2]))
    )


@st.composite
def works(
    draw: st.DrawFn,
    law: str,
    start: date,
    number: int,
    *,
    open_: bool = True,
    missing: bool = True,
    taken: bool = True,
) -> Work:
    """A period of one week or four of them under a law."""
    weeks = draw(st.sampled_from([1, 4]))
    basis = draw(st.sampled_from(LAWS[law][1]))
    low, high = A_WEEK[basis]
    times = weeks if basis == "piece" else 1
    amount = draw(facts(low * times, high * times, CENT, open_=open_ and basis != "fluctuating"))
    worked = draw(facts(Decimal(0), Decimal(90 * weeks), QUARTER, open_=open_))
    paid = draw(facts(Decimal(0), Decimal(1200 * weeks), CENT, open_=open_))
    kinds = st.sampled_from(["tools", "fine", "advance", "accommodation", "uniform", "tax"])
    sums = facts(Decimal(0), Decimal(60), CENT, open_=open_)
    provided = list(Answer) if open_ else [Answer.YES, Answer.NO]
    deductions = st.builds(Deduction, kinds, sums, agreed=st.sampled_from(Answer))
    extras = st.builds(Extra, st.sampled_from(["production_bonus", "gift"]), sums)
    return Work(
        period=Period(start, start + timedelta(days=7 * weeks - 1)),
        pay=Pay(basis, amount, draw(st.sampled_from([None, Decimal(40)]))),
        hours=Hours(worked=worked),
        paid=None if missing and draw(st.integers(0, 9)) == 0 else paid,
        deductions=tuple(draw(st.lists(deductions, max_size=2))) if taken else (),
        extra=tuple(draw(st.lists(extras, max_size=1))),
        in_kind={"food": draw(st.sampled_from(provided)), "accommodation": Answer.YES},
        number=number,
    )


@st.composite
def cases(draw: st.DrawFn, /, laws: Sequence[str] = tuple(LAWS), **options: bool) -> Any:
    """A law and a case of one to three periods, with no interest."""
    law = draw(st.sampled_from(laws))
    start, periods = FIRST, []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        periods.append(draw(works(law, start, number, **options)))
        start = periods[-1].last + timedelta(days=1 + draw(st.integers(0, 3)))
    return law, replace(EMPTY, currency=LAWS[law][0], work=tuple(periods))


def sums_of(law: str, case: WageCase) -> Totals:
    chosen = wage_law(law)
    return totals_of(claim_lines(case, chosen), case, chosen)


def owed(law: str, case: WageCase) -> Decimal:
    return sums_of(law, case).total.likely


def explained(law: str, case: WageCase) -> Claim:
    return claim_of(case, wage_law(law))


def every_sum(totals: Totals) -> Iterator[tuple[str, Amount]]:
    for name in ("due", "paid", "underpayment", "arrears", "interest", "multiplied", "total"):
        yield name, getattr(totals, name)


def is_ordered(amount: Amount) -> bool:
    return amount.low <= amount.likely <= amount.high


def slack(work: Work, law: str) -> Decimal:
    """How much rounding of the hourly rate can move a claim, for half a cent on every hour."""
    if law != "us.flsa" or work.hours.worked is None:
        return Decimal(0)
    return work.hours.worked.high * CENT


# Ranges


@given(cases())
@examples(120)
def test_the_floor_is_below_the_likely_sum_and_that_below_the_ceiling(made: Any) -> None:
    law, case = made
    chosen = wage_law(law)
    lines = claim_lines(case, chosen)
    for line in lines:
        assert is_ordered(line.due), line
        assert is_ordered(line.difference), line
        assert line.difference.low >= 0
    totals = totals_of(lines, case, chosen)
    for name in ("due", "underpayment", "arrears", "interest", "multiplied", "total"):
        assert is_ordered(getattr(totals, name)), name


@given(cases(missing=False), st.data())
@examples(60)
def test_pay_that_nobody_can_say_is_unknown_and_never_zero(made: Any, data: st.DataObject) -> None:
    law, case = made
    at = data.draw(st.integers(0, len(case.work) - 1))
    one = replace(case, work=(replace(case.work[at], paid=None, deductions=()),))
    if law == "us.flsa" and case.fees:
        return
    totals = sums_of(law, one)
    assert totals.total.low == 0
    nothing = replace(one, work=(replace(one.work[0], paid=Fact.exactly(Decimal(0))),))
    assert totals.total.high == sums_of(law, nothing).total.high
    if totals.due.high > 0:
        assert totals.total.high > totals.total.low
    assert ("paid", {"n": "1"}) in explained(law, one).missing


def stated(fact: Fact) -> dict[str, str]:
    return {"low": str(fact.low), "likely": str(fact.likely), "high": str(fact.high)}


def read(value: object, *, paid: bool = False) -> Fact:
    def wrong(message: str, place: str) -> Exception:
        return AssertionError(f"{message} {place}")

    evidence = {
        "diary": Evidence("diary", Grade.E3),
        "roster": Evidence("roster", Grade.E1, asserted_by="employer"),
    }
    fact: Fact = Quantities(evidence).fact(value, wrong, paid=paid)  # type: ignore[arg-type]
    return fact


def recorded(fact: Fact, record: Decimal, *, paid: bool, way: str) -> Fact:
    """A fact with what the employer's own record says of it, written in one way or another."""
    if way == "record":
        return read({**stated(fact), "record": str(record)}, paid=paid)
    if way == "by":
        return read([stated(fact), {"value": str(record), "by": "employer"}], paid=paid)
    return read(
        [{**stated(fact), "evidence": "diary"}, {"value": str(record), "evidence": "roster"}],
        paid=paid,
    )


@given(cases(missing=False), st.sampled_from(["hours", "paid", "deductions"]), st.data())
@examples(120)
def test_an_employers_record_never_widens_a_claim(
    made: Any, kind: str, data: st.DataObject
) -> None:
    law, case = made
    way = data.draw(st.sampled_from(["record", "by", "evidence"]))
    shares = st.integers(0, 4).map(lambda n: Decimal(n) / 4)

    def with_record(fact: Fact | None, *, paid: bool = False) -> Fact:
        assert fact is not None
        record = fact.low + (fact.high - fact.low) * data.draw(shares)
        return recorded(fact, record, paid=paid, way=way)

    def change(work: Work) -> Work:
        if kind == "hours":
            return replace(work, hours=Hours(worked=with_record(work.hours.worked)))
        if kind == "paid":
            return replace(work, paid=with_record(work.paid, paid=True))
        return replace(
            work,
            deductions=tuple(replace(d, amount=with_record(d.amount)) for d in work.deductions),
        )

    before = dict(every_sum(sums_of(law, case)))
    after = dict(every_sum(sums_of(law, replace(case, work=tuple(map(change, case.work))))))
    spare = sum((2 * slack(work, law) for work in case.work), Decimal(0))
    for name in ("underpayment", "arrears", "multiplied", "total"):
        assert before[name].low - spare <= after[name].low, name
        assert after[name].high <= before[name].high + spare, name


@given(facts(Decimal(0), Decimal(90), QUARTER), st.integers(0, 400), st.booleans())
def test_a_record_outside_the_workers_range_leaves_no_more_open(
    fact: Fact, quarters: int, paid: bool
) -> None:
    after = recorded(fact, quarters * QUARTER, paid=paid, way="record")
    assert after.low <= after.likely <= after.high
    assert after.high - after.low <= fact.high - fact.low


# What raises a claim and what lowers it


def changed(case: WageCase, at: int, **fields: Any) -> WageCase:
    work = list(case.work)
    work[at] = replace(work[at], **fields)
    return replace(case, work=tuple(work))


@given(cases(open_=False, missing=False), st.integers(1, 160), st.data())
@examples(120)
def test_more_hours_never_lower_a_claim(made: Any, more: int, data: st.DataObject) -> None:
    law, case = made
    at = data.draw(st.integers(0, len(case.work) - 1))
    work = case.work[at]
    hours = min(work.hours.worked.high + more * QUARTER, Decimal(90 * work.period.days) / 7)
    after = changed(case, at, hours=Hours(worked=Fact.exactly(hours)))
    assert owed(law, after) >= owed(law, case) - 2 * slack(after.work[at], law)


@given(cases(open_=False, missing=False), st.integers(1, 100_000), st.data())
@examples(80)
def test_a_payment_never_raises_a_claim(made: Any, more: int, data: st.DataObject) -> None:
    law, case = made
    at = data.draw(st.integers(0, len(case.work) - 1))
    paid = Fact.exactly(case.work[at].paid.high + more * CENT)
    assert owed(law, changed(case, at, paid=paid)) <= owed(law, case)


@given(cases(open_=False, missing=False), st.integers(1, 10_000), st.data())
@examples(80)
def test_an_unlawful_deduction_never_lowers_a_claim(
    made: Any, more: int, data: st.DataObject
) -> None:
    law, case = made
    at = data.draw(st.integers(0, len(case.work) - 1))
    kind = data.draw(st.sampled_from(["tools", "fine", "uniform", "recruitment_fee"]))
    taken = Deduction(kind, Fact.exactly(more * CENT), agreed=Answer.NO)
    before = owed(law, case)
    with_one = changed(case, at, deductions=(*case.work[at].deductions, taken))
    assert owed(law, with_one) >= before
    double = replace(taken, amount=Fact.exactly(2 * more * CENT))
    with_more = changed(case, at, deductions=(*case.work[at].deductions, double))
    assert owed(law, with_more) >= owed(law, with_one)


@given(cases(open_=False, missing=False, taken=False))
@examples(80)
def test_nothing_is_owed_where_all_that_was_due_was_paid(made: Any) -> None:
    law, case = made
    unpaid = tuple(replace(work, paid=Fact.exactly(Decimal(0))) for work in case.work)
    settled = []
    for work in unpaid:
        due = sums_of(law, replace(case, work=(work,))).due.likely
        settled.append(replace(work, paid=Fact.exactly(due)))
    totals = sums_of(law, replace(case, work=tuple(settled)))
    assert not any(totals.total)
    assert not any(totals.penalty or ())


# Parts and the whole


@given(cases())
@examples(80)
def test_claims_of_the_periods_add_up_to_the_claim_of_all(made: Any) -> None:
    law, case = made
    whole = sums_of(law, case)
    parts = [sums_of(law, replace(case, work=(work,))) for work in case.work]
    for name, amount in every_sum(whole):
        apart = [getattr(part, name) for part in parts]
        assert amount == tuple(sum(each[at] for each in apart) for at in range(3)), name


@given(cases(["intl.c095"], missing=False), st.integers(2, 40))
@examples(60)
def test_a_claim_scales_with_the_currency(made: Any, times: int) -> None:
    law, case = made

    def scale(fact: Fact) -> Fact:
        return Fact(fact.low * times, fact.likely * times, fact.high * times)

    def grown(work: Work) -> Work:
        return replace(
            work,
            pay=replace(work.pay, amount=scale(work.pay.amount)),
            paid=scale(work.paid or Fact.exactly(Decimal(0))),
            deductions=tuple(replace(d, amount=scale(d.amount)) for d in work.deductions),
            extra=tuple(replace(e, amount=scale(e.amount)) for e in work.extra),
        )

    lines = claim_lines(case, wage_law(law))
    small, great = (
        sums_of(law, case),
        sums_of(law, replace(case, work=tuple(map(grown, case.work)))),
    )
    # half a cent of rounding on each line, and as many times half a cent on its small sister
    spare = len(lines) * 2 * (times + 1) * CENT / 2
    for one, other in zip(small.total, great.total, strict=True):
        assert abs(one * times - other) <= spare


def fees(currency: str) -> Make:
    del currency
    days = st.integers(0, 60).map(lambda n: FIRST - timedelta(days=n))
    return st.builds(Fee, st.sampled_from(["travel", "visa", "medical"]), SUMS, days)


SUMS = facts(Decimal(0), Decimal(500), CENT)
ITEMS = st.builds(
    Item,
    st.sampled_from(["deposits", "withheld", "return_travel"]),
    SUMS,
    st.just(Period(DAY, DAY)),
)


@given(cases(), st.lists(fees("EUR"), max_size=3), st.lists(ITEMS, max_size=2), st.randoms())
@examples(60)
def test_the_order_of_what_a_case_says_changes_nothing(
    made: Any, paid_fees: list[Fee], items: list[Item], choice: random.Random
) -> None:
    law, case = made
    case = replace(case, fees=tuple(paid_fees), other=tuple(items))

    def mixed(things: Sequence[Any]) -> tuple[Any, ...]:
        shuffled = list(things)
        choice.shuffle(shuffled)
        return tuple(shuffled)

    other = replace(
        case,
        work=mixed(
            [
                replace(work, deductions=mixed(work.deductions), extra=mixed(work.extra))
                for work in case.work
            ]
        ),
        fees=mixed(case.fees),
        other=mixed(case.other),
    )
    assert sums_of(law, other) == sums_of(law, case)
    lines = [[(each.head, each.period, each.difference) for each in claim_lines(c, wage_law(law))]
             for c in (case, other)]  # fmt: skip
    assert sorted(lines[0], key=repr) == sorted(lines[1], key=repr)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "value": st.integers(1, 90).map(str),
                "evidence": st.sampled_from(["diary", "roster"]),
            }
        ),
        min_size=1,
        max_size=4,
    ),
    st.randoms(),
    st.booleans(),
)
def test_the_order_of_what_parties_say_of_a_quantity_changes_nothing(
    said: list[dict[str, str]], choice: random.Random, paid: bool
) -> None:
    shuffled = list(said)
    choice.shuffle(shuffled)
    one, other = read(said, paid=paid), read(shuffled, paid=paid)
    assert (one.low, one.likely, one.high, one.record) == (
        other.low,
        other.likely,
        other.high,
        other.record,
    )


@given(
    cases(),
    st.lists(fees("EUR"), max_size=2),
    st.lists(ITEMS, max_size=2),
    st.sampled_from(["principal", "interest"]),
    st.booleans(),
)
@examples(60)
def test_the_total_is_the_sum_of_the_heads_and_every_printed_sum_comes_out(
    made: Any,
    paid_fees: list[Fee],
    items: list[Item],
    first: Literal["principal", "interest"],
    interest: bool,
) -> None:
    law, case = made
    rate = Interest("simple", Decimal("0.08"), None) if interest else NO_INTEREST
    case = replace(
        case,
        fees=tuple(paid_fees),
        other=tuple(items),
        interest=rate,
        part_payments=(Payment(date(2026, 2, 1), Decimal("0.01")),),
        allocate=first,
    )
    claim = explained(law, case)
    document = claim_document(claim)
    for at, reading in enumerate(("low", "likely", "high")):
        heads = sum(Decimal(head["amount"][reading]) for head in document["heads"])
        assert max(Decimal(0), heads) == claim.totals.total[at], reading
    for line in document["lines"]:
        for value in values(line["because"]):
            assert replay(value), value


def values(node: dict[str, Any]) -> Iterator[str]:
    """Every printed sum of a tree of reasons."""
    if isinstance(node["value"], str) and " = " in node["value"]:
        yield node["value"]
    for below in node["from"]:
        yield from values(below)


# The exact range, against every corner and a grid inside


def some_fact(choice: random.Random, low: Decimal, high: Decimal, step: Decimal) -> Fact:
    steps = int((high - low) / step)
    three = sorted(choice.randint(0, steps) for _ in range(3))
    if choice.random() < 0.5:
        three = [three[1]] * 3
    least, middle, most = (low + step * each for each in three)
    return Fact(least, middle, most)


def some_work(choice: random.Random, law: str, start: date, number: int) -> Work:
    basis = choice.choice(LAWS[law][1])
    days = choice.choice([7, 7, 14, 30])
    weeks = Decimal(days) / 7
    low, high = A_WEEK[basis]
    times = weeks if basis == "piece" else Decimal(1)
    amount = some_fact(choice, (low * times).quantize(CENT), (high * times).quantize(CENT), CENT)
    if basis == "fluctuating":
        amount = Fact.exactly(amount.likely)
    kind = choice.choice(["tools", "fine", "advance", "accommodation", "uniform"])
    agreed = choice.choice(list(Answer))
    taken = Deduction(kind, some_fact(choice, Decimal(0), Decimal(60), CENT), agreed=agreed)
    bonus = some_fact(choice, Decimal(0), Decimal(100), CENT)
    paid = some_fact(choice, Decimal(0), (900 * weeks).quantize(CENT), CENT)
    return Work(
        period=Period(start, start + timedelta(days=days - 1)),
        pay=Pay(basis, amount, choice.choice([None, Decimal(40)])),
        hours=Hours(
            worked=some_fact(choice, 10 * int(weeks) * Decimal(1), 85 * weeks // 1, QUARTER)
        ),
        paid=None if choice.random() < 0.1 else paid,
        deductions=(taken,) if choice.random() < 0.3 else (),
        extra=(Extra("production_bonus", bonus),) if choice.random() < 0.15 else (),
        in_kind={"food": choice.choice(list(Answer)), "accommodation": Answer.YES},
        number=number,
    )


def grid(fact: Fact, step: Decimal) -> list[Any]:
    """Both ends, the likely value, and what lies a quarter, a half and three quarters between."""
    inside = [
        fact.low + ((fact.high - fact.low) * n / 4 / step).to_integral_value() * step
        for n in range(5)
    ]
    return sorted({fact.likely, *(min(max(each, fact.low), fact.high) for each in inside)})


Change = Callable[[Work, Any], Work]


def _pay(work: Work, value: Any) -> Work:
    return replace(work, pay=replace(work.pay, amount=Fact.exactly(value)))


def _worked(work: Work, value: Any) -> Work:
    return replace(work, hours=Hours(worked=Fact.exactly(value)))


def _paid(work: Work, value: Any) -> Work:
    return replace(work, paid=Fact.exactly(value))


def _taken(work: Work, value: Any) -> Work:
    return replace(work, deductions=(replace(work.deductions[0], amount=Fact.exactly(value)),))


def _agreed(work: Work, value: Any) -> Work:
    return replace(work, deductions=(replace(work.deductions[0], agreed=value),))


def _bonus(work: Work, value: Any) -> Work:
    return replace(work, extra=(Extra("production_bonus", Fact.exactly(value)),))


def _food(work: Work, value: Any) -> Work:
    return replace(work, in_kind={**work.in_kind, "food": value})


def open_facts(work: Work, law: str) -> list[tuple[Change, list[Any]]]:
    """Everything uncertain about a period with the values that it may have."""
    found: list[tuple[Change, list[Any]]] = []
    worked = work.hours.worked
    assert worked is not None
    if work.pay.amount.open:
        found.append((_pay, grid(work.pay.amount, CENT)))
    if worked.open:
        found.append((_worked, grid(worked, QUARTER)))
    if work.paid is None:
        found.append((_paid, [Decimal(0), Decimal(10) ** 7]))
    elif work.paid.open:
        found.append((_paid, grid(work.paid, CENT)))
    for deduction in work.deductions:
        if deduction.amount.open:
            found.append((_taken, grid(deduction.amount, CENT)))
        if deduction.agreed is Answer.UNKNOWN:
            found.append((_agreed, [Answer.YES, Answer.NO]))
    found += [(_bonus, grid(each.amount, CENT)) for each in work.extra if each.amount.open]
    if law == "qa.2004" and work.in_kind["food"] is Answer.UNKNOWN:
        found.append((_food, [Answer.YES, Answer.NO]))
    return found


def true_range(law: str, case: WageCase, work: Work) -> tuple[Decimal, Decimal]:
    """Least and greatest claim of a period over its grid."""
    facts_ = open_facts(work, law)
    chosen = wage_law(law)
    least = greatest = None
    for chosen_values in product(*(values_ for _, values_ in facts_)):
        exact = work
        for (change, _), value in zip(facts_, chosen_values, strict=True):
            exact = change(exact, value)
        one = replace(case, work=(exact,))
        sum_ = totals_of(claim_lines(one, chosen), one, chosen).total.likely
        least = sum_ if least is None else min(least, sum_)
        greatest = sum_ if greatest is None else max(greatest, sum_)
    assert least is not None
    assert greatest is not None
    return least, greatest


@pytest.mark.parametrize(
    ("seed", "cases"),
    [(0, 60), *(pytest.param(seed, 250, marks=pytest.mark.study) for seed in range(4))],
)
def test_the_range_of_a_claim_is_the_true_one_on_random_cases(seed: int, cases: int) -> None:
    """Periods share no fact, so that the ends of their sum are the sums of their ends.

    A thousand cases in the study, of which the quick tests run the first sixty.
    """
    choice = random.Random(seed)  # noqa: S311 - made-up cases
    done = 0
    while done < cases:
        law = choice.choice(list(LAWS))
        start, work = FIRST, list[Work]()
        for number in range(1, choice.choice([1, 1, 1, 2, 2, 3, 4]) + 1):
            one = some_work(choice, law, start, number)
            while len(open_facts(one, law)) > 3:
                one = some_work(choice, law, start, number)
            work.append(one)
            start = one.last + timedelta(days=1)
        case = replace(EMPTY, currency=LAWS[law][0], work=tuple(work))
        lines = claim_lines(case, wage_law(law))
        found = totals_of(lines, case, wage_law(law)).total
        ends = [true_range(law, case, each) for each in work]
        low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
        assert found.low <= low, (law, work)
        assert found.high >= high, (law, work)
        spare = len(lines) * CENT * (2 if law == "us.flsa" else 1)
        assert found.width <= (high - low) * Decimal("1.02") + spare, (law, work)
        done += 1
