"""Reasons of a claim: from a line down to the rule, the arithmetic and the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from manumit.core import Answer, Because, Citation, Period
from manumit.reference import citation, word
from manumit.reference.wage_scheme import Rounding
from manumit.remedy.arithmetic import Sum, head_sum, steps_of
from manumit.remedy.debt import CITES, DebtFinding, DebtTerms
from manumit.remedy.model import Deduction, Fact
from manumit.remedy.readings import treatment_of
from manumit.remedy.result import Amount, Claim, Line, Part, exactly
from manumit.remedy.rounding import rounded, to_minor_unit
from manumit.remedy.sums import is_short, plain, shown
from manumit.remedy.uplift import arrears_of, below_minimum, rate_of, uplift_rates

_RATES = frozenset({"rate", "regular_rate", "minimum_rate", "overtime_rate"})
_RATE = Rounding(unit=Decimal("0.0001"))
_RULE_OF_HEAD = {"wages": "hours", "minimum_wage": "minimum"}
_CONVENTIONS = {
    "wages": "C095.12.1",
    "deductions": "C095.8",
    "recruitment_fees": "C095.9",
    "withheld": "C095.6",
    "deposits": "C095.9",
}
"""Head to the article of a convention that it rests on, where the law entered has no own rule."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one claim in one language.

    Attributes:
        claim: The claim.
        language: Language of the sentences.
    """

    claim: Claim
    language: str = "en"

    def says(self, key: str, **values: str) -> str:
        """A sentence or word of claims, by its key."""
        return word(f"claim.{key}", self.language).format(**values)

    def line(self, line: Line) -> Because:
        """Why a line amounts to what it does, down to the evidence."""
        period = self.days(line.period)
        says = self.says("because.line", head=self.says(f"head.{line.head}"), days=period)
        if line.part is None or line.head == "deductions":
            return Because(
                says,
                value=self.amount(line.difference),
                rule=f"{self.claim.law.scheme.id}.{line.rule}",
                evidence=line.evidence,
                because=tuple(self._stated(line)),
            )
        reasons = [self._due(line.part, line.head), *self._paid(line), *self._uplifted(line)]
        return Because(
            says,
            value=self.amount(line.difference),
            rule=f"{self.claim.law.scheme.id}.{line.rule}",
            evidence=line.evidence,
            because=tuple(reasons),
        )

    def days(self, period: Period) -> str:
        """A period in words."""
        end = period.end or period.start
        if end == period.start:
            return str(period.start)
        return self.says("days", **{"from": str(period.start), "to": str(end)})

    def _due(self, part: Part, head: str) -> Because:
        found = head_sum(part, head)
        node = self._sum(found)
        weeks = part.work.weeks
        reasons = (
            *self._rule(_RULE_OF_HEAD.get(head, head)),
            *(self._sum(step) for step in steps_of(part, head)),
            *self._facts(part),
            *(() if weeks is None else (self._fact("weeks", weeks, part.work.evidence),)),
        )
        return Because(node.says, value=node.value, rule=node.rule, because=reasons)

    def _sum(self, found: Sum) -> Because:
        value = f"{found.text} = {self._result(found)}"
        return Because(self.says(f"because.{found.key}"), value=value, rule=f"sum.{found.key}")

    def _result(self, found: Sum) -> str:
        """The result of a sum: hours as they are, rates to four places, money to the cent."""
        if found.key == "overtime_hours" or found.key in _RATES:
            return plain(found.value if is_short(found.value) else rounded(found.value, _RATE))
        return self.money(found.value)

    def money(self, value: Decimal) -> str:
        """An amount to the smallest unit of the currency of the claim."""
        unit = to_minor_unit(self.claim.case.currency)
        return f"{rounded(value, unit):f}".replace("-", "−")

    def amount(self, amount: Amount) -> str:
        """An amount with its currency, as one figure where the readings agree."""
        currency = self.claim.case.currency
        low, likely, high = (f"{self.money(each)} {currency}" for each in amount)
        if low == high:
            return likely
        return self.says("bounds", low=low, likely=likely, high=high)

    def bounds(self, fact: Fact) -> str:
        """A fact as one figure, or with its ends."""
        low, likely, high = (shown(each) for each in (fact.low, fact.likely, fact.high))
        if not fact.open:
            return likely
        return self.says("bounds", low=low, likely=likely, high=high)

    def _rule(self, rule: str) -> Iterator[Because]:
        """The rule of the law in its own words, or the article of a convention."""
        scheme = self.claim.law.scheme
        provision = getattr(scheme, rule, None)
        if provision is not None:
            cite = self.claim.law.cite(rule)
            yield Because(provision.says, rule=cite.id, cites=(cite,))
        elif rule in _CONVENTIONS:
            cite = citation(_CONVENTIONS[rule], self.language)
            yield Because(cite.title, rule=cite.id, cites=(cite,))

    def _facts(self, part: Part) -> Iterator[Because]:
        work = part.work
        own = work.evidence
        yield self._fact(f"pay_{work.pay.basis}", work.pay.amount, own)
        if work.other_pay is not None:
            yield self._fact("promised", work.other_pay.amount, own)
        for name, fact in work.hours.named():
            yield self._fact(f"hours_{name}", fact, own)
        for extra in work.extra:
            yield self._fact("extra", extra.amount, own, kind=self.kind(extra.kind))

    def _fact(self, key: str, fact: Fact, period: tuple[str, ...] = (), **values: str) -> Because:
        """A fact with its own evidence, or else with that of the whole period."""
        says = self.says(f"fact.{key}", **values)
        evidence = fact.evidence or period
        return Because(says, value=self.bounds(fact), rule=f"fact.{key}", evidence=evidence)

    def kind(self, kind: str) -> str:
        """A kind of payment or deduction in words, or as it is written when it has none."""
        try:
            return self.says(f"kind.{kind}")
        except KeyError:
            return kind.replace("_", " ")

    def _paid(self, line: Line) -> Iterator[Because]:
        part = line.part
        if part is None:
            return
        work = part.work
        if work.paid is None:
            yield Because(
                self.says("because.paid_unknown"),
                answer=Answer.UNKNOWN,
                because=tuple(self._rule("burden")),
            )
        else:
            yield self._fact("paid", work.paid, work.evidence)
        if line.head in ("wages", "minimum_wage"):
            for deduction in work.deductions:
                yield from self._deduction(deduction)
        # what is owed, in the likely reading
        due, paid = line.due.likely, line.paid.likely
        if paid < due:
            sign = "−" if paid >= 0 else "+"
            text = f"{self.money(due)} {sign} {self.money(abs(paid))}"
            yield self._sum(Sum("owed", text, line.difference.likely))
        else:
            yield Because(self.says("because.nothing_owed"), value="0", rule="sum.owed")

    def _deduction(self, deduction: Deduction) -> Iterator[Because]:
        law = self.claim.law
        rule, treatment = treatment_of(deduction.kind, law)
        yield Because(
            self.says(
                "because.deduction",
                kind=self.kind(deduction.kind),
                treatment=self.says(f"treatment.{treatment}"),
            ),
            value=self.bounds(deduction.amount),
            rule=f"{law.scheme.id}.deductions",
            evidence=deduction.amount.evidence,
            cites=self._deduction_cites(deduction.kind, known=rule is not None),
        )

    def _deduction_cites(self, kind: str, *, known: bool) -> tuple[Citation, ...]:
        law = self.claim.law
        if law.scheme.deductions is None:
            return (citation("C095.8", self.language),)
        return (law.cite(f"deductions.kinds.{kind}" if known else "deductions"),)

    def _uplifted(self, line: Line) -> Iterator[Because]:
        rates = uplift_rates(line, self.claim.case, self.claim.law)
        if rates is None:
            return
        then, now = rates
        arrears = arrears_of(line, self.claim.case, self.claim.law)
        if arrears.likely == line.difference.likely:
            return
        below = below_minimum(line, self.claim.case, self.claim.law)
        yield Because(
            self.says("because.uplift"),
            value=f"{self.money(below.likely)} × {plain(now)} ÷ {plain(then)} = "
            f"{self.money(arrears.likely)}",
            rule=f"{self.claim.law.scheme.id}.uplift",
            because=tuple(self._rule("uplift")),
        )

    def _stated(self, line: Line) -> Iterator[Because]:
        """Reasons of a line that the case states or that rests on the end of service."""
        yield from self._rule(line.rule)
        if line.head != line.rule and getattr(self.claim.law.scheme, line.rule, None) is None:
            yield from self._rule(line.head)
        if line.head == "deductions" and line.part is not None:
            for deduction in line.part.work.deductions:
                yield from self._deduction(deduction)
        if "category" in line.detail:
            category = self.kind(line.detail["category"])
            yield Because(self.says("because.fee", category=category), evidence=line.evidence)
        if line.detail.get("converted"):
            yield Because(self.says("because.converted"), value=line.detail["converted"])
        if "share" in line.detail:
            text = f"{line.detail['wages']} × {line.detail['share']}"
            yield self._sum(Sum("contributions", text, line.due.likely))
        if "days" in line.detail and self.claim.case.service is not None:
            yield Because(
                self.says("because.service", **line.detail),
                value=f"{line.detail['sum']} = {self.money(line.due.likely)}",
                rule="sum.service",
            )
            yield self._fact("basic_per_month", self.claim.case.service.basic_per_month)

    def total(self) -> Because:
        """How the total follows from the lines."""
        totals = self.claim.totals
        parts = [("underpayment", totals.underpayment, "")]
        if totals.arrears != totals.underpayment:
            parts.append(("arrears", totals.arrears, "uplift"))
        if totals.multiplied != totals.arrears:
            parts.append(("multiplied", totals.multiplied, "multiplier"))
        reasons = [
            Because(
                self.says(key),
                value=self.amount(amount),
                because=tuple(self._rule(rule)) if rule else (),
            )
            for key, amount, rule in parts
        ]
        rate = rate_of(self.claim.case, self.claim.law)
        if rate is not None:
            says = self.says("because.interest", rate=plain(rate.per_year * 100))
            rule = () if self.claim.case.interest is not None else tuple(self._rule("interest"))
            reasons.append(Because(says, value=self.amount(totals.interest), because=rule))
        if totals.repaid:
            reasons.append(Because(self.says("repaid"), value=self.amount(exactly(totals.repaid))))
        return Because(self.says("total"), value=self.amount(totals.total), because=tuple(reasons))

    def debt(self, terms: DebtTerms, found: DebtFinding) -> Because:
        """What a debt amounts to under the definition of debt bondage."""
        cites = tuple(citation(id_, self.language) for id_ in CITES)
        limbs = tuple(
            Because(self.says(key), answer=answer, rule="sc1956.1.a", cites=cites)
            for key, answer in (("limb_a", found.limb_a), ("limb_b", found.limb_b))
        )
        facts = tuple(
            Because(self.says(f"fact.{name}"), value=plain(value))
            for name in ("principal", "rate_per_month", "paid_per_month")
            if (value := getattr(terms, name)) is not None
        )
        return Because(self.says("because.debt"), because=(*limbs, *facts))

    def missing(self) -> list[str]:
        """What is not known, in sentences."""
        return [
            self.says(
                f"missing.{key}",
                **{name: self.kind(v) if name == "kind" else v for name, v in values.items()},
            )
            for key, values in self.claim.missing
        ]
