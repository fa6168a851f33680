"""The interview as an XLSForm, for ODK, Kobo and SurveyCTO.

One question per input, fact and phase, and condition, under the name that interview tables use. A
fact of one phase goes by its code, a fact of several by `code__phase`. No fact is required and
`unknown` can always be chosen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from manumit import __version__
from manumit.errors import DataError, InputError, MissingExtra
from manumit.identify import ACTORS, C105_PURPOSES, OLDEST
from manumit.reference import (
    LANGUAGES,
    PHASES,
    Phase,
    condition_groups,
    conditions,
    facts,
    legislation,
    texts,
    word,
    wording,
)
from manumit.tables import whole_file

Row: TypeAlias = dict[str, str]
"""Column to cell; a column that does not apply is left out."""

_COLUMN_OF = {
    "en": "English (en)",
    "fr": "Français (fr)",
    "es": "Español (es)",
    "ar": "العربية (ar)",
}
_ANSWER = "select_one answer"
_CHOICES = {
    "answer": ("yes", "no", "unknown"),
    "sex": ("female", "male", "other", "unknown"),
    "actor": ACTORS,
    "fact_finding": ("complete", "open"),
    "c105_purpose": (*C105_PURPOSES, "none", "unknown"),
}
_ABOUT = {
    "id": "text",
    "age": "integer",
    "sex": "select_one sex",
    "moved": _ANSWER,
    "work": _ANSWER,
    "actor": "select_one actor",
    "fact_finding": "select_one fact_finding",
}
_LIMITS: dict[str, Row] = {
    # A code with a digit and without spaces, so that a name is not typed.
    "id": {"required": "yes", "constraint": "regex(., '^[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*$')"},
    "age": {"constraint": f". >= 0 and . <= {OLDEST}"},
    "fact_finding": {"default": "open"},
}
_CHILD = (
    "coercion_of_parents",
    "parents_in_forced_labour",
    "worst_form_activity",
    "child_handed_over",
)
"""Circumstances that are asked of a child only."""

_CONSIDERATIONS = ("calling", "household")
"""Groups of conditions that are no exception of Convention No. 29, Article 2(2)."""


def _relevance() -> Row:
    """Question or group to what spares the worker from it. An empty answer never hides anything."""
    child = f"string-length(${{age}}) = 0 or ${{age}} < {_child_below_age()}"
    return {
        "part_work": "${work} != 'no'",
        "part_leaving": "${work} != 'no'",
        "part_exceptions": "${actor} != 'private'",
        "part_child": child,
        "kept_from_school": child,
    }


def _child_below_age() -> int:
    """The greatest age entered: the form has no date, and a child must not be missed."""
    values = legislation("intl").person.child_below_age.parameter.values.values()
    return int(max(value for value in values if value is not None))


def write_form(path: Path, languages: Sequence[str] = LANGUAGES) -> None:
    """Write the interview form as an XLSX workbook, once it converts to an XForm.

    Args:
        path: Workbook to write; a file that is there is replaced.
        languages: Languages of the form; the first one opens it.

    Raises:
        InputError: A language is not available, or the file cannot be written.
        MissingExtra: `openpyxl` or `pyxform` is not installed.
        DataError: The form does not convert, so that a text or code of the data is wrong.

    Source:
        https://xlsform.org; SurveyCTO, "Updating an existing form" (version of the form).
    """
    if find_spec("openpyxl") is None or find_spec("pyxform") is None:
        raise MissingExtra("forms", "Writing an interview form")
    sheets = {
        "survey": list(form_rows(languages)),
        "choices": list(_choice_rows(languages)),
        "settings": [_settings(languages)],
    }
    workbook = _workbook(sheets)
    _check(workbook)
    try:
        with whole_file(path) as part:
            part.write_bytes(workbook)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}.",
            where=str(path),
            hint="Choose a folder that exists and that you may write to.",
        ) from None


def form_rows(languages: Sequence[str] = LANGUAGES) -> Iterator[Row]:
    """Rows of the survey sheet, in the order in which they are asked.

    Raises:
        InputError: No language is given, or one is not available.
    """
    if len(languages) == 0:
        raise InputError("A form needs a language.", allowed=LANGUAGES)
    for language in languages:
        texts(language)
    return _Survey(languages).rows()


class _Survey:
    """Maker of survey rows in some languages."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.relevance = _relevance()

    def rows(self) -> Iterator[Row]:
        yield self.row("note", "instructions", _instructions)
        yield from self.part("about", map(self.about, _ABOUT))
        for phase in PHASES:
            allowed = [code for code, fact in facts().items() if phase in fact.phases]
            yield from self.part(phase, (self.fact(code, phase) for code in allowed))
        yield from self.part("circumstances", self.circumstances())
        yield from self.part("exceptions", self.exceptions())
        for group in _CONSIDERATIONS:
            yield from self.part(group, self.conditions(group))

    def circumstances(self) -> Iterator[Row]:
        yield from (row for row in self.conditions("") if row["name"] not in _CHILD)
        yield from self.part("child", map(self.question, _CHILD))

    def exceptions(self) -> Iterator[Row]:
        yield self.row("note", "exceptions_note", partial(word, "form.exceptions_hint"))
        yield self.question("c105_purpose", "select_one c105_purpose")
        for group in condition_groups():
            if group not in _CONSIDERATIONS:
                yield from self.part(group, self.conditions(group), f"exception.{group}")

    def conditions(self, group: str) -> Iterator[Row]:
        return map(self.question, (c.code for c in conditions().values() if c.group == group))

    def about(self, code: str) -> Row:
        row = {**self.question(code, _ABOUT[code]), **_LIMITS.get(code, {})}
        if code == "id":
            message = partial(word, "form.id_constraint")
            row |= _translated("constraint_message", self.languages, message)
        return row

    def fact(self, code: str, phase: Phase) -> Row:
        """A fact in a phase; a question that comes more than once opens with its phase."""
        if len(facts()[code].phases) == 1:
            return self.question(code)

        def label(language: str) -> str:
            return f"{word(f'form.{phase}', language)}. {wording(code, language).question}"

        return {**self.question(code), **self.row(_ANSWER, f"{code}__{phase}", label)}

    def question(self, code: str, kind: str = _ANSWER) -> Row:
        row = {
            **self.row(kind, code, lambda lang: wording(code, lang).question),
            **_translated("hint", self.languages, partial(_hint, code)),
        }
        return {**row, "appearance": "columns-pack"} if kind == _ANSWER else row

    def part(self, key: str, rows: Iterable[Row], label: str = "") -> Iterator[Row]:
        """A group; its name has a prefix since `work` is a question too."""
        yield self.row("begin group", f"part_{key}", partial(word, label or f"form.{key}"))
        yield from rows
        yield {"type": "end group"}

    def row(self, kind: str, name: str, label: Callable[[str], str]) -> Row:
        row = {"type": kind, "name": name, **_translated("label", self.languages, label)}
        return {**row, "relevant": self.relevance[name]} if name in self.relevance else row


