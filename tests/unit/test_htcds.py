"""HTCDS 2.0 in and out: every field is handled, nothing personal is read, nothing is guessed."""

import csv
import json
import re
import tempfile
import warnings
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manumit.core import Answer
from manumit.errors import InputError, MissingExtra
from manumit.identify import Case, FactRecord, assess
from manumit.io.htcds import HtcdsFile, looks_like_htcds, read_htcds, standard, write_htcds
from manumit.reference import conditions, facts
from tests.helpers import examples, shared

AS_OF = date(2026, 1, 31)
YES, UNKNOWN = Answer.YES, Answer.UNKNOWN
METHODS = standard().fields["vic_MethodsOfControl"].choices
# A case in which the criteria of forced labour are met.
FORCED = {"documents_held": (FactRecord(YES),), "cannot_resign": (FactRecord(YES),)}
ABDUCTED = {"abducted": (FactRecord(YES),)}


def workbook(name: str) -> Any:
    openpyxl = pytest.importorskip("openpyxl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(shared("data", "htcds", name))


SHEET = "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx"
FORM = "htcds_xlsform.xlsx"


def read_text(text: str, name: str = "records.csv", encoding: str = "utf-8") -> HtcdsFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding=encoding, newline="")
        return read_htcds(path)


def read_one(**fields: object) -> HtcdsFile:
    return read_text(json.dumps(fields), "record.json")


def written(pairs: Iterable[tuple[Case, Any]], suffix: str) -> tuple[str, HtcdsFile]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{suffix}"
        write_htcds(pairs, path)
        return path.read_text(encoding="utf-8"), read_htcds(path)


# --- the data file


def test_all_eighty_four_fields_of_the_standard_are_entered() -> None:
    assert sum(re.match("[a-z]{3}_", name) is not None for name in standard().fields) == 84
    assert standard().status == "reviewed"
    assert len(standard().source) >= 3


def test_a_field_that_is_not_read_says_why_and_one_that_is_says_what_for() -> None:
    for name, field in standard().fields.items():
        assert (field.use == "read") == (field.to != ""), name
        assert (field.use == "read") == (field.why == ""), name


def test_a_choice_teaches_something_or_says_why_not() -> None:
    for field in standard().fields.values():
        for code, choice in field.choices.items():
            if field.flags:
                taught = choice.fact or choice.asks or choice.circumstances or choice.work is YES
                assert bool(taught) != bool(choice.why), code


def test_facts_phases_and_conditions_named_in_the_data_exist() -> None:
    for field in standard().fields.values():
        for code, choice in field.choices.items():
            assert {*choice.asks, *filter(None, [choice.fact])} <= facts().keys(), code
            assert set(choice.circumstances) <= conditions().keys(), code
            if choice.fact:
                assert choice.phases, "no phases would mean every phase"
                assert set(choice.phases) <= set(facts()[choice.fact].phases), code


def test_every_method_of_control_of_the_facts_has_an_entry_that_leads_back_to_the_fact() -> None:
    for fact in facts().values():
        choice = METHODS[fact.htcds]
        if fact.htcds != "Other":
            assert fact.code in (choice.fact, *choice.asks), fact.code


def test_a_method_is_a_fact_only_where_one_fact_alone_answers_to_it() -> None:
    for code, choice in METHODS.items():
        if choice.fact:
            assert [f.code for f in facts().values() if f.htcds == code] == [choice.fact]
            assert choice.asks == ()


def test_no_two_fields_or_choices_share_a_spelling() -> None:
    def key(text: str) -> str:
        return "".join(sign for sign in text.casefold() if sign.isalnum())

    seen: dict[str, tuple[str, str]] = {}
    for name, field in standard().fields.items():
        spellings = (name, field.label or name, *field.spellings)
        places = {key(spelling): (name, "") for spelling in spellings}
        words: dict[str, str] = {}
        for code, choice in field.choices.items():
            for spelling in {key(s) for s in (code, *choice.spellings)}:
                assert words.setdefault(spelling, code) == code
        for prefix in field.flags:
            places |= {key(prefix) + word: (name, code) for word, code in words.items()}
        for spelling, place in places.items():
            assert seen.setdefault(spelling, place) == place, spelling


