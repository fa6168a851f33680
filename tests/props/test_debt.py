"""Properties of debts that hold whatever the terms."""

import math
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from manumit.core import Answer
from manumit.remedy.debt import MONTHS_SHOWN, DebtTerms, debt_finding
from tests.helpers import examples

MONEY = st.decimals(0, 5000, places=2)
RATES = st.decimals(0, 1, places=3)
ANSWERS = st.sampled_from(list(Answer))
TERMS = st.builds(
    DebtTerms,
    principal=MONEY,
    rate_per_month=st.none() | RATES,
    paid_per_month=st.none() | MONEY,
    legal_wage_applied_per_month=st.none() | MONEY,
    charges_per_month=st.decimals(0, 100, places=2),
    months_recorded=st.none() | st.integers(0, 120),
    length_defined=ANSWERS,
    nature_defined=ANSWERS,
)


@given(
    st.decimals("0.01", 5000, places=2),
    st.decimals("0.001", 1, places=3),
    st.decimals("0.01", 5000, places=2),
)
@examples(200)
def test_the_closed_form_gives_the_month_of_the_schedule(
    debt: Decimal, rate: Decimal, paid: Decimal
) -> None:
    found = debt_finding(DebtTerms(debt, rate, paid, None))
    if paid <= debt * rate:
        assert found.never is Answer.YES
        assert found.months_to_clear is None
        return
    closed = -math.log(1 - float(debt * rate / paid)) / math.log(1 + float(rate))
    month = found.months_to_clear
    assert month is not None
    assert month == math.ceil(closed) or abs(closed - round(closed)) < 1e-6
    if month <= MONTHS_SHOWN:
        assert found.recorded[month] == 0 < found.recorded[month - 1]


@given(TERMS, MONEY)
@examples(150)
def test_a_larger_payment_never_takes_longer(terms: DebtTerms, more: Decimal) -> None:
    assume(terms.paid_per_month is not None)
    before = debt_finding(terms)
    after = debt_finding(replace(terms, paid_per_month=(terms.paid_per_month or 0) + more))
    if before.never is Answer.NO:
        assert after.never is Answer.NO
        assert before.months_to_clear is not None
        assert after.months_to_clear is not None
        assert after.months_to_clear <= before.months_to_clear


@given(TERMS)
@examples(150)
def test_over_recovery_is_what_was_taken_and_never_more(terms: DebtTerms) -> None:
    found = debt_finding(terms)
    if found.over_recovery is None:
        assert found.over_recovery_months is None
        return
    assert found.over_recovery_months is not None
    assert found.over_recovery >= 0
    if found.over_recovery_months:
        assert terms.paid_per_month is not None
        assert found.over_recovery <= terms.paid_per_month * found.over_recovery_months
        assert found.over_recovery > terms.paid_per_month * (found.over_recovery_months - 1)


@given(TERMS, st.integers(0, 120))
@examples(100)
def test_one_more_recorded_month_never_lowers_over_recovery(terms: DebtTerms, month: int) -> None:
    fewer = debt_finding(replace(terms, months_recorded=month)).over_recovery
    more = debt_finding(replace(terms, months_recorded=month + 1)).over_recovery
    assert (fewer is None) == (more is None)
    assert (fewer or 0) <= (more or 0)


@given(TERMS, st.sampled_from(["rate_per_month", "paid_per_month", "legal_wage_applied_per_month"]))
@examples(150)
def test_forgetting_a_term_never_changes_an_answer_but_to_unknown(
    terms: DebtTerms, name: str
) -> None:
    before, after = debt_finding(terms), debt_finding(replace(terms, **{name: None}))
    for limb in ("never", "limb_a", "limb_b"):
        assert getattr(after, limb) in (getattr(before, limb), Answer.UNKNOWN)


@given(TERMS, st.integers(1, 50))
@examples(100)
def test_a_change_of_currency_changes_no_month(terms: DebtTerms, factor: int) -> None:
    scaled = replace(
        terms,
        principal=terms.principal * factor,
        charges_per_month=terms.charges_per_month * factor,
        paid_per_month=terms.paid_per_month and terms.paid_per_month * factor,
        legal_wage_applied_per_month=terms.legal_wage_applied_per_month
        and terms.legal_wage_applied_per_month * factor,
    )
    before, after = debt_finding(terms), debt_finding(scaled)
    assert after.months_to_clear == before.months_to_clear
    assert after.cleared_at_legal_wage_month == before.cleared_at_legal_wage_month
    assert (after.limb_a, after.limb_b) == (before.limb_a, before.limb_b)
