"""Pages made from the registers: terms, coverage, languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from manumit.reference import LANGUAGES, texts
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build
from tools.reference.page import page, sources, table


@dataclass(frozen=True, slots=True)
class Term:
    """One idea: what it means, its name in each language, and names that are not used."""

    meaning: str
    words: dict[str, str]
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of the project, by their English names."""

    status: Status
    source: tuple[Source, ...]
    terms: dict[str, Term]


@dataclass(frozen=True, slots=True)
class Call:
    """One call, and what answers it: commands or pages, held by tests."""

    call: str
    state: Literal["works", "partial", "missing"]
    shown_by: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Every call, by the place where it is made."""

    status: Status
    source: tuple[Source, ...]
    rows: dict[str, Call]


def terms_page() -> str:
    """The vocabulary."""
    words = build(Vocabulary, load_yaml("terms.yml"), fail=fail_in("terms.yml"))
    lines = [f"Status of the register: {words.status}.", "", *sources(words.source), ""]
    for name, term in sorted(words.terms.items()):
        lines += [f"## {name.capitalize()}", "", term.meaning, ""]
        for language in LANGUAGES:
            lines += [f'- `{language}`: <bdi lang="{language}">{term.words[language]}</bdi>']
        if term.avoid:
            lines += [f"- Not: {', '.join(term.avoid)}"]
        lines += [""]
    return page("Terms", "The words of the project: one for each idea, in each language.", lines)


def coverage_page() -> str:
    """What answers each call."""
    register = build(Register, load_yaml("coverage.yml"), fail=fail_in("coverage.yml"))
    states = [row.state for row in register.rows.values()]
    counts = ", ".join(f"{states.count(name)} {name}" for name in ("works", "partial", "missing"))
    lines = [*sources(register.source), "", f"Of {len(states)} calls: {counts}.", ""]
    for state in ("works", "partial"):
        lines += [f"## {state.capitalize()}", ""]
        for id_, row in register.rows.items():
            if row.state == state:
                lines += _answered(id_, row)
    missing = ((id_, row.call) for id_, row in register.rows.items() if row.state == "missing")
    lines += ["## Missing", "", *table(("Place", "Call"), missing)]
    says = (
        "Every call of two documents of the International Labour Organization, and what answers "
        "it today."
    )
    return page("Coverage", says, lines)


def _answered(id_: str, row: Call) -> Iterator[str]:
    yield from (f"### {id_}", "", row.call, "")
    yield f"- Shown by: {', '.join(map(_shown, row.shown_by))}"
    if row.lacks:
        yield f"- Lacks: {row.lacks}"
    yield from (f"- Tests: {', '.join(f'`{test}`' for test in row.tests)}", "")


def _shown(place: str) -> str:
    return f"`{place}`" if place.startswith("manumit ") else f"[{place}](../{place}.md)"


def languages_page() -> str:
    """How far each language is."""
    english, rows = texts("en"), []
    due = len(english.facts) + len(english.conditions) + len(english.inputs)
    for language in LANGUAGES:
        own = texts(language)
        asked = len(own.facts) + len(own.conditions) + len(own.inputs)
        words = f"{len(own.words)} of {len(english.words)}"
        rows.append((f"`{language}`", own.status, f"{asked} of {due}", words))
    lines = [
        "Reviewed means that the texts were checked by a native speaker. A report or form in an "
        "unreviewed language says so.",
        "",
        *table(("Language", "Status", "Questions", "Words of reports and forms"), rows),
    ]
    return page("Languages", "The languages of questions, reasons and reports.", lines)