def test_every_column_and_heading_of_the_workbook_is_handled() -> None:
    rows = list(workbook(SHEET).worksheets[0].iter_rows(max_row=2, values_only=True))
    for names in rows:
        found = read_one(**{str(name): "x" for name in names if name})
        unknown = [r.column for r in found.rejects if r.reason.startswith("no such field")]
        assert unknown == []
        assert looks_like_htcds(str(name) for name in names if name)


def test_every_question_of_the_survey_form_is_handled() -> None:
    names = [row[1] for row in workbook(FORM)["survey"].iter_rows(min_row=2, values_only=True)]
    found = read_one(**dict.fromkeys(names, "x"))
    assert [r.column for r in found.rejects if r.reason.startswith("no such field")] == []
    assert len(names) > 30


def test_every_code_and_label_of_the_survey_form_is_known() -> None:
    lists = {
        "gender": "prs_Gender",
        "methodsofcontrol": "vic_Methods_of_Control",
        "methodofrecruitment": "vic_MethodOfRecruitment",
        "typeofexploitation": "vic_TypeOfExploitation",
        "traffickingstatus": "vic_TraffickingStatus",
        "traffickingstatusdecisionmakingorg": "vic_TraffickingStatusDecisionMakingOrg",
        "consent": "con_Consent",
    }
    tried = 0
    for list_, code, label in workbook(FORM)["choices"].iter_rows(min_row=2, values_only=True):
        for text in (code, label):
            if list_ in lists:
                said = {"vic_TraffickingStatus": "", lists[list_]: str(text)}
                found = read_one(**said)
                refused = list_ == "consent" and str(text).casefold() in ("false", "no")
                assert len(found.rejects) == int(refused), text
                tried += 1
    assert tried > 90


def test_every_value_that_the_workbook_offers_for_a_field_that_is_read_is_known() -> None:
    columns = {
        "Gender": "prs_Gender",
        "Method of Recruitment": "vic_MethodOfRecruitment",
        "Methods of Control": "vic_MethodsOfControl",
        "Type of Exploitation": "vic_TypeOfExploitation",
        "Trafficking Status": "vic_TraffickingStatus",
        "Trafficking Status Decision Making Organization": "vic_TraffickinStatusDecisionMakingOrg",
    }
    rows = list(workbook(SHEET)["validation"].iter_rows(values_only=True))
    names = next(row for row in rows if "Gender" in row)
    for row in rows[rows.index(names) + 1 :]:
        for name, value in zip(names, row, strict=True):
            if name in columns and value:
                found = read_one(**{"vic_TypeOfExploitation": "", columns[name]: value})
                assert found.rejects == (), value


def test_every_method_of_the_definitions_file_is_known_as_a_column() -> None:
    text = shared("data", "htcds", "field_definitions.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| (MethodsOfControl\w+)", text, re.MULTILINE)
    found = read_one(**dict.fromkeys(names, "1"))
    assert found.rejects == ()
    assert len(found.records[0].methods) == len(names) == 17


def test_every_field_of_the_field_list_is_handled() -> None:
    text = shared("domain", "inspection-and-case-standards.md").read_text(encoding="utf-8")
    section = text[text.index("### 6.2") :]
    listed = 0
    for prefix, rest in re.findall(
        r"^- (org_|prs_|vic_|per_|cas_|hte_|spl_)[^:]*: (.*)$", section, re.MULTILINE
    ):
        bare = re.sub(r"\{[^{}]*\}|\([^()]*\)", " ", rest)
        for word in re.findall(r"(?<![A-Za-z_])[A-Z][a-z]\w+", bare):
            ends = [name for name in standard().fields if name.startswith(prefix)]
            hits = [n for n in ends if n.endswith(word) or n.startswith(prefix + word)]
            assert hits, prefix + word
            listed += 1
    assert listed > 70
    assert {"con_Consent", "cco_CaseComment"} <= standard().fields.keys()