def _translated(column: str, languages: Sequence[str], say: Callable[[str], str]) -> Row:
    return {f"{column}::{_COLUMN_OF[language]}": say(language) for language in languages}


def _instructions(language: str) -> str:
    says = word("form.instructions", language)
    if texts(language).status == "unreviewed":
        says = f"{says} {word('report.unreviewed', language)}"
    return says


def _hint(code: str, language: str) -> str:
    return wording(code, language).hint


def _choice_rows(languages: Sequence[str]) -> Iterator[Row]:
    for list_name, names in _CHOICES.items():
        for name in names:
            label = _translated("label", languages, partial(word, f"choice.{name}"))
            yield {"list_name": list_name, "name": name, **label}


def _settings(languages: Sequence[str]) -> Row:
    """Settings of the form; SurveyCTO takes only a whole number of constant length as version."""
    return {
        "form_title": word("form.title", languages[0]),
        "form_id": "manumit_interview",
        "version": "".join(f"{int(part):03}" for part in re.findall(r"\d+", __version__)[:3]),
        "default_language": _COLUMN_OF[languages[0]],
        "instance_name": "${id}",
    }


def _workbook(sheets: dict[str, list[Row]]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
        sheet.freeze_panes = "A2"
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _check(workbook: bytes) -> None:
    """Convert the form; the Java validator of ODK is left out."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        convert(workbook, warnings=warnings, validate=False, file_type=".xlsx")
    except PyXFormError as error:
        raise DataError(str(error), path="interview form") from error
    for warning in warnings:
        if "machine-readable codes" not in warning:  # a remark on codes of languages
            raise DataError(warning, path="interview form")
