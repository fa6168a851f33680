"""Results on a terminal."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.identify import Assessment
from manumit.identify.outcome import DETERMINATION
from manumit.reference import word

PIPE_WIDTH = 160
"""Columns of text when the output is not a terminal, so that nothing is cut off."""

NARROW = 120
"""A terminal with fewer columns gets lines and not a table."""

QUESTIONS_SHOWN = 5
_SHOWN = ("forced_labour", "trafficking", "exception", "protection_opened")
_STYLE = {"yes": "bold", "unknown": "yellow", "no": "dim"}


def console() -> Console:
    """Standard output; as wide as the terminal, or `PIPE_WIDTH` in a pipe."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(width=PIPE_WIDTH, highlight=False)


def print_cases(out: Console, assessments: Sequence[Assessment], language: str) -> None:
    """A row a case; for a single case also the first questions to ask."""
    if out.width < NARROW:
        for assessment in assessments:
            _print_lines(out, assessment, language)
    else:
        _print_rows(out, assessments, language)
    if len(assessments) == 1:
        print_questions(out, assessments[0], language)


def _print_rows(out: Console, assessments: Sequence[Assessment], language: str) -> None:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(word("report.case", language), no_wrap=True)
    table.add_column(word("report.outcome", language))
    for name in _SHOWN:
        table.add_column(word(f"determination.{name}", language))
    table.add_column(word("report.questions", language), justify="right")
    for each in assessments:
        label = word(f"label.{each.label}", language)
        answers = (_answer(each, name, language) for name in _SHOWN)
        table.add_row(each.id, label, *answers, str(len(each.questions)))
    out.print(table)


def _print_lines(out: Console, assessment: Assessment, language: str) -> None:
    out.print(Text(assessment.id, style="bold"))
    out.print(Padding(word(f"label.{assessment.label}", language), (0, 0, 0, 2)))
    parts = [
        Text.assemble(
            f"{word(f'determination.{name}', language)} ", _answer(assessment, name, language)
        )
        for name in _SHOWN
    ]
    parts.append(Text(f"{word('report.questions', language)} {len(assessment.questions)}"))
    out.print(Padding(Text(" · ").join(parts), (0, 0, 1, 2)))


def _answer(assessment: Assessment, name: str, language: str) -> Text:
    if name == "exception":
        return Text(word(f"exception.{assessment.exception}", language))
    answer = assessment.answers[name].value
    return Text(word(f"answer.{answer}", language), style=_STYLE[answer])


def print_questions(out: Console, assessment: Assessment, language: str) -> None:
    """The first questions to ask, with why."""
    questions = assessment.questions
    if len(questions) == 0:
        return
    out.print(Text(word("report.missing", language), style="bold"))
    for number, question in enumerate(questions[:QUESTIONS_SHOWN], start=1):
        out.print(Padding(Text(f"{number}. {question.ask}"), (0, 0, 0, 2)))
        out.print(Padding(Text(question.why, style="dim"), (0, 0, 0, 5)))
    rest = len(questions) - QUESTIONS_SHOWN
    if rest > 0:
        more = word("report.more_questions", language).format(n=rest)
        out.print(Padding(Text(more), (0, 0, 1, 5)))


def print_counts(out: Console, counts: Mapping[str, Mapping[str, int]], language: str) -> None:
    """How many persons of a table have each outcome and each answer."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(word("report.outcome", language))
    table.add_column(word("report.persons", language), justify="right")
    for label, count in sorted(counts["label"].items(), key=lambda item: -item[1]):
        table.add_row(word(f"label.{label}", language), f"{count:,}")
    out.print(table)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("")
    for answer in ("yes", "unknown", "no"):
        table.add_column(word(f"answer.{answer}", language), justify="right")
    for name in DETERMINATION:
        cells = (f"{counts[name].get(answer, 0):,}" for answer in ("yes", "unknown", "no"))
        table.add_row(word(f"determination.{name}", language), *cells)
    out.print(table)
