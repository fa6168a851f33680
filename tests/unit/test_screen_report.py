"""The report of a screening: true to the matches, inert, and no gap is ever shown as low risk."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from manumit.errors import InputError
from manumit.reference import LANGUAGES, texts
from manumit.report.maps import BOTTOM, LEFT, RIGHT, TOP, name_of, point_of, world
from manumit.report.screen import (
    Findings,
    matches_written,
    print_screen,
    screen_document,
    screen_page,
    write_screen_page,
)
from manumit.report.screen.findings import KEPT, state_of
from manumit.report.screen.map import off_the_map, world_map
from manumit.report.screen.page import safe_address
from manumit.report.screen.phrases import ScreenPhrases
from manumit.supply.model import Screened
from tests.screen_samples import LISTS, located, match, screened, supplier


def found(given: Iterator[Screened] | list[Screened] | None = None) -> Findings:
    findings = Findings(LISTS)
    for one in screened() if given is None else given:
        findings.add(one)
    return findings


def printed(findings: Findings, language: str = "en", width: int = 160) -> str:
    out = StringIO()
    print_screen(Console(file=out, width=width), findings, rejected=3, language=language)
    return out.getvalue().replace("\u00a0", " ")


def page(findings: Findings | None = None, language: str = "en") -> str:
    return screen_page(findings or found(), language=language, version="1.0", rejected=3)


def test_the_document_has_every_supplier_with_matches_reasons_and_gaps() -> None:
    pieces = screen_document(screened(), LISTS, 3, version="1.0", as_of=date(2026, 11, 24))
    document = json.loads("".join(pieces))
    first, second = document["suppliers"][:2]
    assert {key: first[key] for key in ("row", "file", "name", "territory")} == {
        "row": 2,
        "file": "ours.csv",
        "name": "Alpha Mill",
        "territory": "CN",
    }
    (matched,) = first["matches"]
    assert (matched["list"], matched["entry_id"], matched["kind"]) == (
        "parties",
        "alpha-mill",
        "name",
    )
    assert matched["because"][0]["from"][0]["value"] == "+5.20"
    assert second["not_checked"] == ["Origin unknown: cotton."]
    assert document["lists"][1] == {
        "id": "goods",
        "as_of": None,
        "entries": 1,
        "origin": "goods.csv",
    }
    assert document["rejected"] == 3


def test_a_probability_has_four_places_in_the_document() -> None:
    one = Screened(supplier(2), (match(0.123456),))
    pieces = screen_document([one], LISTS, 0, version="1.0", as_of=date(2026, 11, 24))
    document = json.loads("".join(pieces))
    assert document["suppliers"][0]["matches"][0]["probability"] == 0.1235


def test_a_supplier_whose_only_match_was_rejected_needs_no_look() -> None:
    rejected = Screened(supplier(2), (match(0.0, "rejected"),))
    assert state_of(rejected) == "clear"
    assert state_of(replace(rejected, not_checked=("Goods are not given.",))) == "open"
    assert state_of(replace(rejected, matches=(match(1.0, "confirmed"),))) == "look"


def test_counts_tell_what_was_found_from_what_could_not_be_checked() -> None:
    findings = found()
    assert dict(findings.states) == {"look": 4, "open": 1, "clear": 3}
    assert findings.by_list == {"parties": 3, "goods": 1}
    assert findings.gaps["Origin unknown"].suppliers == 2
    assert findings.gaps["Origin unknown"].example == "cotton."


def test_a_supplier_counts_once_for_a_gap_that_several_lists_have() -> None:
    gaps = ("Origin unknown: cotton.", "Origin unknown: wool.")
    assert found([Screened(supplier(2), (), gaps)]).gaps["Origin unknown"].suppliers == 1


def test_matches_by_name_come_before_those_by_good_and_rejected_ones_last() -> None:
    order = [(each.match.kind, each.match.probability) for each in found().foremost]
    assert order == [("name", 1.0), ("name", 0.93), ("name", 0.71), ("good", 0.6), ("name", 0.0)]


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["name", "area", "good"])), max_size=40))
def test_the_order_of_suppliers_does_not_change_which_match_is_first(
    given: list[tuple[float, str]],
) -> None:
    suppliers = [
        Screened(supplier(row), (match(likely, kind=kind),))  # type: ignore[arg-type]
        for row, (likely, kind) in enumerate(given, start=2)
    ]
    one, other = found(suppliers), found(suppliers[::-1])
    ranked = [
        [(f.match.kind == "good", f.match.probability) for f in each.foremost]
        for each in (one, other)
    ]
    assert ranked[0] == ranked[1]
    assert one.states == other.states


def test_a_match_by_name_is_never_crowded_out_by_goods() -> None:
    goods = [Screened(supplier(row), (match(0.95, kind="good"),)) for row in range(2, KEPT + 50)]
    findings = found([*goods, Screened(supplier(9000, "Alpha"), (match(0.5),))])
    assert len(findings.foremost) == KEPT
    assert findings.foremost[0].supplier.row == 9000
    assert "Further matches: 49" in page(findings)
    assert "matches.csv" in page(findings)


def test_the_terminal_shows_probability_supplier_entry_and_the_two_weightiest_reasons() -> None:
    text = printed(found())
    row = next(line for line in text.splitlines() if " 93 %" in line)
    assert all(part in row for part in ("to be judged", "Alpha Mill", "parties", "name"))
    assert "Distinctive words: alpha / alpha (+5.20)" in row
    assert "Before any evidence" not in text
    assert "Suppliers read: 8" in text
    assert "Rows that could not be read: 3" in text
    assert "2  Goods are not given" in text
    assert "parties · Edition of: 2026-07-09 · Entries: 1 · built in" in text
    assert "goods · day not known · Entries: 1 · goods.csv" in text


def test_a_terminal_shows_fifty_matches_and_says_where_the_others_are() -> None:
    many = found([Screened(supplier(row), (match(),)) for row in range(2, 62)])
    for width in (160, 80):
        text = printed(many, width=width)
        assert text.count("93 %") == 50
        assert "Further matches: 10; --out DIR keeps them all" in text


def test_without_a_match_the_terminal_does_not_call_it_safe() -> None:
    text = printed(found([Screened(supplier(2), (), ("Goods are not given.",))]))
    assert "does not say that there is no forced labour" in text
    assert "No match, but not fully checked: 1" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_speaks_every_language(language: str) -> None:
    findings = found()
    assert f'lang="{language}"' in page(findings, language)
    say = ScreenPhrases(language)
    assert say.page("unread") in printed(findings, language, 90)
    assert say.page("look_text") in page(findings, language)


def test_all_languages_have_the_same_words_with_the_same_values() -> None:
    def shapes(language: str) -> dict[str, list[str]]:
        words = texts(language).words
        return {
            key: sorted(re.findall(r"{\w+}", value))
            for key, value in words.items()
            if key.startswith("screen.page.")
        }

    assert all(shapes(language) == shapes("en") for language in LANGUAGES)


def test_nothing_of_the_file_or_of_a_list_runs_on_the_page() -> None:
    html = page()
    assert "<script" not in html
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert safe_address("https://example.org") == "https://example.org"
    assert safe_address("javascript:alert(1)") == safe_address("data:text/html,x") == ""


def test_the_page_names_what_could_not_be_checked_beside_what_was_found() -> None:
    html = page()
    assert "That is not a low risk: it is unknown." in html
    assert "The day of this edition is not known" in html
    assert "Row 7: the status is not known." in html
    assert "4 of 8" in html


def test_a_row_says_since_when_an_entry_stands_and_what_was_found() -> None:
    assert "<small>2022-06-21 · forced labour</small>" in page()


def test_a_page_without_suppliers_or_matches_still_says_what_was_compared() -> None:
    html = page(found([]))
    assert "0 of 0" in html
    assert "List of parties" in html
    assert "No map" in html


def test_the_table_of_matches_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "out" / "matches.csv"
    one = Screened(supplier(2, "=HYPERLINK(1)"), (match(),))
    assert list(matches_written(path, [one])) == [one]
    (row,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert row["name"] == "'=HYPERLINK(1)"
    assert (row["list"], row["probability"], row["row"]) == ("parties", "0.9300", "2")
    assert row["why"].startswith("Distinctive words")


def test_a_table_of_matches_that_was_cut_off_is_not_left_behind(tmp_path: Path) -> None:
    def failing() -> Iterator[Screened]:
        yield Screened(supplier(2), (match(),))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(matches_written(tmp_path / "matches.csv", failing()))
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_says_where_and_how_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written") as raised:
        write_screen_page(tmp_path / "file" / "report.html", found(), version="1.0")
    assert raised.value.hint


def test_every_supplier_is_on_the_map_or_counted_beside_it() -> None:
    findings = found()
    svg = world_map(findings, ScreenPhrases("en"))
    assert off_the_map(findings) == 1
    assert "Kappa Works · Need a look" in svg
    assert "China · Need a look" in svg
    assert "Suppliers that the map cannot show, as their place is not known: 1" in page(findings)


def test_a_mark_that_needs_a_look_has_another_shape() -> None:
    say = ScreenPhrases("en")
    look = world_map(found([Screened(located(2, 23.8, 90.4), (match(),))]), say)
    clear = world_map(found([Screened(located(2, 23.8, 90.4), ())]), say)
    assert 'class="look"' in look
    assert "<circle" not in look
    assert "<circle" in clear


def test_points_close_to_each_other_are_one_mark() -> None:
    near = [Screened(located(row, 23.8 + row / 1000, 90.4), ()) for row in range(2, 40)]
    svg = world_map(found(near), ScreenPhrases("en"))
    assert svg.count('class="clear"') == 1
    assert "Compared in full, nothing found: 38" in svg


def test_the_map_shows_the_region_of_the_suppliers_or_else_the_world() -> None:
    say = ScreenPhrases("en")
    region = world_map(found([Screened(located(2, 23.8, 90.4), ())]), say)
    both = [Screened(located(2, 23.8, 90.4), ()), Screened(located(3, -23.5, -46.6), ())]
    everywhere = world_map(found(both), say)
    assert ">Brazil<" not in region
    assert ">Brazil<" in everywhere
    assert len(region) < len(everywhere)


def test_territories_with_goods_that_may_fall_under_a_list_are_hatched() -> None:
    svg = world_map(found(), ScreenPhrases("en"))
    (hatched,) = re.findall(r'class="good" d="[^"]+"><title>([^<]+)', svg)
    assert hatched == "Bangladesh"


def test_the_basemap_is_small_and_has_the_territories_where_they_are() -> None:
    found_world = world()
    assert len(found_world.shapes) > 240
    assert "Natural Earth" in found_world.source["title"]
    for code, (latitude, longitude) in {
        "BD": (23.8, 90.4),
        "CN": (35, 103),
        "BR": (-10, -53),
        "SG": (1.35, 103.8),
    }.items():
        x, y = point_of(latitude, longitude)
        centre = found_world.shapes[code].centre
        assert centre is not None
        assert abs(centre[0] - x) < 100
        assert abs(centre[1] - y) < 100
    centres = [shape.centre for shape in found_world.shapes.values() if shape.centre]
    assert all(LEFT - 200 < x < RIGHT + 200 and TOP - 100 < y < BOTTOM + 200 for x, y in centres)
    assert name_of("BD", "ar") == "بنغلاديش"
