"""Statements of claim: complete, inert, the same on every surface, and the same every time."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from manumit.errors import InputError, MissingExtra
from manumit.reference import LANGUAGES
from manumit.report.claims import index_page, statement_page, statement_pdf, write_statements
from manumit.report.claims.content import content
from manumit.report.claims.phrases import Phrases, amount, total
from manumit.report.claims.plots import INK, Bar, Frame, Series, bars, lines
from manumit.report.claims.terminal import print_claims
from tests.claim_documents import arabic_claim, domestic_work, overtime_week, rng, why

VERSION = "9.8.7"
CLAIMS = {"week": overtime_week, "household": domestic_work, "arabic": arabic_claim}
NASTY = '<script>alert(1)</script> #let x = 1 "quoted" \\ $a$ @b'


class Page(HTMLParser):
    """Elements and text of a page; refuses tags that do not close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []
        self.ids = [attrs["id"] for _, attrs in self.elements if "id" in attrs]
        self.text = re.sub(r"\s+", " ", " ".join(self.words).replace("\u202f", "_"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len({name for name, _ in attrs}), f"{tag} repeats an attribute"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


def page_of(claim: dict[str, Any], **more: Any) -> Page:
    return Page(statement_page(claim, version=VERSION, **more))


def drawn(**more: Any) -> Frame:
    return Frame("p", "Title", "What is seen", **more)


def printed(claims: list[dict[str, Any]], width: int, language: str = "en") -> str:
    out = StringIO()
    print_claims(Console(file=out, width=width, highlight=False), claims, language)
    return out.getvalue().replace("\u202f", " ").replace("\u00a0", " ")


# Pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CLAIMS)
def test_a_statement_is_inert_and_every_link_on_it_leads_somewhere(
    name: str, language: str
) -> None:
    html = statement_page(CLAIMS[name](), language=language, version=VERSION)
    page = Page(html)
    assert "<script" not in html
    assert len(page.ids) == len(set(page.ids))
    inside = [attrs["href"] for attrs in page.all("a") if attrs["href"].startswith("#")]
    assert inside
    assert {href[1:] for href in inside} <= set(page.ids)
    assert page.all("html") == [
        {"lang": language, "dir": "rtl" if language == "ar" else "ltr"},
    ]
    assert not re.search(r"{\w+}", page.text)


def test_a_week_of_overtime_shows_its_sums_its_reasons_and_its_law() -> None:
    text = page_of(overtime_week()).text
    for expected in (
        "Total claimed USD 216.00",
        "Due 588.00",
        "Owed even on the employer’s own records, and elsewhere",
        "6 × 12.00 × 1.5 = 108.00",
        "Fair Labor Standards Act of 1938, 29 USC 207(a)(1)",
        "E3 · the worker’s record of the time",
        "You worked more than the normal hours without the pay that is due for it.",
    ):
        assert expected in text


def test_a_range_is_shown_as_low_likely_and_high_and_is_explained() -> None:
    text = page_of(domestic_work()).text
    assert "Total claimed 22_647.22 27_295.40 32_433.60" in text
    assert "EUR 22_647.22 to EUR 32_433.60" in text
    assert "low is the least that it allows" in text


def test_many_lines_stand_below_their_head_with_the_sum_of_their_differences() -> None:
    page = page_of(domestic_work())
    groups = [attrs for attrs in page.all("details") if attrs.get("class") == "group"]
    assert len(groups) == 4
    assert page.text.count("Lines: 18") == 4
    few = domestic_work(lines=domestic_work()["lines"][:60])
    assert "Lines:" not in page_of(few).text


def test_a_law_that_was_not_read_says_so_before_anything_is_filed() -> None:
    assert "provisional: its text was not at hand" in page_of(domestic_work()).text
    assert "rests on no verified source" in page_of(overtime_week(law_status="draft")).text
    assert "its text was not at hand" not in page_of(overtime_week()).text


def test_what_is_not_in_the_total_says_so() -> None:
    text = page_of(domestic_work()).text
    assert "not owed to the worker and is not in the total" in text
    assert "not by the employer; not in the total" in text


def test_a_reading_that_was_chosen_is_not_listed_as_another_one() -> None:
    claim = domestic_work()
    shown = [row["label"] for row in content(claim, "en", Frame)["variants"]["rows"]]
    assert shown == ["Reading of this statement", claim["variants"]["hourly_173"]["label"]]


def test_readings_that_change_nothing_are_named_in_one_sentence() -> None:
    claim = domestic_work(reading={})
    found = content(claim, "en", Frame)["variants"]
    assert len(found["rows"]) == 2
    assert found["same"].endswith("An hour’s pay is a 208th of a month’s")
    assert found["same"] in page_of(claim).text
    only = {"hourly_208": claim["variants"]["hourly_208"]}
    assert content(claim | {"variants": only}, "en", Frame)["variants"]["rows"] == []
    assert statement_pdf(claim | {"variants": only}, version=VERSION).startswith(b"%PDF")


def test_a_claim_that_comes_to_nothing_says_so_plainly() -> None:
    claim = overtime_week(total=rng("0.00"), heads=[], penalty=rng("0.00"))
    text = page_of(claim).text
    assert "nothing is owed to you. New facts can change this." in text
    assert "Penalty owed to the state" not in text


def test_an_unknown_end_of_a_range_never_becomes_a_figure() -> None:
    claim = overtime_week(
        total=rng("100.00", None, None),
        heads=[{"head": "overtime", "code": "W3", "amount": rng("100.00", None, None)}],
    )
    text = page_of(claim).text
    assert "at least USD 100.00 no likely figure" in text
    assert "Total claimed 100.00 – –" in text
    assert b"%PDF" in statement_pdf(claim, version=VERSION)[:8]


def test_a_claim_without_lines_debts_or_evidence_has_a_page_and_a_pdf() -> None:
    empty = overtime_week(
        lines=[], heads=[], evidence=[], cites=[], period=None, because=why("Nothing is known."),
        floor=None, due=rng("0.00"),
    )  # fmt: skip
    assert "Declaration" in page_of(empty).text
    assert statement_pdf(empty, version=VERSION).startswith(b"%PDF")


def test_text_of_people_is_never_code_on_a_page_or_in_a_pdf() -> None:
    claim = overtime_week(worker=NASTY, missing=[NASTY])
    claim["evidence"][0]["note"] = NASTY
    html = statement_page(claim, version=VERSION)
    assert "<script" not in html
    assert NASTY.split(maxsplit=1)[0] in Page(html).text
    assert statement_pdf(claim, version=VERSION).startswith(b"%PDF")


def test_a_head_or_a_party_that_has_no_word_goes_by_its_code() -> None:
    claim = overtime_week(
        heads=[{"head": "tool_money", "code": "W1", "amount": rng("1.00")}],
        evidence=[
            {"id": "e1", "grade": "E1", "note": None, "asserted_by": "broker", "contested_by": None}
        ],
    )
    assert "tool money" in page_of(claim).text
    assert "broker" in page_of(claim).text


def test_amounts_and_codes_keep_their_direction_inside_arabic() -> None:
    text = page_of(arabic_claim(), language="ar").text
    assert "\u2066AED 12_150.00\u2069" in text
    assert "\u206652 × 10.00 × 1.25 = 650.00\u2069" in text
    assert len(re.findall("[\u2066\u2067]", text)) == text.count("\u2069")


def test_what_was_paid_since_is_taken_off_in_the_sums_the_chart_and_the_plain_page() -> None:
    paid = {"head": "repaid", "code": "", "amount": rng("-50.00")}
    claim = overtime_week(repaid="50.00", total=rng("166.00"))
    claim["heads"].append(paid)
    text = page_of(claim).text
    assert text.count("Paid since, towards the claim −50.00") == 3
    assert "What was paid to you since then was taken away." in text
    assert "−50.00" in printed([claim], 140).replace("USD ", "")
    assert statement_pdf(claim, version=VERSION).startswith(b"%PDF")


def test_the_plain_page_explains_only_what_this_claim_has() -> None:
    text = page_of(overtime_week()).text
    assert "The law adds a further sum" in text
    assert "Interest was added" not in text
    assert "Do not wait" not in text
    assert "Do not wait" in page_of(domestic_work()).text


def test_every_table_has_a_caption_and_every_heading_of_a_table_a_scope() -> None:
    for name, make in CLAIMS.items():
        page = page_of(make())
        assert len(page.all("caption")) == len(page.all("table")), name
        assert all(attrs.get("scope") in ("row", "col") for attrs in page.all("th")), name


def test_the_list_of_claims_adds_each_currency_by_itself() -> None:
    claims = [overtime_week("a"), overtime_week("b"), arabic_claim()]
    page = Page(index_page(claims, hrefs=["1.html", "2.html", "3.html"], version=VERSION))
    assert "USD 2 432.00 432.00 432.00" in page.text
    assert [attrs["href"] for attrs in page.all("a")] == ["#claims", "1.html", "2.html", "3.html"]


# PDF


@pytest.mark.parametrize("name", CLAIMS)
def test_the_same_claim_gives_the_same_pdf_with_title_and_tags(name: str) -> None:
    claim = CLAIMS[name]()
    first = statement_pdf(claim, version=VERSION)
    assert first == statement_pdf(claim, version=VERSION)
    assert b"/MarkInfo" in first
    assert b"Title" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_made_in_every_language(language: str) -> None:
    made = statement_pdf(arabic_claim(), language=language, version=VERSION)
    assert (b"NotoNaskhArabic" in made) or language != "ar"


def test_without_typst_the_pages_are_written_and_the_note_says_why_there_is_no_pdf(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("manumit.report.claims.files.find_spec", lambda _name: None)
    written = write_statements([overtime_week()], tmp_path, version=VERSION)
    assert "manumit[claims]" in written.note
    assert written.statements == ()
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert "claim.pdf" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(MissingExtra, match=r"manumit\[claims\]"):
        statement_pdf(overtime_week(), version=VERSION)


# Files


def test_one_claim_is_one_page_and_its_pdf(tmp_path: Path) -> None:
    written = write_statements([overtime_week()], tmp_path / "out", version=VERSION)
    assert written.report == tmp_path / "out" / "report.html"
    assert written.statements == (tmp_path / "out" / "claim.pdf",)
    assert 'href="claim.pdf"' in written.report.read_text(encoding="utf-8")


def test_several_claims_have_safe_names_and_a_list_that_leads_to_each(tmp_path: Path) -> None:
    claims = [overtime_week("A1"), overtime_week("../x")]
    written = write_statements(claims, tmp_path, version=VERSION, rejected=3)
    names = sorted(path.name for path in (tmp_path / "claims").iterdir())
    assert names == ["A1.html", "A1.pdf", "case-0001.html", "case-0001.pdf"]
    page = written.report.read_text(encoding="utf-8")
    assert 'href="claims/A1.html"' in page
    assert "Rows that could not be read: 3" in page


def test_claims_of_a_long_table_are_rows_without_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = ("lines", "period", "law_status", "heads", "because")
    claims = [
        {key: value for key, value in overtime_week(f"c{n}").items() if key not in left_out}
        for n in range(60)
    ]
    monkeypatch.setattr("manumit.report.claims.page.LISTED", 40)
    written = write_statements(claims, tmp_path, version=VERSION)
    page = written.report.read_text(encoding="utf-8")
    assert written.statements == ()
    assert not (tmp_path / "claims").exists()
    assert "Further claims, not listed here: 20" in page
    assert "USD" in page
    assert "Further claims, not listed here: 10" in printed(claims, 140)
    assert "c0" in printed(claims[:1], 60)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        write_statements([overtime_week()], tmp_path / "file", version=VERSION)


def test_a_language_that_is_not_available_is_refused() -> None:
    with pytest.raises(InputError, match="xx"):
        statement_page(overtime_week(), language="xx", version=VERSION)


# Terminal


def test_one_claim_shows_its_lines_and_its_steps_to_the_total() -> None:
    for width in (70, 140):
        text = printed([overtime_week()], width)
        assert "Overtime" in text
        assert "588.00" in text
        assert re.search(r"Total claimed +USD 216.00", text)


def test_many_claims_are_a_row_each_with_the_sum_by_currency() -> None:
    claims = [overtime_week("a"), overtime_week("b"), domestic_work(), arabic_claim()]
    wide, narrow = printed(claims, 150), printed(claims, 60)
    for text in (wide, narrow):
        assert "domestic-18-months" in text
        assert "Total claimed, USD (Claims: 2)\n  USD 432.00" in text
    assert all(len(line) <= 60 for line in narrow.splitlines())


def test_a_terminal_shows_the_first_lines_and_counts_the_rest() -> None:
    assert "Lines: 72" in printed([domestic_work()], 140)
    assert "\u2066" not in printed([arabic_claim()], 140, "ar")


# Amounts


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-10, max_value=10**9))
def test_an_amount_reads_back_as_itself(value: Decimal) -> None:
    shown = amount(value)
    assert Decimal(shown.replace("\u202f", "").replace("\u2212", "-")) == value


def test_a_sum_is_unknown_where_one_part_of_it_is() -> None:
    assert total([rng("1.10"), rng("2.00", None, None)]) == {
        "low": "3.10",
        "likely": None,
        "high": None,
    }


def test_a_range_reads_as_a_sentence_in_every_language() -> None:
    for language in LANGUAGES:
        say = Phrases(language)
        spoken = say.span(rng("36.00", "38.00", "40.00"), "USD")
        assert "36.00" in spoken
        assert "40.00" in spoken


# Charts


def shapes(svg: str, tag: str) -> Iterator[dict[str, str]]:
    for element in ElementTree.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}"):  # noqa: S314 - our own
        yield dict(element.attrib)


