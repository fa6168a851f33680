import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from manumit.errors import DataError, InputError, MissingExtra
from manumit.identify import ACTORS, C105_PURPOSES
from manumit.io import xlsform
from manumit.io.xlsform import Row, form_rows, write_form
from manumit.reference import LANGUAGES, PHASES, conditions, facts, texts, word
from manumit.reference.compiled import data_paths
from manumit.reference.models import Wording

openpyxl = pytest.importorskip("openpyxl")
xls2xform = pytest.importorskip("pyxform.xls2xform")

HERE = [language for language in LANGUAGES if f"texts/{language}.yml" in data_paths("texts")]
"""Languages whose texts are entered."""

FACT_NAMES = [
    code if len(fact.phases) == 1 else f"{code}__{phase}"
    for phase in PHASES
    for code, fact in facts().items()
    if phase in fact.phases
]
CHILD = "string-length(${age}) = 0 or ${age} < 18"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for row in form_rows(HERE) if row["type"] != "end group"]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("form") / "interview.xlsx"
    write_form(path, HERE)
    return path


def sheet(form: Path, title: str) -> list[Row]:
    head, *body = openpyxl.load_workbook(form)[title].iter_rows(values_only=True)
    return [
        {column: cell for column, cell in zip(head, line, strict=True) if cell} for line in body
    ]


def row_of(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row["name"] == name)


def group_of(name: str) -> str:
    """Innermost group of a question."""
    open_groups: list[str] = []
    for row in form_rows(["en"]):
        if row["type"] == "begin group":
            open_groups.append(row["name"])
        elif row["type"] == "end group":
            open_groups.pop()
        elif row["name"] == name:
            return open_groups[-1]
    raise AssertionError(name)


def test_every_fact_in_each_of_its_phases_and_every_condition_is_asked_once(
    rows: list[Row],
) -> None:
    asked = Counter(row["name"] for row in rows if row["type"].startswith("select_one"))
    about = ["sex", "moved", "work", "actor", "fact_finding", "c105_purpose"]
    assert asked == Counter([*FACT_NAMES, *conditions(), *about])


def test_facts_are_asked_in_the_group_of_their_phase_and_in_the_order_of_the_file(
    rows: list[Row],
) -> None:
    assert [row["name"] for row in rows if row["name"] in FACT_NAMES] == FACT_NAMES
    assert group_of("documents_held__leaving") == "part_leaving"
    assert group_of("excessive_hours") == "part_work"


def test_conditions_are_asked_in_the_group_of_their_exception() -> None:
    for code, condition in conditions().items():
        if condition.group:
            assert group_of(code) == f"part_{condition.group}"
        else:
            assert group_of(code) in ("part_circumstances", "part_child")


def test_every_name_is_unique_and_can_name_an_xml_element(rows: list[Row]) -> None:
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name)] == []


def test_only_the_code_of_the_case_is_required(rows: list[Row]) -> None:
    assert [row["name"] for row in rows if "required" in row] == ["id"]


def test_labels_and_hints_exist_in_every_language(rows: list[Row], form: Path) -> None:
    for language in HERE:
        column = xlsform._COLUMN_OF[language]
        assert [row["name"] for row in rows if not row[f"label::{column}"]] == []
        asked = [row for row in rows if row["type"] not in ("note", "begin group")]
        assert [row["name"] for row in asked if not row[f"hint::{column}"]] == []
        assert all(f"label::{column}" in choice for choice in sheet(form, "choices"))


def test_every_language_of_the_project_has_a_column() -> None:
    assert tuple(xlsform._COLUMN_OF) == LANGUAGES


def test_unknown_can_be_chosen_wherever_an_answer_may_be_missing(form: Path) -> None:
    choices: dict[str, list[str]] = {}
    for choice in sheet(form, "choices"):
        choices.setdefault(choice["list_name"], []).append(choice["name"])
    survey = {row["name"]: row["type"] for row in sheet(form, "survey") if "name" in row}
    assert {survey[name] for name in (*FACT_NAMES, *conditions())} == {"select_one answer"}
    assert choices["answer"] == ["yes", "no", "unknown"]
    assert choices["actor"] == list(ACTORS)
    assert choices["c105_purpose"] == [*C105_PURPOSES, "none", "unknown"]
    del choices["fact_finding"]
    assert [list_ for list_, names in choices.items() if "unknown" not in names] == []


@pytest.mark.parametrize(
    ("name", "relevant"),
    [
        ("part_work", "${work} != 'no'"),
        ("part_leaving", "${work} != 'no'"),
        ("part_exceptions", "${actor} != 'private'"),
        ("part_child", CHILD),
        ("kept_from_school", CHILD),
    ],
)
def test_a_part_is_left_out_only_after_an_answer_that_rules_it_out(
    rows: list[Row], name: str, relevant: str
) -> None:
    assert row_of(rows, name)["relevant"] == relevant


def test_nothing_else_is_left_out(rows: list[Row]) -> None:
    assert len([row for row in rows if "relevant" in row]) == 5


