"""Claims on a terminal: one with its lines and totals, many as a row each."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.reference import word
from manumit.report.claims.page import sums_by_currency
from manumit.report.claims.phrases import Phrases, steps, unmarked
from manumit.report.terminal import NARROW

Json = Mapping[str, Any]

LINES_SHOWN, CLAIMS_SHOWN = 20, 50
"""Lines of a claim, and claims, that a terminal shows; the sums count them all."""

_LIMBS = ("limb_a", "limb_b")
_AMOUNTS = ("due", "paid", "difference")


def print_claims(out: Console, claims: Sequence[Json], language: str) -> None:
    """The lines and totals of a single claim, or a row a claim with the sum in each currency."""
    say = Phrases(language)
    if len(claims) == 1 and "lines" in claims[0]:
        _print_claim(out, claims[0], say)
        return
    shown = claims[:CLAIMS_SHOWN]
    if out.width < NARROW:
        for claim in shown:
            _print_short(out, claim, say)
    else:
        _print_rows(out, shown, say)
    if len(claims) > CLAIMS_SHOWN:
        out.print(Padding(say("more_claims", n=len(claims) - CLAIMS_SHOWN), (0, 0, 1, 0)))
    for currency, (number, found) in sums_by_currency(claims).items():
        out.print(Text(f"{say('total')}, {currency} ({say('claims')}: {number})", style="bold"))
        out.print(Padding(unmarked(say.sentence(found, currency)), (0, 0, 0, 2)))


def _print_claim(out: Console, claim: Json, say: Phrases) -> None:
    head = f"{say('claim')} {claim['id']} · {claim['law']} · {say.days(claim['period'])}"
    out.print(Text(unmarked(head), style="bold"))
    shown = claim["lines"][:LINES_SHOWN]
    if not shown:
        pass
    elif out.width < NARROW:
        for line in shown:
            _print_line(out, line, say)
    else:
        _print_lines(out, shown, say)
    if len(claim["lines"]) > LINES_SHOWN:
        out.print(Padding(say("line_count", n=len(claim["lines"])), (0, 0, 1, 2)))
    _print_sums(out, claim, say)
    for number, debt in enumerate(claim["debts"], start=1):
        text = unmarked(_debt(debt, number, claim["currency"], say))
        out.print(Padding(Text(text), (0, 0, 0, 2)))
    for missing in claim["missing"]:
        out.print(Padding(Text(unmarked(f"{say('missing')}: {missing}")), (0, 0, 0, 2)))


def _debt(debt: Json, number: int, currency: str, say: Phrases) -> str:
    """A debt in a line: when it clears, and both limbs of the definition."""
    months = debt["months_to_clear"]
    clears = say("not_known") if months is None else months
    parts = [
        say("debt", n=number, principal=say.money(debt["principal"], currency)),
        f"{say('to_clear')}: {say('never') if clears == 'never' else clears}",
        *(f"{say(limb)}: {word(f'answer.{debt[limb]}', say.language)}" for limb in _LIMBS),
    ]
    return " · ".join(parts)


def _print_lines(out: Console, lines: Sequence[Json], say: Phrases) -> None:
    table = _table()
    for name in ("head", "period"):
        table.add_column(say(name))
    for name in _AMOUNTS:
        table.add_column(say(name), justify="right", no_wrap=True)
    for line in lines:
        amounts = (_cell(line[name], say) for name in _AMOUNTS)
        period = unmarked(say.days(line["period"]))
        table.add_row(say.named("head", line["head"]), period, *amounts)
    out.print(table)


def _print_line(out: Console, line: Json, say: Phrases) -> None:
    out.print(unmarked(f"{say.named('head', line['head'])} · {say.days(line['period'])}"))
    amounts = [f"{say(name)} {unmarked(say.sentence(line[name], ''))}" for name in _AMOUNTS]
    out.print(Padding(Text("\n".join(amounts)), (0, 0, 1, 2)))


def _print_sums(out: Console, claim: Json, say: Phrases) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, found in steps(claim):
        amount = unmarked(say.sentence(found, claim["currency"]))
        table.add_row(say(name), amount, style="bold" if name == "total" else None)
    out.print(table)


def _print_rows(out: Console, claims: Sequence[Json], say: Phrases) -> None:
    table = _table()
    for name in ("claim", "worker", "law", "period"):
        table.add_column(say(name))
    for name in ("arrears", "total"):
        table.add_column(say(name), justify="right", no_wrap=True)
    for claim in claims:
        amounts = (_cell(claim[name], say, claim["currency"]) for name in ("arrears", "total"))
        period = unmarked(say.days(claim.get("period")))
        table.add_row(claim["id"], claim["worker"], claim["law"], period, *amounts)
    out.print(table)


def _print_short(out: Console, claim: Json, say: Phrases) -> None:
    out.print(Text(claim["id"], style="bold"))
    total = unmarked(say.sentence(claim["total"], claim["currency"]))
    about = unmarked(f"{claim['law']} · {say.days(claim.get('period'))}")
    out.print(Padding(Text(f"{about}\n{say('total')} {total}"), (0, 0, 1, 2)))


def _cell(found: Json, say: Phrases, currency: str = "") -> str:
    """The best single figure, and on a line of its own what is open about it."""
    return unmarked("\n".join(text for text in say.figure(found, currency).values() if text))


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