def test_bars_are_as_long_as_their_likely_value_and_marked_from_low_to_high() -> None:
    rows = [
        Bar("a", Decimal(5), Decimal(10), Decimal(20)),
        Bar("b", Decimal(4), Decimal(4), Decimal(4)),
    ]
    svg = bars(rows, drawn())
    assert [each["width"] for each in shapes(svg, "rect")] == ["50.00%", "20.00%"]
    marks = list(shapes(svg, "line"))
    assert (marks[0]["x1"], marks[0]["x2"]) == ("25.00%", "100.00%")
    assert len(marks) == 3, "a known value needs no mark"


def test_a_bar_without_a_likely_value_is_an_outline_up_to_its_least() -> None:
    svg = bars([Bar("a", Decimal(5), None, Decimal(10)), Bar("b", Decimal(5), None, None)], drawn())
    assert {each["fill"] for each in shapes(svg, "rect")} == {"none"}


def test_charts_run_the_other_way_from_right_to_left() -> None:
    row = [Bar("a", Decimal(5), Decimal(5), Decimal(10))]
    assert next(shapes(bars(row, drawn()), "rect"))["x"] == "0.00%"
    assert next(shapes(bars(row, drawn(direction="rtl")), "rect"))["x"] == "50.00%"
    series = [Series("s", [Decimal(3), None, Decimal(1), Decimal(0)])]
    left = list(shapes(lines(series, drawn()), "line"))[-1]["x2"]
    right = list(shapes(lines(series, drawn(direction="rtl")), "line"))[-1]["x2"]
    assert (left, right) == ("100.00%", "0.00%")


