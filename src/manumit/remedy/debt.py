"""Debt bondage as arithmetic: when a debt clears, and what was taken after it should have.

A debt is run forward from month 0. Each month interest is added to the balance, then charges,
then one payment is taken off. It is run twice: as recorded, and fairly, with the legal wage
applied to the same principal, interest and charges. The limbs of the definition are answered
from the two accounts; whether there was a debt and a pledge of services is for the legal test.

Source:
    Supplementary Convention on the Abolition of Slavery (1956), Article 1(a).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, Context, Decimal, localcontext

from manumit.core import Answer
from manumit.errors import InputError

CITES = ("SC1956.1.a",)

MONTHS_SHOWN = 1200
"""Longest schedule: a hundred years. Whether a debt ever clears is decided by formula."""

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DebtTerms:
    """The terms of one debt on one reading of the evidence, all money in one currency.

    None is unknown, never zero. Nothing may be negative.

    Attributes:
        principal: Balance at month 0.
        rate_per_month: Interest per month as a share of the balance: 0.05 is 5 %.
        paid_per_month: Value of the work that was set against the debt each month.
        legal_wage_applied_per_month: Value that should have been: the wage legally due for the
            month, less what the law allows to be deducted.
        charges_per_month: Food, lodging, tools and fines added to the debt each month.
        months_recorded: Months in which payments were taken, up to 1,200.
        length_defined: Whether the length of the services was limited and defined.
        nature_defined: Whether the nature of the services was limited and defined.
        prohibited_fees: Part of the principal that is recruitment fees, at most all of it.
        charged_prices: Price put on the debt for goods or lodging.
        market_prices: Local price of the same goods or lodging.
        post_arrival_charges: All that was added to the debt after arrival.
        debt_claimed: What the creditor says is owed.

    Raises:
        InputError: A value is negative or not finite, the fees exceed the principal, or the
            months exceed 1,200.
    """

    principal: Decimal
    rate_per_month: Decimal | None
    paid_per_month: Decimal | None
    legal_wage_applied_per_month: Decimal | None
    charges_per_month: Decimal = ZERO
    months_recorded: int | None = None
    length_defined: Answer = Answer.UNKNOWN
    nature_defined: Answer = Answer.UNKNOWN
    prohibited_fees: Decimal | None = None
    charged_prices: Decimal | None = None
    market_prices: Decimal | None = None
    post_arrival_charges: Decimal | None = None
    debt_claimed: Decimal | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Decimal) and not (value.is_finite() and value >= 0):
                raise _unusable("must be zero or more", field.name, value)
        months, fees = self.months_recorded, self.prohibited_fees
        if months is not None and not 0 <= months <= MONTHS_SHOWN:
            raise _unusable(f"must be from 0 to {MONTHS_SHOWN} months", "months_recorded", months)
        if fees is not None and fees > self.principal:
            raise _unusable("must not exceed the principal", "prohibited_fees", fees)


@dataclass(frozen=True, slots=True)
class DebtFinding:
    """What follows from the terms of a debt. Money is exact; the caller rounds it.

    Attributes:
        never: Whether the debt never clears as recorded. A payment that only covers interest
            and charges never clears it.
        months_to_clear: Month in which the recorded debt clears; None when never or unknown.
        recorded: Balance by month as recorded, month 0 first, to the month of clearing; of a
            debt that never clears to `months_recorded`, or 1,200; empty when unknown.
        fair: The same with the legal wage applied.
        limb_a: Whether the value of the services is not applied to the debt: yes when less than
            the legal wage was applied.
        limb_b: Whether length and nature of the services are not limited and defined: yes when
            either is recorded as undefined, or when the debt never clears and so sets no end.
        cleared_at_legal_wage_month: Month in which the debt clears with the legal wage applied.
        over_recovery: Everything taken after that month, month by month as paid; the payment
            that clears the recorded debt may be partial. Taken are the months recorded, or all
            months to clearing when none are recorded; None when that has no end or is unknown.
            Charges made after that month are not set off against it.
        over_recovery_months: Months in which it was taken.
        application_ratio: Applied per month over the legal wage per month.
        growth_share: Charges after arrival over the debt claimed.
        price_ratio: Prices charged over market prices.
        fee_share: Recruitment fees over the principal.
    """

    never: Answer
    months_to_clear: int | None
    recorded: tuple[Decimal, ...]
    fair: tuple[Decimal, ...]
    limb_a: Answer
    limb_b: Answer
    cleared_at_legal_wage_month: int | None
    over_recovery: Decimal | None
    over_recovery_months: int | None
    application_ratio: Decimal | None
    growth_share: Decimal | None
    price_ratio: Decimal | None
    fee_share: Decimal | None


def debt_finding(terms: DebtTerms) -> DebtFinding:
    """Both limbs of debt bondage, the two accounts, and what was taken beyond the debt.

    Source:
        SC1956 Article 1(a), whose two limbs are alternatives.

    Example:
        >>> terms = DebtTerms(Decimal(1200), Decimal("0.05"), Decimal(70), Decimal(220))
        >>> found = debt_finding(terms)
        >>> found.months_to_clear, found.cleared_at_legal_wage_month, found.over_recovery_months
        (40, 7, 33)
    """
    with localcontext(_context(28)):
        recorded = _Account(terms, terms.paid_per_month)
        fair = _Account(terms, terms.legal_wage_applied_per_month)
        never = recorded.never()
        amount, months = _over_recovery(terms, recorded, fair)
        return DebtFinding(
            never=never,
            months_to_clear=recorded.months(),
            recorded=recorded.balances(),
            fair=fair.balances(),
            limb_a=_less(terms.paid_per_month, terms.legal_wage_applied_per_month),
            limb_b=never | ~(terms.length_defined & terms.nature_defined),
            cleared_at_legal_wage_month=fair.months(),
            over_recovery=amount,
            over_recovery_months=months,
            application_ratio=_ratio(terms.paid_per_month, terms.legal_wage_applied_per_month),
            growth_share=_ratio(terms.post_arrival_charges, terms.debt_claimed),
            price_ratio=_ratio(terms.charged_prices, terms.market_prices),
            fee_share=_ratio(terms.prohibited_fees, terms.principal),
        )


def debt_findings(readings: Mapping[str, DebtTerms]) -> dict[str, DebtFinding]:
    """The finding on each reading of the evidence, such as the worker's and the employer's."""
    return {name: debt_finding(terms) for name, terms in readings.items()}


@dataclass(frozen=True, slots=True)
class _Account:
    """A debt with one payment a month."""

    terms: DebtTerms
    payment: Decimal | None

    def never(self) -> Answer:
        """Whether it never clears; certain without the rate when not even charges are met."""
        terms, paid = self.terms, self.payment
        if terms.principal == 0 and terms.charges_per_month <= (paid or ZERO):
            return Answer.NO
        if paid is None:
            return Answer.UNKNOWN
        with localcontext(_context(100)):
            interest = terms.principal * (terms.rate_per_month or ZERO)
            if paid - terms.charges_per_month <= interest:
                return Answer.YES
        return Answer.UNKNOWN if terms.rate_per_month is None else Answer.NO

    def months(self) -> int | None:
        """First month with nothing left; None when there is none or it is unknown."""
        if self.never() is not Answer.NO:
            return None
        balances = self.balances()
        return len(balances) - 1 if balances[-1] == 0 else self._months_by_formula()

    def balances(self) -> tuple[Decimal, ...]:
        """Balance by month, month 0 first; empty when the rate or the payment is unknown."""
        never, rate, paid = self.never(), self.terms.rate_per_month, self.payment
        rows = [self.terms.principal]
        if never is Answer.NO and rows[0] == 0:
            return tuple(rows)
        if rate is None or paid is None:
            return ()
        recorded = self.terms.months_recorded
        most = MONTHS_SHOWN if never is Answer.NO or recorded is None else recorded
        while len(rows) <= most and (never is Answer.YES or rows[-1] > 0):
            rows.append(max(ZERO, self.due_after(rows[-1]) - paid))
        return tuple(rows)

    def due_after(self, balance: Decimal) -> Decimal:
        """A balance one month on, before the payment."""
        rate = self.terms.rate_per_month or ZERO
        return balance + balance * rate + self.terms.charges_per_month

    def _months_by_formula(self) -> int:
        # n = -ln(1 - rD/p) / ln(1 + r), the term of an annuity; D/p without interest.
        debt, rate = self.terms.principal, self.terms.rate_per_month or ZERO
        digits = 100 + max(0, -rate.adjusted())
        with localcontext(_context(digits)):
            net = (self.payment or ZERO) - self.terms.charges_per_month
            growth = net / (net - rate * debt)
            months = debt / net if rate == 0 else growth.ln() / (1 + rate).ln()
            return int(months.to_integral_value(ROUND_CEILING))


def _over_recovery(
    terms: DebtTerms, recorded: _Account, fair: _Account
) -> tuple[Decimal, int] | tuple[None, None]:
    """Money and months taken after the fair account cleared; nothing when it never does.

    Where nothing was taken a month, there is no month of taking.
    """
    if fair.never() is Answer.YES or terms.paid_per_month == 0:
        return ZERO, 0
    cleared, fair_month, paid = recorded.months(), fair.months(), terms.paid_per_month
    last = cleared if terms.months_recorded is None else terms.months_recorded
    if paid is None or fair_month is None or last is None or last > MONTHS_SHOWN:
        return None, None
    months = max(0, last - fair_month)
    taken = paid * months
    if months > 0 and last == cleared:
        taken -= paid - recorded.due_after(recorded.balances()[-2])
    return taken, months


def _less(applied: Decimal | None, due: Decimal | None) -> Answer:
    if applied is None or due is None:
        return Answer.UNKNOWN
    return Answer.YES if applied < due else Answer.NO


def _ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or whole is None or whole == 0 else part / whole


def _context(digits: int) -> Context:
    return Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _unusable(message: str, field: str, value: object) -> InputError:
    return InputError(f"{message}.", where="debt", field=field, value=str(value))