# --- reading


def test_a_method_that_one_fact_answers_to_is_that_fact_at_work_only() -> None:
    case = read_one(vic_MethodsOfControl="WithholdsDocuments").cases[0]
    assert case.facts == {"documents_held": (FactRecord(YES, ("work",)),)}
    assert not case.complete


def test_a_method_that_may_mean_several_facts_becomes_questions() -> None:
    case = read_one(vic_MethodsOfControl="DebtBondage").cases[0]
    assert set(case.facts) == {"recruited_through_debt", "debt_inflated", "works_to_repay_debt"}
    assert {record.answer for (record,) in case.facts.values()} == {UNKNOWN}
    asked = {question.code for question in assess(case, AS_OF).questions}
    assert set(case.facts) <= asked


def test_a_fact_stated_by_one_method_is_not_made_unknown_by_another() -> None:
    for order in (["PhysicalThreats", "Threats"], ["Threats", "PhysicalThreats"]):
        case = read_one(vic_MethodsOfControl=order).cases[0]
        assert case.facts["threatened_with_violence"] == (FactRecord(YES, ("work",)),)
        assert case.facts["blackmailed"] == (FactRecord(UNKNOWN),)


@pytest.mark.parametrize(
    "text",
    [
        "PhysicalThreats DebtBondage",
        "PhysicalThreats;DebtBondage",
        "Physical threats, Debt bondage ",
        "physical threats\nDEBT BONDAGE",
        ["PhysicalThreats", "Debt bondage"],
    ],
)
def test_several_methods_are_read_however_they_are_parted(text: object) -> None:
    found = read_one(vic_Methods_of_Control=text)
    assert found.records[0].methods == ("DebtBondage", "PhysicalThreats")
    assert found.rejects == ()


@pytest.mark.parametrize(
    ("column", "method"),
    [
        ("MethodsOfControlThreats", "Threats"),
        ("MethodsOfControlThreatOfLawEnforcement", "ThreatsLawEnforcement"),
        ("meansOfControlPsychoactiveSubstances", "PsychoactiveSubstance"),
        ("meansOfControlPsychoactiveSubsta", "PsychoactiveSubstance"),
        ("meansOfControlRestrictsMovement", "RestrictsMovement"),
        ("vic_Methods_of_Control/DebtBondage", "DebtBondage"),
        ("intake/vic_Methods_of_Control/DebtBondage", "DebtBondage"),
    ],
)
@pytest.mark.parametrize(("tick", "ticked"), [("1", True), (True, True), (0, False), (-99, False)])
def test_one_column_for_each_method_is_read(
    column: str, method: str, tick: object, ticked: bool
) -> None:
    found = read_one(**{column: tick})
    assert found.records[0].methods == ((method,) if ticked else ())
    assert Answer.NO not in {r.answer for rs in found.cases[0].facts.values() for r in rs}
    assert found.rejects == ()


def test_the_meanings_of_the_two_lists_are_kept_apart() -> None:
    assert read_one(vic_MethodsOfControl="Threats").cases[0].facts["blackmailed"]
    children = read_one(vic_MethodsOfControl="UsesChildren").cases[0]
    assert children.facts["family_harmed_or_threatened"] == (FactRecord(UNKNOWN),)


def test_an_unknown_method_is_rejected_with_the_nearest_name_and_the_others_are_kept() -> None:
    found = read_text("vic_MethodsOfControl\nDebtBondage PhysicalThreat\n")
    assert found.records[0].methods == ("DebtBondage",)
    (reject,) = found.rejects
    assert (reject.file, reject.row, reject.column) == ("records.csv", 2, "vic_MethodsOfControl")
    assert reject.value == "PhysicalThreat"
    assert "Did you mean PhysicalThreats" in reject.reason


