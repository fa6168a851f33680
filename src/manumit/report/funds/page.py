"""A fund as an HTML page that needs nothing else, in the look of the other reports."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from manumit.report.claims.plots import Bar, Frame, Series, bars, lines
from manumit.report.funds.document import BY_YEAR
from manumit.report.funds.phrases import ENDS, FundPhrases, Json, in_units
from manumit.report.html import _render

LONG = 15
"""With more years than this, the table beside a chart is closed at first."""

FULL = 100_000
"""From this many units of the currency, the reserve is shown in thousands of them."""


def fund_page(document: Json, *, language: str, version: str) -> str:
    """A document of `fund_document` as a complete HTML page.

    Args:
        document: The document, with sentences in `language`.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.

    Raises:
        InputError: The language is not available.
    """
    say = FundPhrases(language)
    return _render(
        "fund.html",
        language,
        version,
        0,
        fund=document,
        columns=columns(document, say),
        rows=[row(each, document, say) for each in document["policies"]],
        charts=list(_charts(document, say)),
        policies=_sections(document, say),
        plan=_plan(document, say),
        assumptions=_assumptions(document, say),
        say=say,
    )


def columns(document: Json, say: FundPhrases) -> list[str]:
    """What the policies are compared by: what a worker gets, what the state pays, can it pay."""
    year = document["plan"]["years"]
    keys = ("share_paid", "paid_at_once", "unpaid_end", "cost_end", "cannot_pay_end")
    return [say.fund(key, year=year) for key in keys]


def row(found: Json, document: Json, say: FundPhrases) -> dict[str, Any]:
    """One policy beside the others, with a figure for each of the columns."""
    last = found["years"][-1]
    return {
        "name": say.policy(found),
        "gives": say.gives(found, document),
        "figures": [
            say.shares(found["share_paid"]),
            say.shares(found["paid_at_once"]),
            say.whole(last["unpaid"]),
            say.whole(last["net_cost"]),
            {"main": say.chance(found["exhausted"]), "note": ""},
        ],
    }


def _charts(document: Json, say: FundPhrases) -> Iterator[dict[str, str]]:
    """A bar chart of what stays unpaid and one of what the state pays, a bar for each policy."""
    year = document["plan"]["years"]
    for name, key in (("unpaid", "unpaid_end"), ("net_cost", "cost_end")):
        title = f"{say.fund(key, year=year)} ({say.kept(document['currency'])})"
        frame = Frame(f"plot-{name}", title, say.fund("bars_seen"), say.direction)
        drawn = []
        for each in document["policies"]:
            found = each["years"][-1][name]
            low, likely, high = (Decimal(found[end]) for end in ENDS)
            drawn.append(Bar(say.policy(each), low, likely, high, say.whole(found)["main"]))
        yield {"title": title, "svg": bars(drawn, frame)}


def _sections(document: Json, say: FundPhrases) -> Iterator[dict[str, Any]]:
    """Each policy by itself: how to read it, its reserve as chart and table, and all its years."""
    opening = dict.fromkeys(ENDS, document["plan"]["reserve"])
    unit = _unit(document)
    for found in document["policies"]:
        years = found["years"]
        reserve = [opening, *(each["reserve"] for each in years)]
        chances = ["–", *(say.chance(each["exhausted"]) for each in years)]
        yield {
            "id": found["policy"],
            "name": say.policy(found),
            "gives": say.gives(found, document),
            "reads": found["reads"],
            **_reserve(found["policy"], reserve, unit, document["currency"], say),
            "reserve": [
                [*(say.money(in_units(each[end], unit)) for end in ENDS), chance]
                for each, chance in zip(reserve, chances, strict=True)
            ],
            "closed": len(years) > LONG,
            "years": [
                [say.whole(each[name]) for name in BY_YEAR if name != "reserve"] for each in years
            ],
        }


def _reserve(
    policy: str, reserve: Sequence[Json], unit: int, currency: str, say: FundPhrases
) -> dict[str, str]:
    """The line chart of a reserve, from its start to the end of the last year."""
    counted = currency if unit == 1 else f"{currency} × {unit:,}".replace(",", "\u202f")
    title = say.fund("reserve_in", unit=say.kept(counted))
    series = [
        Series(say.fund(key), [Decimal(each[end]) / unit for each in reserve])
        for key, end in (("middle", "likely"), ("low", "low"), ("high", "high"))
    ]
    frame = Frame(f"plot-{policy}", title, say.fund("reserve_seen"), say.direction)
    return {"title": title, "svg": lines(series, frame, x_label=say.fund("year"))}


def _unit(document: Json) -> int:
    """What every reserve is counted in: 1, 1,000, 1,000,000 and so on."""
    ends = [year["reserve"]["high"] for each in document["policies"] for year in each["years"]]
    most, unit = max(map(Decimal, [document["plan"]["reserve"], *ends])), 1
    while most / unit >= FULL:
        unit *= 1000
    return unit


def _plan(document: Json, say: FundPhrases) -> list[tuple[str, list[str]]]:
    """Name of each value of the plan to its cells: one, or low, likely and high."""
    plan, award = document["plan"], document["plan"]["award"]
    rows: dict[str, list[str]] = {
        "cases_per_year": _cells(plan["cases_per_year"], say.money),
        "award": [_past(award, say)] if isinstance(award, list) else _cells(award, say.money),
        **{name: [say.money(plan[name])] for name in ("budget", "levy", "fines")},
        "reserve_start": [say.money(plan["reserve"])],
        "administration": [say.percent(plan["administration"])],
        "recovery": _cells(plan["recovery"], say.percent),
        "recovery_delay": [str(plan["recovery_delay"])],
        **({} if plan["cap"] is None else {"cap": [say.money(plan["cap"])]}),
    }
    return [(say.fund(key), cells) for key, cells in rows.items()]


def _cells(found: Json, shown: Callable[[str], str]) -> list[str]:
    ends = ENDS if found["low"] != found["high"] else ENDS[:1]
    return [shown(found[end]) for end in ends]


def _past(awards: Sequence[str], say: FundPhrases) -> str:
    ordered = sorted(awards, key=Decimal)
    span = say.span({"low": ordered[0], "high": ordered[-1]})
    return say.fund("past_awards", span=span, n=len(awards))


def _assumptions(document: Json, say: FundPhrases) -> list[tuple[str, list[str]]]:
    """Heading to the assumptions below it: those of every policy, then those of each alone."""
    every, found = [each["policy"] for each in document["policies"]], document["assumptions"]
    groups = [(say.fund("of_every"), [each["says"] for each in found if each["policies"] == every])]
    for policy in document["policies"]:
        own = [a["says"] for a in found if policy["policy"] in a["policies"] != every]
        groups.append((say.policy(policy), own))
    return groups
