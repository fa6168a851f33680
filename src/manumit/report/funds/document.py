"""A fund as JSON: the plan as given, what it leads to, and the sentences to read it by."""

from collections.abc import Iterator, Mapping
from typing import Any

from manumit.core import Range
from manumit.remedy.fund import QUANTILES, FundOutlook, FundPlan, Policy
from manumit.report.funds.phrases import ENDS, FundPhrases, Json, in_units

BY_YEAR = ("reserve", "paid", "unpaid", "recovered", "net_cost")
SHARES = ("share_paid", "paid_at_once")


def fund_document(
    plan: FundPlan,
    outlooks: Mapping[Policy, FundOutlook],
    language: str,
    *,
    currency: str,
    title: str = "",
) -> dict[str, Any]:
    """The plan and what it leads to under each policy, with sentences that read the figures.

    Args:
        plan: The fund as proposed; its own policy does not matter.
        outlooks: The outlook under each policy, at least one, all from one seed.
        language: Language of the sentences.
        currency: Currency of all amounts.
        title: What the plan is called.

    Returns:
        Ranges are the 5 %, 50 % and 95 % quantiles over all runs. Amounts, to the cent, and
        shares, from 0 to 1, are text. A share is None when no run has an award.

    Raises:
        InputError: The language is not available.
    """
    say, found = FundPhrases(language), list(outlooks.values())
    used = dict.fromkeys(key for outlook in found for key in outlook.assumptions)
    return {
        "title": title,
        "currency": currency,
        "seed": found[0].seed,
        "runs": found[0].runs,
        "quantiles": [str(each) for each in QUANTILES],
        "plan": _plan(plan),
        "policies": [_policy(each, currency, say) for each in found],
        "assumptions": [
            {
                "key": key,
                "says": say.fund(f"assumes.{key}"),
                "policies": [each.policy for each in found if key in each.assumptions],
            }
            for key in used
        ],
        "source": {"title": say.fund("source"), "href": say.fund("source_href")},
    }


def _plan(plan: FundPlan) -> dict[str, Any]:
    award = plan.award
    numbers = ("budget", "levy", "fines", "reserve", "administration")
    return {
        "years": plan.years,
        "cases_per_year": _range(plan.cases_per_year),
        "award": _range(award) if isinstance(award, Range) else [f"{each:f}" for each in award],
        **{name: f"{getattr(plan, name):f}" for name in numbers},
        "recovery": _range(plan.recovery),
        "recovery_delay": plan.recovery_delay,
        "cap": None if plan.cap is None else f"{plan.cap:f}",
    }


def _policy(outlook: FundOutlook, currency: str, say: FundPhrases) -> dict[str, Any]:
    years = [
        {
            "year": year,
            **{name: _range(getattr(outlook, name)[year - 1]) for name in BY_YEAR},
            "exhausted": str(exhausted),
        }
        for year, exhausted in enumerate(outlook.exhausted, start=1)
    ]
    shares = {name: getattr(outlook, name) for name in SHARES}
    found = {
        "policy": outlook.policy,
        **{name: None if share is None else _range(share) for name, share in shares.items()},
        "exhausted": years[-1]["exhausted"],
    }
    return {**found, "reads": list(_readings(found, years[-1], currency, say)), "years": years}


def _readings(found: Json, last: Json, currency: str, say: FundPhrases) -> Iterator[str]:
    """What the figures of a policy mean for a worker, for the fund and for the state."""
    year, share, cost = last["year"], found["share_paid"], last["net_cost"]
    if share is None:
        yield say.fund("reads_nobody")
    else:
        low, likely = (say.rounded_down(share[end]) for end in ("low", "likely"))
        key = "reads_worker"
        if likely == say.rounded_down("1"):
            key = "reads_worker_all" if low == likely else "reads_worker_half"
        yield say.fund(key, low=low, likely=likely, year=year)
    yield say.fund("reads_short", n=say.futures(found["exhausted"]))
    high, likely = (say.money(in_units(cost[end]), currency) for end in ("high", "likely"))
    yield say.fund("reads_state", high=high, likely=likely, year=year)


def _range(found: Range) -> dict[str, str]:
    values = (found.low, found.low if found.likely is None else found.likely, found.high)
    return {end: f"{value:f}" for end, value in zip(ENDS, values, strict=True)}