def test_an_unknown_column_is_rejected_once_without_its_values() -> None:
    text = "vic_MethodsOfControl,vic_MethodOfRecruitmnt\nOther,Amina Hassan\nOther,Jo\n"
    found = read_text(text)
    (reject,) = found.rejects
    assert (reject.row, reject.column, reject.value) == (2, "vic_MethodOfRecruitmnt", "")
    assert "vic_MethodOfRecruitment" in reject.reason
    assert len(found.cases) == 2


def test_personal_fields_are_counted_and_never_read() -> None:
    names = [name for name, field in standard().fields.items() if field.use == "personal"]
    found = read_one(**dict.fromkeys(names, "Zzyzx 1990-01-01"), vic_AgeWhenTrafficked="")
    assert found.personal == dict.fromkeys(names, 1)
    assert "Zzyzx" not in repr(found)
    assert found.cases[0].age is None
    assert found.cases[0].id == "htcds-1"


def test_ignored_fields_and_values_are_counted() -> None:
    found = read_one(cas_Status="Active", vic_TypeOfExploitation=["OrganRemoval", "ForcedLabour"])
    assert found.ignored == {"cas_Status": 1, "vic_TypeOfExploitation=OrganRemoval": 1}
    assert found.notes == ("Not used: cas_Status (1), vic_TypeOfExploitation=OrganRemoval (1).",)


def test_forced_labour_there_says_only_that_work_was_done() -> None:
    found = read_one(vic_TypeOfExploitation="Forced labour")
    assert found.cases[0].work is YES
    assert assess(found.cases[0], AS_OF).answers["forced_labour"] is UNKNOWN
    assert read_one(isForcedLabour="1").cases[0].work is YES
    assert read_one(vic_TypeOfExploitation="Servitude").cases[0].work is UNKNOWN


@pytest.mark.parametrize("status", ["ActualVictimOfTrafficking", "Not a victim of trafficking", ""])
def test_the_determination_of_another_organisation_changes_no_answer(status: str) -> None:
    plain = read_one(vic_MethodsOfControl="PhysicalThreats").cases[0]
    found = read_one(
        vic_MethodsOfControl="PhysicalThreats",
        vic_TraffickingStatus=status,
        vic_TraffickinStatusDecisionMaking="NGO",
    ).cases[0]
    assert assess(found, AS_OF).answers == assess(plain, AS_OF).answers
    assert "vic_TraffickingStatusDecisionMakingOrg NGO" in found.source
    assert ("VictimOfTrafficking" in found.source) == bool(status)


def test_a_method_of_recruitment_says_that_the_person_was_recruited() -> None:
    case = read_one(vic_MethodOfRecruitment="Through friends or social events").cases[0]
    assert case.conditions == {"act_recruited_or_harboured": YES}
    assert read_one(vic_MethodOfRecruitment="Other").cases[0].conditions == {}


def test_a_record_without_consent_is_not_read_and_the_reject_says_so() -> None:
    found = read_text("vic_MethodsOfControl,con_Consent\nOther,No\nOther,Yes\n")
    assert [case.id for case in found.cases] == ["htcds-2"]
    assert found.rejects[0].row == 2
    assert "did not consent" in found.rejects[0].reason


@pytest.mark.parametrize(
    ("value", "age"), [("17", 17), (17.0, 17), (0, 0), ("", None), ("unknown", None)]
)
def test_an_age_is_read(value: object, age: int | None) -> None:
    found = read_one(vic_AgeWhenTrafficked=value)
    assert (found.cases[0].age, found.rejects) == (age, ())


@pytest.mark.parametrize("value", ["abc", "-3", "121", "9" * 5000, "18-20"])
def test_an_age_that_cannot_be_is_rejected(value: str) -> None:
    found = read_one(vic_AgeWhenTrafficked=value)
    assert found.cases[0].age is None
    assert "not an age from 0 to 120" in found.rejects[0].reason


@pytest.mark.parametrize("column", ["id", "cas_ID", "CaseID", "case_id", "Case ID"])
def test_a_case_code_is_taken_from_columns_like_id(column: str) -> None:
    found = read_one(**{column: "2026-0147"}, vic_MethodsOfControl="Other")
    assert found.cases[0].id == "2026-0147"


