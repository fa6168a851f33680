"""Debt bondage as arithmetic: the worked debts and their boundaries."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from manumit.core import Answer
from manumit.errors import InputError
from manumit.reference import instruments
from manumit.remedy.debt import CITES, MONTHS_SHOWN, DebtTerms, debt_finding, debt_findings

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def terms(rate: str | None, paid: str | None, wage: str | None = None, **more: object) -> DebtTerms:
    """A debt of 1,200, as in the worked cases."""
    numbers = (None if text is None else Decimal(text) for text in (rate, paid, wage))
    return replace(DebtTerms(Decimal(1200), *numbers), **more)  # type: ignore[arg-type]


def cents(amount: Decimal | None) -> Decimal:
    assert amount is not None
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


# Worked debts of 1,200: closed form n = -ln(1 - rD/p) / ln(1 + r), rounded up.
@pytest.mark.parametrize(
    ("rate", "paid", "months"),
    [
        ("0.05", "70", 40),  # closed form 39.88
        ("0.05", "50", None),  # below the interest of 60
        ("0.10", "120", None),  # exactly the interest: the boundary counts as never
        ("0.02", "110", 13),
        ("0.05", "220", 7),  # closed form 6.53
        ("0", "100", 12),  # no interest, exact
        ("0", "99", 13),
        ("0", "0", None),
        ("10", "12001", 4),  # 1,000 % a month, one above the interest
    ],
)
def test_a_debt_of_1200_clears_in_the_worked_month_or_never(
    rate: str, paid: str, months: int | None
) -> None:
    found = debt_finding(terms(rate, paid))
    assert found.months_to_clear == months
    assert found.never is (YES if months is None else NO)
    if months is not None:
        assert len(found.recorded) == months + 1
        assert found.recorded[-1] == 0 < found.recorded[-2]


def test_at_the_legal_wage_7_months_suffice_and_33_of_40_are_over_recovery() -> None:
    found = debt_finding(terms("0.05", "70", "220"))
    assert found.cleared_at_legal_wage_month == 7
    assert found.over_recovery_months == 33
    # 32 full payments of 70 and a last one that only clears the balance with its interest.
    last = found.recorded[-2] * Decimal("1.05")
    assert 0 < last < 70
    assert found.over_recovery == 32 * 70 + last
    # By the closed form the balance after 39 months is 59.05, and 62.00 with its interest.
    assert cents(found.over_recovery) == Decimal("2302.00")
    assert found.recorded[1] == Decimal(1190)
    assert found.fair[1] == Decimal(1040)
    assert found.application_ratio == Decimal(70) / Decimal(220)


def test_a_balance_is_interest_then_charges_then_the_payment() -> None:
    found = debt_finding(terms("0.05", "90", charges_per_month=Decimal(20)))
    assert found.recorded[1] == 1200 + 60 + 20 - 90
    assert found.months_to_clear == 40
    covered = debt_finding(terms("0.05", "80", charges_per_month=Decimal(20)))
    assert covered.never is YES


def test_of_a_debt_that_never_clears_only_recorded_months_are_counted() -> None:
    assert debt_finding(terms("0.05", "50", "220")).over_recovery is None
    assert debt_finding(terms("0.05", "50", "220")).over_recovery_months is None
    found = debt_finding(terms("0.05", "50", "220", months_recorded=30))
    assert (found.over_recovery, found.over_recovery_months) == (23 * 50, 23)
    assert len(found.recorded) == 31
    early = debt_finding(terms("0.05", "50", "220", months_recorded=5))
    assert (early.over_recovery, early.over_recovery_months) == (0, 0)


def test_recorded_months_limit_or_extend_what_was_taken() -> None:
    fewer = debt_finding(terms("0.05", "70", "220", months_recorded=20))
    assert (fewer.over_recovery, fewer.over_recovery_months) == (13 * 70, 13)
    longer = debt_finding(terms("0.05", "70", "220", months_recorded=45))
    assert (longer.over_recovery, longer.over_recovery_months) == (38 * 70, 38)


def test_nothing_is_over_recovery_when_even_the_legal_wage_never_clears_the_debt() -> None:
    found = debt_finding(terms("0.05", "40", "60"))
    assert found.cleared_at_legal_wage_month is None
    assert (found.over_recovery, found.over_recovery_months) == (0, 0)


def test_what_is_unknown_stays_unknown() -> None:
    found = debt_finding(DebtTerms(Decimal(1200), None, Decimal(70), None))
    assert found.never is found.limb_a is found.limb_b is UNKNOWN
    assert found.months_to_clear is found.over_recovery is found.application_ratio is None
    assert found.recorded == found.fair == ()
    assert found.growth_share is found.price_ratio is found.fee_share is None
    no_payment = debt_finding(terms("0.05", None, "220"))
    assert no_payment.never is UNKNOWN
    assert no_payment.cleared_at_legal_wage_month == 7
    assert no_payment.over_recovery is None


def test_a_debt_whose_charges_eat_the_payment_never_clears_whatever_the_rate() -> None:
    assert debt_finding(terms(None, "20", charges_per_month=Decimal(20))).never is YES
    assert debt_finding(terms(None, "0")).never is YES


@pytest.mark.parametrize(
    ("paid", "wage", "limb"),
    [
        ("70", "220", YES),
        ("219.99", "220", YES),
        ("220", "220", NO),
        ("230", "220", NO),
        (None, "220", UNKNOWN),
        ("70", None, UNKNOWN),
    ],
)
def test_limb_a_holds_when_less_than_the_legal_wage_is_applied(
    paid: str | None, wage: str | None, limb: Answer
) -> None:
    assert debt_finding(terms("0.05", paid, wage)).limb_a is limb


@pytest.mark.parametrize(
    ("paid", "length", "nature", "limb"),
    [
        ("70", YES, YES, NO),
        ("70", NO, YES, YES),
        ("70", YES, NO, YES),
        ("70", UNKNOWN, YES, UNKNOWN),
        ("70", UNKNOWN, UNKNOWN, UNKNOWN),
        ("70", NO, UNKNOWN, YES),
        ("60", YES, YES, YES),  # never clears: no end is set
        (None, YES, YES, UNKNOWN),
        (None, NO, YES, YES),
    ],
)
def test_limb_b_holds_when_length_or_nature_is_not_defined_or_the_debt_has_no_end(
    paid: str | None, length: Answer, nature: Answer, limb: Answer
) -> None:
    found = debt_finding(terms("0.05", paid, length_defined=length, nature_defined=nature))
    assert found.limb_b is limb


def test_a_debt_of_nothing_is_cleared_at_once_unless_charges_outgrow_the_payment() -> None:
    paid_off = debt_finding(DebtTerms(Decimal(0), None, None, None))
    assert (paid_off.never, paid_off.months_to_clear, paid_off.recorded) == (NO, 0, (0,))
    taken = DebtTerms(Decimal(0), Decimal(0), Decimal(10), Decimal(50), months_recorded=6)
    assert debt_finding(taken).over_recovery == 60
    store = DebtTerms(Decimal(0), Decimal("0.1"), Decimal(10), None, Decimal(15), 3)
    assert debt_finding(store).never is YES
    assert debt_finding(store).recorded == (0, 5, Decimal("10.5"), Decimal("16.55"))


def test_a_debt_of_more_than_a_hundred_years_is_decided_by_formula() -> None:
    slow = debt_finding(DebtTerms(Decimal(1200), Decimal(0), Decimal("0.5"), Decimal(220)))
    assert slow.months_to_clear == 2400
    assert len(slow.recorded) == MONTHS_SHOWN + 1
    assert slow.over_recovery is None
    rate, paid = Decimal("0.001"), Decimal("1.2000001")
    with_interest = debt_finding(DebtTerms(Decimal(1200), rate, paid, None))
    # -ln(1 - 1.2/1.2000001) / ln 1.001 = 16308.4
    assert with_interest.months_to_clear == 16309
    tiny = debt_finding(DebtTerms(Decimal(1200), Decimal("1e-150"), Decimal("0.5"), None))
    assert tiny.months_to_clear in (2400, 2401)


def test_a_ruinous_rate_shows_its_whole_schedule() -> None:
    found = debt_finding(DebtTerms(Decimal(1200), Decimal("1e6"), Decimal(70), None))
    assert found.never is YES
    assert len(found.recorded) == MONTHS_SHOWN + 1
    assert all(a < b for a, b in zip(found.recorded, found.recorded[1:], strict=False))


def test_ratios_are_given_where_their_inputs_exist() -> None:
    found = debt_finding(
        terms(
            "0.05",
            "70",
            "220",
            prohibited_fees=Decimal(900),
            charged_prices=Decimal(180),
            market_prices=Decimal(120),
            post_arrival_charges=Decimal(500),
            debt_claimed=Decimal(2000),
        )
    )
    assert found.fee_share == Decimal("0.75")
    assert found.price_ratio == Decimal("1.5")
    assert found.growth_share == Decimal("0.25")
    assert debt_finding(terms("0.05", "70", "0")).application_ratio is None


def test_each_reading_of_the_evidence_has_its_finding() -> None:
    found = debt_findings(
        {"worker": terms("0.05", "50", "220"), "employer": terms("0.05", "70", "220")}
    )
    assert {name: each.limb_a for name, each in found.items()} == {"worker": YES, "employer": YES}
    assert {name: each.never for name, each in found.items()} == {"worker": YES, "employer": NO}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("principal", Decimal(-1)),
        ("rate_per_month", Decimal("NaN")),
        ("paid_per_month", Decimal("Infinity")),
        ("months_recorded", 1201),
        ("months_recorded", -1),
        ("prohibited_fees", Decimal(1201)),
    ],
)
def test_terms_that_cannot_be_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError) as refused:
        terms("0.05", "70", "220", **{field: value})
    assert refused.value.field == field


def test_the_article_cited_is_entered() -> None:
    assert set(CITES) <= set(instruments()["SC1956"].articles)
