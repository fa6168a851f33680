"""A screening on a terminal: the most probable matches, what could not be checked, the lists."""

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.report.claims.phrases import unmarked
from manumit.report.screen.findings import STATES, Finding, Findings
from manumit.report.screen.phrases import ScreenPhrases, name_of_supplier
from manumit.report.terminal import NARROW

MATCHES_SHOWN, GAPS_SHOWN = 50, 6
"""Matches, and kinds of gaps, that a terminal shows; the counts hold them all."""

_STYLE = {"proposed": "", "confirmed": "bold", "rejected": "dim"}


def print_screen(out: Console, findings: Findings, *, rejected: int, language: str) -> None:
    """The matches as a table where there is room for it, then counts, gaps and lists.

    Args:
        out: Where to print.
        findings: What was found, once all suppliers have passed.
        rejected: Rows of the input that could not be read.
        language: Language of what is printed.
    """
    say = ScreenPhrases(language)
    shown = findings.foremost[:MATCHES_SHOWN]
    if len(shown) == 0:
        out.print(Text(say.page("none")))
    elif out.width < NARROW:
        for finding in shown:
            _print_lines(out, finding, say)
    else:
        _print_rows(out, shown, say)
    rest = findings.matches - len(shown)
    if rest > 0:
        out.print(_text(say.page("more", n=say.count(rest))))
    if len(shown) > 0:
        out.print(_text(say.page("to_judge")))
    _print_counts(out, findings, rejected, say)
    _print_lists(out, findings, say)


def _print_rows(out: Console, shown: list[Finding], say: ScreenPhrases) -> None:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(say.page("probability"), justify="right", no_wrap=True)
    for key in ("status", "supplier", "may_be", "list", "kind", "why"):
        table.add_column(say.page(key), ratio=None, max_width=48 if key == "why" else 34)
    for finding in shown:
        match, supplier = finding.match, finding.supplier
        cells = (
            say.probability(match.probability),
            say.page(match.status),
            f"{name_of_supplier(supplier)}\n{say.row(supplier)}",
            match.entry.name,
            match.list,
            say.page(f"kind_{match.kind}"),
            say.why(match),
        )
        table.add_row(*(_text(cell) for cell in cells), style=_STYLE[match.status])
    out.print(table)


def _print_lines(out: Console, finding: Finding, say: ScreenPhrases) -> None:
    match, supplier = finding.match, finding.supplier
    head = f"{say.probability(match.probability)} {name_of_supplier(supplier)}"
    out.print(_text(f"{head} · {say.row(supplier)}", "bold"))
    kind = say.page(f"kind_{match.kind}")
    about = f"{say.pair('may_be', match.entry.name)} · {match.list} · {kind}"
    for line in (f"{about} · {say.page(match.status)}", say.why(match)):
        out.print(Padding(_text(line), (0, 0, 0, 2)))


def _print_counts(out: Console, findings: Findings, rejected: int, say: ScreenPhrases) -> None:
    counts = [
        say.pair("read", say.count(findings.suppliers)),
        *(say.pair(state, say.count(findings.states[state])) for state in STATES),
        say.pair("unread", say.count(rejected)),
    ]
    out.print(_text(" · ".join(counts), "bold"))
    gaps = sorted(findings.gaps.items(), key=lambda item: (-item[1].suppliers, item[0]))
    if gaps:
        out.print(_text(say.pair("gaps", "")))
    for says, gap in gaps[:GAPS_SHOWN]:
        out.print(Padding(_text(f"{say.count(gap.suppliers)}  {says}"), (0, 0, 0, 2)))
    if len(gaps) > GAPS_SHOWN:
        more = say.page("more_gaps", n=len(gaps) - GAPS_SHOWN)
        out.print(Padding(_text(more), (0, 0, 0, 2)))


def _print_lists(out: Console, findings: Findings, say: ScreenPhrases) -> None:
    out.print(_text(say.pair("lists", "")))
    for one in findings.lists:
        parts = (
            one.id,
            say.pair("as_of", say.day(one)) if one.as_of else say.day(one),
            say.pair("entries", say.count(len(one.entries))),
            say.origin(one),
        )
        out.print(Padding(_text(" · ".join(parts), "dim"), (0, 0, 0, 2)))


def _text(words: str, style: str = "") -> Text:
    return Text(unmarked(words), style=style)