def test_what_may_be_a_name_is_never_a_case_code() -> None:
    found = read_one(id="Amina Hassan", vic_MethodsOfControl="Other")
    assert found.cases[0].id == "htcds-1"
    assert "Amina" not in repr(found)
    assert "may be a name" in found.rejects[0].reason


def test_two_records_with_one_code_stay_two_cases() -> None:
    found = read_text("id,vic_MethodsOfControl\na1,Other\na1,DebtBondage\n")
    assert [case.id for case in found.cases] == ["a1", "a1-3"]
    assert "given twice" in found.rejects[0].reason


def test_two_different_values_for_a_field_of_one_value_are_not_merged() -> None:
    found = read_text("vic_AgeWhenTrafficked,Age When Trafficked\n17,25\n")
    assert found.cases[0].age == 17
    assert found.rejects[0].value == "25"


def test_a_name_written_twice_in_a_json_record_is_not_lost() -> None:
    text = '{"vic_MethodsOfControl": "Other", "vic_MethodsOfControl": "DebtBondage"}'
    assert read_text(text, "r.json").records[0].methods == ("DebtBondage", "Other")


def test_a_record_inside_a_record_is_rejected_without_its_content() -> None:
    found = read_one(vic_MethodsOfControl=[{"said": "Amina"}], cco_CaseComment={"by": "Amina"})
    assert "Amina" not in repr(found)
    assert len(found.rejects) == 1
    assert found.personal == {"cco_CaseComment": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_with_any_mark_with_or_without_bom(encoding: str, mark: str, end: str) -> None:
    rows = [("vic_AgeWhenTrafficked", "vic_MethodsOfControl"), ("30", "DebtBondage"), ("", "")]
    text = end.join(mark.join(row) for row in rows) + end
    found = read_text(text, encoding=encoding)
    assert [(r.row, r.case.age, r.methods) for r in found.records] == [(2, 30, ("DebtBondage",))]
    assert found.rejects == ()


def test_a_row_of_headings_is_passed_over_and_names_columns_without_a_name() -> None:
    found = read_text(
        ",vic_MethodsOfControl,\n,Methods of Control,Reason for Outgoing Referral\n1,Other,Other\n"
    )
    assert [record.row for record in found.records] == [3]
    assert found.ignored["Reason for Outgoing Referral"] == 1
    assert found.ignored["(column without a name)"] == 1


def test_headings_alone_are_understood() -> None:
    found = read_text("First Name;Methods of Control\nAmina;Physical threats, Debt bondage\n")
    assert found.records[0].methods == ("DebtBondage", "PhysicalThreats")
    assert found.personal == {"First Name": 1}


@pytest.mark.parametrize("shape", ["[{}]", "{}", '{{"cases": [{}]}}'])
def test_json_is_a_list_one_record_or_cases(shape: str) -> None:
    text = shape.format('{"vic_MethodsOfControl": "Other"}')
    assert len(read_text(text, "r.json").cases) == 1


def test_the_empty_workbook_of_the_standard_holds_no_case() -> None:
    pytest.importorskip("openpyxl")
    found = read_htcds(shared("data", "htcds", SHEET))
    assert (found.cases, found.rejects, found.ignored) == ((), (), {})


def test_the_workbook_of_the_standard_is_read_when_it_is_filled(tmp_path: Path) -> None:
    book = workbook(SHEET)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]} | {"code": 36}
    said = {
        "prs_FirstName": "Amina",
        "prs_Gender": "Feminine",
        "vic_MethodsOfControl": "Debt bondage ",
        "vic_TypeOfExploitation": "Forced labour",
        "code": "Other",
    }
    for name, value in said.items():
        sheet.cell(3, at[name]).value = value
    book.save(tmp_path / "filled.xlsx")
    found = read_htcds(tmp_path / "filled.xlsx")
    (record,) = found.records
    assert (record.row, record.methods) == (3, ("DebtBondage",))
    assert (record.case.sex, record.case.work) == ("female", YES)
    assert found.personal == {"prs_FirstName": 1}
    assert found.ignored["Reason for Outgoing Referral"] == 1
    assert found.rejects == ()