def test_a_negative_value_starts_at_zero_and_nothing_at_all_is_drawn_too() -> None:
    svg = bars([Bar("a", Decimal(-5), Decimal(-5), Decimal(-5)),
                Bar("b", Decimal(5), Decimal(5), Decimal(5))], drawn())  # fmt: skip
    assert [each["x"] for each in shapes(svg, "rect")] == ["0.00%", "50.00%"]
    assert ElementTree.fromstring(bars([], drawn())) is not None  # noqa: S314 - our own
    assert ElementTree.fromstring(lines([Series("s", [])], drawn())) is not None  # noqa: S314


@given(
    st.lists(st.decimals(min_value=0, max_value=10**7, places=2), min_size=1, max_size=30),
    st.sampled_from(["ltr", "rtl"]),
)
def test_no_line_of_a_chart_leaves_its_field(values: list[Decimal], direction: str) -> None:
    svg = lines([Series("s", values), Series("t", values)], drawn(direction=direction))
    height = float(ElementTree.fromstring(svg).attrib["height"])  # noqa: S314 - our own
    for mark in shapes(svg, "line"):
        assert all(0 <= float(mark[end].rstrip("%")) <= 100 for end in ("x1", "x2"))
        assert all(0 <= float(mark[end]) <= height for end in ("y1", "y2"))


def test_a_chart_names_itself_and_escapes_what_it_is_given() -> None:
    frame = Frame("c", "<T>", "A & B", colours=INK, font="'Serif'", width=300)
    svg = bars([Bar("<b>", Decimal(1), Decimal(1), Decimal(1), "1")], frame)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert root.attrib["aria-labelledby"] == "c-title c-desc"
    assert "var(" not in svg
    assert [each.text for each in list(root)[:2]] == ["<T>", "A & B"]
