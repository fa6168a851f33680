"""Every method on one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from manumit.estimate.bootstrap import Estimator, Limits, acceleration, bca, bootstrap
from manumit.estimate.chao import chao_bound
from manumit.estimate.closed_forms import Formula, above_seen, chapman, sample_coverage
from manumit.estimate.hierarchy import Models, hierarchical_models, usual_order
from manumit.estimate.lattice import notation, pairs_of
from manumit.estimate.model import METHODS, Captures, Estimate, Interval, Method, Note
from manumit.estimate.selection import Criterion, Fitted, best, fit_all, ranked
from manumit.estimate.stepwise import THRESHOLD, stepwise

BEYOND_SENSE = 100
"""An estimate, or an upper limit, above so many times the people seen is taken for none."""

TOP_MODELS, TOP_FROM_FIVE = 20, 100
"""How many of the best models each replicate chooses among, up to four lists and from five,
as in the reference package."""

ADVISED_COVERAGE = 0.55
"""Sample coverage below which the authors of the method advise against its number."""


@dataclass(frozen=True)
class Run:
    """Methods on one table, with what they share.

    Attributes:
        table: The people, checked by `model.check`.
        replicates: How many tables are drawn for each interval.
        seed: Seed of the draw.
        order: Most lists in one interaction; None for what is usual.
    """

    table: Captures
    replicates: int = 1000
    seed: int = 1
    order: int | None = None

    def estimates(self, methods: Sequence[Method] = METHODS) -> list[Estimate]:
        """What each method says, in the order given."""
        by_name: dict[Method, Callable[[], Estimate]] = {
            "stepwise": self._stepwise,
            "bic": lambda: self._selected("bic", "bic"),
            "loglinear": lambda: self._selected("loglinear", "aic"),
            "chao": self._chao,
            "coverage": self._coverage,
            "chapman": self._chapman,
        }
        return [by_name[method]() for method in methods]

    @cached_property
    def models(self) -> Models | None:
        """All models looked at; None if there are too many."""
        lists = len(self.table.lists)
        order = usual_order(lists) if self.order is None else min(self.order, lists)
        return hierarchical_models(lists, order)

    def _stepwise(self) -> Estimate:
        found, chosen = stepwise(self.table.counts[:, None])
        lists = len(self.table.lists)
        pairs = [pair for pair, on in zip(pairs_of(lists), chosen[0], strict=True) if on]
        terms = [0, *(1 << at for at in range(lists)), *pairs]
        because = (
            Note("stepwise", {"threshold": THRESHOLD, "pairs": len(pairs)}),
            Note("repeated", {"replicates": self.replicates, "seed": self.seed}),
        )
        estimator: Estimator = lambda counts: stepwise(counts)[0]  # noqa: E731 - short
        return self._with_interval("stepwise", float(found[0]), estimator, because, terms)

    @cached_property
    def fitted(self) -> Fitted | None:
        """Every model fitted to the table; None if there are too many."""
        models = self.models
        return None if models is None else fit_all(self.table.counts[:, None], models)

    def _selected(self, method: Method, criterion: Criterion) -> Estimate:
        models, fitted = self.models, self.fitted
        if models is None or fitted is None:
            return self._none(method, Note("too_many_models", {"lists": len(self.table.lists)}))
        ranking = ranked(fitted, models, criterion)
        if len(ranking.models) == 0:
            return self._none(method, Note("no_model", {"tried": ranking.tried}))
        top = TOP_MODELS if len(self.table.lists) < 5 else TOP_FROM_FIVE
        chosen = ranking.models.only(np.arange(min(top, len(ranking.models))))
        because = (
            Note(method, {"valid": len(ranking.models), "tried": ranking.tried}),
            Note(
                "repeated_top",
                {"replicates": self.replicates, "seed": self.seed, "top": len(chosen)},
            ),
        )
        estimator: Estimator = lambda counts: best(counts, chosen, criterion)  # noqa: E731
        value, terms = float(ranking.estimates[0]), ranking.models.terms(0)
        return self._with_interval(method, value, estimator, because, terms)

    def _coverage(self) -> Estimate:
        if len(self.table.lists) == 2:
            return self._none("coverage", Note("three_lists"))
        found, coverage = sample_coverage(self.table.counts[:, None])
        share = float(coverage[0])
        because = (
            Note("coverage", {"coverage": share}),
            Note("repeated_formula", {"replicates": self.replicates, "seed": self.seed}),
        )
        low = (Note("low_coverage", {"coverage": share}),) if share < ADVISED_COVERAGE else ()
        estimator: Estimator = lambda counts: sample_coverage(counts)[0]  # noqa: E731
        return self._with_interval(
            "coverage", float(found[0]), estimator, because, None, warnings=low
        )

    def _chao(self) -> Estimate:
        found = chao_bound(self.table.counts)
        if found is None:
            return self._none("chao", Note("no_estimate"))
        return self._by_formula("chao", found, (Note("lower_bound"),))

    def _chapman(self) -> Estimate:
        if len(self.table.lists) != 2:
            return self._none("chapman", Note("two_lists"))
        totals = self.table.totals
        found = chapman(totals[1], totals[2], totals[3])
        return self._by_formula("chapman", found, ())

    def _none(self, method: Method, *because: Note) -> Estimate:
        return Estimate(method, self.table.name, None, None, None, because)

    def _beyond(self, value: float) -> bool:
        return not value <= BEYOND_SENSE * self.table.people

    def _upper(self, value: float) -> float | None:
        return None if self._beyond(value) else value

    def _refused(self, method: Method, value: float) -> Estimate:
        if np.isinf(value):
            return self._none(method, Note("no_estimate"))
        return self._none(method, Note("beyond_sense", {"times": BEYOND_SENSE}))

    def _by_formula(self, method: Method, found: Formula, warnings: tuple[Note, ...]) -> Estimate:
        if self._beyond(found.value):
            return self._refused(method, found.value)
        ends = [above_seen(self.table.people, found, share) for share in (0.8, 0.95)]
        ci80, ci95 = ((low, self._upper(high)) for low, high in ends)
        because = (Note(method), Note("log_normal", {"error": found.error}))
        value = found.value
        return Estimate(method, self.table.name, value, ci80, ci95, because, warnings=warnings)

    def _with_interval(  # noqa: PLR0913, PLR0917 - each is a part of the answer
        self,
        method: Method,
        value: float,
        estimator: Estimator,
        because: tuple[Note, ...],
        terms: list[int] | None,
        warnings: tuple[Note, ...] = (),
    ) -> Estimate:
        if self._beyond(value):
            return self._refused(method, value)
        estimates = bootstrap(self.table.counts, estimator, self.replicates, self.seed)
        limits = bca(value, estimates, acceleration(self.table.counts, estimator))
        low, lower, upper, high = limits.ends
        if np.isinf(lower):
            return self._none(method, Note("mostly_none", {"unbounded": limits.unbounded}))
        ci80: Interval = (lower, self._upper(upper))
        ci95: Interval = (low, self._upper(high))
        return Estimate(
            method,
            self.table.name,
            value,
            ci80,
            ci95,
            because,
            model="" if terms is None else notation(terms),
            named="" if terms is None else notation(terms, self.table.lists),
            seed=self.seed,
            replicates=self.replicates,
            limits=limits,
            warnings=(*warnings, *self._doubts(limits, ci95)),
        )

    def _doubts(self, limits: Limits, ci95: Interval) -> list[Note]:
        """What to know of an interval before using it."""
        found = []
        if limits.unbounded:
            found.append(
                Note("unbounded", {"some": limits.unbounded, "replicates": limits.replicates})
            )
        if ci95[1] is None:
            found.append(Note("no_upper", {"times": BEYOND_SENSE}))
        if not limits.resolved:
            found.append(Note("not_resolved", {"replicates": limits.replicates}))
        return found
