"""Periods of work in a claim file."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Any

from manumit.core import Answer, Period
from manumit.errors import InputError
from manumit.io import claim_keys as keys
from manumit.io.claim_place import PlaceReader
from manumit.io.quantities import number
from manumit.io.work_periods import each_period, scaled, shifts_of, span_in
from manumit.reference import wage_law, wage_schemes
from manumit.remedy import Deduction, Extra, Hours, Pay, Work
from manumit.remedy.periods import years_before
from manumit.remedy.terms import MONTHS_A_YEAR

BASES = {
    "hourly": "rate",
    "daily": "rate",
    "monthly": "amount",
    "salary": "amount",
    "piece": "earnings",
    "fluctuating": "amount",
}
"""Basis of pay to the key that holds its figure."""


ANY_CURRENCY = "XXX"


def own_drafts(law: str) -> frozenset[str]:
    """Lets a draft be looked into while a file is read; whether it may run is decided later."""
    name = law.partition("#")[0]
    return frozenset({wage_schemes().get(name, name)})


@cache
def currency_of(law: str, written: str) -> str:
    """The currency of a claim: as it is written, else that of the law.

    Raises:
        InputError: There is no such law, it has no currency of its own and none is written, or
            what is written is not a currency or not that of the law.
    """
    own = wage_law(law.partition("#")[0], drafts=own_drafts(law)).scheme
    currency = written or own.currency
    if currency == ANY_CURRENCY:
        raise InputError(
            f"{own.id} has no currency of its own; give one, like EUR", field="currency"
        )
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise InputError(f"{currency!r} is not a currency code, like EUR", field="currency")
    if own.currency not in (ANY_CURRENCY, currency):
        raise InputError(
            f"{own.id} is reckoned in {own.currency}, and the case is in {currency}; write the "
            f"amounts in {own.currency}, converted at a rate that you can show",
            field="currency",
        )
    return currency


def likely_currency(law: str, written: str) -> str:
    """As `currency_of`; what is written where that cannot be, which the claim itself then says."""
    try:
        return currency_of(law, written)
    except InputError:
        return written


class WorkReader(PlaceReader):
    """Reads the periods of work of a claim."""

    def work(self, written: keys.Written, as_of: date) -> Iterator[Work]:
        """Every period, those that repeat one by one.

        Raises:
            InputError: A value cannot be used; the message names its place.
        """
        for at, work in enumerate(written.work):
            period = self._period(work.period, at, written.law)
            if period.end is not None and period.end > as_of:
                raise self.at(
                    f"the period ends on {period.end}, after the day of the claim, {as_of}; give "
                    "as_of or --as-of",
                    "work",
                    at,
                    "period",
                )
            each = self.one_of(work.each, ("", "day", "week", "month"), "work", at, "each")
            for part in each_period(period, each):
                yield self._one_period(work, at, part)

    def _period(self, period: keys.Period, at: int, law: str) -> Period:
        start, end = period.from_, period.to
        place = ("work", at, "period")
        if end is None:
            raise self.at("to is missing", *place)
        if start is None:
            start = self._presumed(end, law, at)
        if end < start:
            raise self.at(f"ends ({end}) before it starts ({start})", *place)
        return Period(self.day(start, *place, "from"), end)

    def _presumed(self, end: date, law: str, at: int) -> date:
        """First day when it is not known: that of the law's presumption, if it has one."""
        found = wage_law(law, drafts=own_drafts(law))
        rule = found.scheme.presumption
        months = None if rule is None else found.number(rule.months, end)
        if months is None:
            raise self.at("from is missing", "work", at, "period")
        return years_before(end + timedelta(days=1), months / MONTHS_A_YEAR)

    def _one_period(self, work: keys.Work, at: int, period: Period) -> Work:
        place = ("work", at)
        paid = None
        if work.paid is not None and work.paid != "unknown":
            paid = self.quantities.fact(work.paid, self.wrong(*place, "paid"), paid=True)
        weeks = self.maybe(work.weeks, *place, "weeks")
        most = (Decimal(period.days or 1) / 7).quantize(Decimal(1), ROUND_CEILING)
        if weeks is not None and weeks.high > most:
            raise self.at(
                f"{weeks.high} weeks do not fit into a period of {period.days} days",
                *place,
                "weeks",
            )
        per = span_in(period, weeks is not None)

        def times(unit: str, *below: str | int) -> Decimal:
            known = ("period", *per)
            return per.get(self.one_of(unit, known, *place, *below), Decimal(1))

        paid_times = times(work.paid_per, "paid_per")
        return Work(
            period=period,
            pay=self._pay(work.pay, *place, "pay"),
            other_pay=None
            if work.promised is None
            else self._pay(work.promised, *place, "promised"),
            hours=self._hours(work.hours, times(work.hours.per, "hours", "per"), *place, "hours"),
            paid=None if paid is None else scaled(paid, paid_times),
            extra=tuple(
                Extra(each.kind, scaled(self.sum(each, *place, "extra_pay", n), times(each.per)))
                for n, each in enumerate(work.extra_pay)
            ),
            deductions=tuple(
                Deduction(
                    each.kind,
                    scaled(self.sum(each, *place, "deductions", n), times(each.per)),
                    None
                    if each.days is None
                    else number(each.days, self.wrong(*place, "deductions", n, "days")),
                    each.agreed,
                )
                for n, each in enumerate(work.deductions)
            ),
            in_kind=work.in_kind,
            weeks=weeks,
            ramadan=work.ramadan is Answer.YES,
            shifts=shifts_of(work.shifts, work.timezone, self.wrong(*place, "shifts")),
            number=at + 1,
            evidence=tuple(each.id for each in work.evidence),
        )

    def _pay(self, pay: keys.Pay, *place: str | int) -> Pay:
        basis: Any = self.one_of(pay.basis, tuple(BASES), *place, "basis")
        key = BASES[basis]
        for other in ("rate", "amount", "earnings"):
            if other != key and getattr(pay, other) is not None:
                raise self.at(f"pay on the basis {basis} has {key}, not {other}", *place, other)
        if getattr(pay, key) is None:
            raise self.at(f"{key} is missing", *place)
        amount = self.quantities.fact(getattr(pay, key), self.wrong(*place, key))
        for_hours = None
        if pay.for_hours is not None:
            for_hours = number(pay.for_hours, self.wrong(*place, "for_hours"))
            if not 0 < for_hours <= 168:
                raise self.at("must be more than 0 and at most 168", *place, "for_hours")
        return Pay(basis, amount, for_hours)

    def _hours(self, hours: keys.Hours, times: Decimal, *place: str | int) -> Hours:
        made = {}
        for name in Hours.__slots__:
            fact = self.maybe(getattr(hours, name), *place, name)
            made[name] = None if fact is None else scaled(fact, times)
        return Hours(**made)