def test_questions_about_a_child_are_asked_together() -> None:
    for code in (
        "coercion_of_parents",
        "parents_in_forced_labour",
        "worst_form_activity",
        "child_handed_over",
    ):
        assert group_of(code) == "part_child"


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("A-17", True),
        ("2024.03_b", True),
        ("7", True),
        ("Maria", False),
        ("Maria Lopez 3", False),
        ("Zoë1", False),
        ("", False),
    ],
)
def test_a_name_cannot_be_typed_as_the_code_of_a_case(
    rows: list[Row], typed: str, taken: bool
) -> None:
    constraint = row_of(rows, "id")["constraint"]
    pattern = constraint.removeprefix("regex(., '").removesuffix("')")
    assert (re.search(pattern, typed) is not None) is taken


def test_a_question_that_is_asked_for_several_phases_says_which(rows: list[Row]) -> None:
    label = row_of(rows, "isolated__work")["label::English (en)"]
    assert label == "During the work. Were you cut off from other people?"


def test_no_text_shows_a_code(rows: list[Row]) -> None:
    shown = [
        text for row in rows for column, text in row.items() if column.startswith(("label", "hint"))
    ]
    assert [text for text in shown if "_" in text] == []


def test_fact_finding_is_open_until_an_interviewer_closes_it(rows: list[Row]) -> None:
    assert row_of(rows, "fact_finding")["default"] == "open"


def test_a_language_nobody_has_reviewed_says_so_on_the_first_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unreviewed = replace(texts("en"), status="unreviewed")
    monkeypatch.setattr(xlsform, "texts", lambda _: unreviewed)
    first = next(form_rows(["en"]))
    assert first["label::English (en)"].endswith(texts("en").words["report.unreviewed"])


def test_the_form_converts_to_an_xform_without_a_warning(form: Path) -> None:
    converted = xls2xform.convert(str(form), validate=False)
    assert converted.warnings == []
    root = ET.fromstring(converted.xform)  # noqa: S314 - made here
    namespace = "{http://www.w3.org/2002/xforms}"
    binds = {bind.get("nodeset"): bind for bind in root.iter(f"{namespace}bind")}
    asked = {str(place).rsplit("/", 1)[-1] for place in binds}
    assert {*FACT_NAMES, *conditions()} <= asked
    school = binds["/data/part_work/kept_from_school"].get("relevant") or ""
    age = "/data/part_about/age"
    assert " ".join(school.split()) == f"string-length( {age} ) = 0 or {age} < 18"
    languages = {each.get("lang") for each in root.iter(f"{namespace}translation")}
    assert languages == {xlsform._COLUMN_OF[language] for language in HERE}


def test_settings_name_the_form_its_version_and_the_code_of_each_interview(form: Path) -> None:
    (settings,) = sheet(form, "settings")
    assert settings["form_id"] == "manumit_interview"
    assert settings["form_title"] == texts("en").words["form.title"]
    assert settings["default_language"] == "English (en)"
    assert settings["instance_name"] == "${id}"


@pytest.mark.parametrize(
    ("release", "version"), [("0.1.0", "000001000"), ("1.12.3rc1", "001012003")]
)
def test_the_version_is_a_whole_number_of_constant_length(
    monkeypatch: pytest.MonkeyPatch, release: str, version: str
) -> None:
    monkeypatch.setattr(xlsform, "__version__", release)
    assert xlsform._settings(["en"])["version"] == version


def test_a_folder_that_is_missing_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"interview\.xlsx: cannot be written: .* Choose a folder"):
        write_form(tmp_path / "missing" / "interview.xlsx", ["en"])


@pytest.mark.parametrize("languages", [[], ["en", "xx"]])
def test_a_form_needs_languages_that_are_available(tmp_path: Path, languages: list[str]) -> None:
    with pytest.raises(InputError):
        write_form(tmp_path / "interview.xlsx", languages)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("library", ["openpyxl", "pyxform"])
def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"manumit\[forms\]"):
        write_form(tmp_path / "interview.xlsx", ["en"])


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("wording", Wording("Did ${nobody} pay you?")),
        ("wording", Wording()),
        ("word", ""),
    ],
)
def test_a_text_that_breaks_the_form_is_found_before_the_form_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, broken: object
) -> None:
    monkeypatch.setattr(xlsform, kind, lambda *_: broken)
    with pytest.raises(DataError, match="interview form: "):
        write_form(tmp_path / "interview.xlsx", ["en"])
    assert list(tmp_path.iterdir()) == []


def test_a_warning_of_the_converter_counts_as_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unlabelled(key: str, language: str) -> str:
        return "" if key.startswith("choice.") else word(key, language)

    monkeypatch.setattr(xlsform, "word", unlabelled)
    with pytest.raises(DataError, match="label"):
        write_form(tmp_path / "interview.xlsx", ["en"])


def test_a_remark_on_the_code_of_a_language_is_let_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(xlsform, "_COLUMN_OF", {"en": "English"})
    write_form(tmp_path / "interview.xlsx", ["en"])
    assert (tmp_path / "interview.xlsx").is_file()
