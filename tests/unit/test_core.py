"""Answers, ranges, money, days and reasons."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Answer, Because, Citation, Money, PartialDate, Period, Range

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_and_or_follow_the_strong_tables_of_kleene(
    left: Answer, right: Answer, both: Answer, either: Answer
) -> None:
    assert left & right is right & left is both
    assert left | right is right | left is either


@pytest.mark.parametrize(("left", "right"), list(product(Answer, repeat=2)))
def test_the_laws_of_de_morgan_hold(left: Answer, right: Answer) -> None:
    assert ~(left & right) is (~left | ~right)


def test_unknown_is_never_coerced_to_a_boolean() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(UNKNOWN)


@given(st.lists(st.sampled_from(list(Answer)), max_size=6), st.integers(0, 6))
def test_at_least_agrees_with_every_way_to_resolve_the_unknowns(
    answers: list[Answer], count: int
) -> None:
    choices = [[YES, NO] if answer is UNKNOWN else [answer] for answer in answers]
    outcomes = {sum(a is YES for a in world) >= count for world in product(*choices)}
    assert Answer.at_least(count, answers) is Answer.between(all(outcomes), any(outcomes))


def test_a_range_keeps_its_order_and_its_unit() -> None:
    with pytest.raises(ValueError, match="Not in order"):
        Range(Decimal(3), Decimal(1), Decimal(2))
    with pytest.raises(ValueError, match="Cannot add"):
        Range.exactly(Decimal(1), "h") + Range.exactly(Decimal(1), "days")
    total = Range(Decimal(1), Decimal(2), Decimal(3), "h") + Range.exactly(Decimal(1), "h")
    assert str(total) == "2 to 4 h, likely 3"
    assert str(Range.exactly(Decimal(5), "h")) == "5 h"


def test_a_likely_value_that_is_not_known_stays_unknown_in_a_sum() -> None:
    assert (Range(Decimal(1), None, Decimal(2)) + Range.exactly(Decimal(1))).likely is None


def test_money_never_mixes_currencies_and_never_holds_a_float() -> None:
    ten = Money(Decimal(10), "EUR")
    assert (ten + ten - Money(Decimal(5), "EUR")) * 2 == Money(Decimal(30), "EUR")
    assert Money(Decimal(1), "EUR") < ten <= Money(Decimal(10), "EUR")
    with pytest.raises(ValueError, match="Cannot combine EUR with USD"):
        ten + Money(Decimal(1), "USD")
    with pytest.raises(TypeError, match="Decimal"):
        Money(1.5, "EUR")  # type: ignore[arg-type]
    for currency in ("eur", "EURO", "€€€", ""):
        with pytest.raises(ValueError, match="currency code"):
            Money(Decimal(1), currency)
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal("NaN"), "EUR")


@pytest.mark.parametrize("text", ["2017", "2017-04", "2017-04-30", "1900-01-01"])
def test_a_partial_date_keeps_its_precision(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "17", "2017-13", "2017-02-30", "30.04.2017", "2017-4"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_partial_date_means_every_day_it_can_mean() -> None:
    assert PartialDate(2024, 2).last == date(2024, 2, 29)
    assert PartialDate(2023).first == date(2023, 1, 1)
    assert PartialDate(2023).last == date(2023, 12, 31)
    with pytest.raises(ValueError, match="needs its month"):
        PartialDate(2023, None, 4)


def test_periods_count_both_ends_and_may_go_on() -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    february = Period(date(2026, 2, 1))
    assert january.days == 31
    assert february.days is None
    assert date(2030, 1, 1) in february
    assert date(2026, 2, 1) not in january
    assert february.follows(january)
    assert not january.overlaps(february)
    assert february.overlaps(Period(date(2026, 5, 1)))
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_a_reason_becomes_json_with_the_shared_keys() -> None:
    reason = Because(
        "Papers were kept",
        YES,
        rule="facts.documents_held",
        evidence=("e3",),
        cites=(Citation("C029.2.1", "Forced Labour Convention, Article 2(1)", "https://x.org"),),
        because=(Because("There are hours", value=Range.exactly(Decimal(8), "h")),),
    )
    assert reason.to_dict() == {
        "says": "Papers were kept",
        "answer": "yes",
        "value": None,
        "rule": "facts.documents_held",
        "evidence": ["e3"],
        "cites": [
            {
                "id": "C029.2.1",
                "title": "Forced Labour Convention, Article 2(1)",
                "href": "https://x.org",
            }
        ],
        "from": [
            {
                "says": "There are hours",
                "answer": None,
                "value": "8 h",
                "rule": None,
                "evidence": [],
                "cites": [],
                "from": [],
            }
        ],
    }
    assert [node.says for node in reason.walk()] == ["Papers were kept", "There are hours"]