@pytest.mark.parametrize(
    ("columns", "answer"),
    [
        (["id", "vic_MethodsOfControl"], True),
        (["meansOfControlThreats", "gender"], True),
        (["Methods of Control"], True),
        (["id", "age", "sex", "documents_held", "locked_in@work"], False),
        (["First Name", "Email", "Title", "Status"], False),
        ([], False),
    ],
)
def test_files_of_the_standard_are_told_by_their_columns(columns: list[str], answer: bool) -> None:
    assert looks_like_htcds(columns) is answer


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("r.csv", "", "has no field of HTCDS"),
        ("r.csv", "a,b\n1,2\n", "has no field of HTCDS"),
        ("r.csv", 'vic_MethodsOfControl\n"Other\n', "not a readable .csv"),
        ("r.json", "", "not a readable .json"),
        ("r.json", "{", "not a readable .json"),
        ("r.json", "[" * 100_000, "not a readable .json"),
        ("r.json", "3", "list of records"),
        ("r.json", '["a"]', "list of records"),
        ("r.json", '{"cases": 3}', "list of records"),
        ("r.json", '[{"name": "Amina"}]', "has no field of HTCDS"),
        ("r.xlsx", "not a workbook", "not a readable .xlsx"),
        ("r.txt", "", "ends in .json, .csv or .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, text: str, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        read_text(text, name)
    assert caught.value.where == name


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_htcds(tmp_path / "none.csv")
    with pytest.raises(InputError, match="UTF-8"):
        read_text("vic_MethodsOfControl\nOther\n", encoding="utf-16")


def test_a_damaged_workbook_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [("vic_MethodsOfControl", "id"), *(("Other", f"a{at}") for at in range(60))]:
        book.active.append(row)
    path = tmp_path / "r.xlsx"
    book.save(path)
    whole = path.read_bytes()
    refused = 0
    for at in range(0, len(whole), 61):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        try:
            read_htcds(path)
        except InputError:
            refused += 1
    assert refused > 10


def test_a_workbook_without_the_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match="tables"):
        read_htcds(tmp_path / "r.xlsx")


@examples(150)
@given(st.sampled_from(["r.csv", "r.json"]), st.text(max_size=60), st.booleans())
def test_any_text_is_read_or_refused(name: str, text: str, headed: bool) -> None:
    if headed:
        text = (
            f"vic_MethodsOfControl,id\n{text}"
            if name == "r.csv"
            else json.dumps({"vic_TraffickingStatus": text})
        )
    try:
        found = read_text(text.encode("utf-8", "replace").decode(), name)
    except InputError:
        return
    assert len({case.id for case in found.cases}) == len(found.cases)


# --- writing


def test_only_the_named_fields_are_written_and_none_is_personal() -> None:
    said = FORCED | ABDUCTED
    case = Case("c1", 16, "female", facts=said, work=YES, complete=True, title="Amina", source="A")
    text, _ = written([(case, assess(case, AS_OF))], ".json")
    assert json.loads(text) == [
        {
            "id": "c1",
            "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
            "vic_AgeWhenTrafficked": 16,
            "vic_MethodsOfControl": ["PhysicalAbuse", "RestrictsMovement", "WithholdsDocuments"],
            "vic_TypeOfExploitation": ["ChildLabour", "ForcedLabour"],
            "prs_Gender": "Feminine",
            "cas_Status": "Active",
        }
    ]
    for name in set(json.loads(text)[0]) - {"id"}:
        assert standard().fields[name].use != "personal"


def test_a_status_is_possible_or_nothing_never_determined() -> None:
    certain = Case("c1", 30, facts=FORCED | ABDUCTED, work=YES, complete=True)
    cleared = Case("c2", 30, work=Answer.NO, complete=True)
    results = [(case, assess(case, AS_OF)) for case in (certain, cleared)]
    assert results[0][1].answers["trafficking"] is YES
    assert results[1][1].answers["trafficking"] is Answer.NO
    rows = json.loads(written(results, ".json")[0])
    assert [row["vic_TraffickingStatus"] for row in rows] == ["PossibleVictimOfTrafficking", ""]
    assert [row["vic_TypeOfExploitation"] for row in rows] == [["ForcedLabour"], []]


def test_a_child_labour_is_written_only_when_the_age_is_known_to_be_a_childs() -> None:
    for age, kinds in (
        (17, ["ChildLabour", "ForcedLabour"]),
        (18, ["ForcedLabour"]),
        (None, ["ForcedLabour"]),
    ):
        case = Case("c1", age, facts=FORCED, work=YES, complete=True)
        (row,) = json.loads(written([(case, assess(case, AS_OF))], ".json")[0])
        assert row["vic_TypeOfExploitation"] == kinds


def test_a_fact_that_is_no_or_unknown_is_not_written() -> None:
    said = {"locked_in": (FactRecord(Answer.NO),), "phone_taken": (FactRecord(UNKNOWN),)}
    case = Case("c1", facts=said)
    assert (
        json.loads(written([(case, assess(case, AS_OF))], ".json")[0])[0]["vic_MethodsOfControl"]
        == []
    )


@pytest.mark.parametrize("code", ["=1+1", "+1", "-1", "=HYPERLINK(1)"])
def test_a_csv_cell_is_never_a_formula_and_comes_back_as_it_was(code: str) -> None:
    case = Case(code)
    text, found = written([(case, assess(case, AS_OF))], ".csv")
    row = next(csv.DictReader(text.splitlines()))
    assert row["id"] == f"'{code}"
    assert found.cases[0].id == code


def test_no_cases_make_an_empty_file_that_can_be_read() -> None:
    for suffix in (".csv", ".json"):
        assert written([], suffix)[1].cases == ()
    assert read_text('{"cases": []}', "r.json").cases == ()


def test_an_assessment_of_another_case_and_an_unknown_ending_are_refused(tmp_path: Path) -> None:
    result = assess(Case("c1"), AS_OF)
    with pytest.raises(InputError, match="another case"):
        write_htcds([(Case("c2"), result)], tmp_path / "out.json")
    with pytest.raises(InputError, match=r"\.json or \.csv"):
        write_htcds([(Case("c1"), result)], tmp_path / "out.xml")
    with pytest.raises(InputError, match="cannot be written"):
        write_htcds([(Case("c1"), result)], tmp_path / "none" / "out.csv")
    assert list(tmp_path.iterdir()) == []


SEXES = [choice.sex for choice in standard().fields["prs_Gender"].choices.values()]
RECORDS = st.builds(lambda answer: (FactRecord(answer),), st.sampled_from(list(Answer)))


@examples(60)
@given(
    said=st.dictionaries(st.sampled_from(sorted(facts())), RECORDS, max_size=12),
    age=st.none() | st.integers(0, 120),
    sex=st.sampled_from(SEXES),
    work=st.sampled_from(list(Answer)),
    suffix=st.sampled_from([".json", ".csv"]),
    complete=st.booleans(),
)
@example(said=FORCED, age=30, sex="male", work=YES, suffix=".csv", complete=True)
def test_reading_what_was_written_keeps_age_sex_work_and_methods(
    *,
    said: dict[str, tuple[FactRecord, ...]],
    age: int | None,
    sex: str,
    work: Answer,
    suffix: str,
    complete: bool,
) -> None:
    case = Case("2026-0147", age, sex, work=work, facts=said, complete=complete)
    result = assess(case, AS_OF)
    _, found = written([(case, result)], suffix)
    (record,) = found.records
    methods = {facts()[code].htcds for code, (r,) in said.items() if r.answer is YES}
    assert set(record.methods) == methods
    assert (record.case.id, record.case.age, record.case.sex) == ("2026-0147", age, sex)
    assert record.case.work is (YES if result.answers["forced_labour"] is YES else UNKNOWN)
    assert found.rejects == ()
