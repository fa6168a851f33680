"""`manumit lists`: what it prints and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from manumit.cli.lists import command
from manumit.errors import InputError
from manumit.io.outside_lists import load_lists
from manumit.lists.load import built_in
from manumit.lists.own import write
from tests.helpers import shared
from tests.helpers_cli import Outcome


def lists(*arguments: object) -> Outcome:
    result = CliRunner().invoke(
        command, [str(a) for a in arguments], standalone_mode=False, catch_exceptions=True
    )
    if result.exception is not None:
        raise result.exception
    return Outcome(result.return_value or 0, result.stdout, result.stderr)


def test_without_arguments_every_known_list_is_shown() -> None:
    document = lists("--format", "json").document
    found = {each["id"]: each for each in document["lists"]}
    assert {"us_dhs_uflpa", "us_cbp_forced_labor", "br_slavery"} <= set(found)
    assert found["us_dhs_uflpa"]["origin"] == "built in"
    assert found["us_dhs_uflpa"]["as_of"] == "2026-07-09"
    assert found["us_dhs_uflpa"]["entries"] == 145
    assert found["br_slavery"]["origin"] == "needs your copy"
    assert found["br_slavery"]["entries"] is None
    assert set(found["br_slavery"]) == set(found["us_dhs_uflpa"])


def test_the_table_says_which_lists_need_a_copy() -> None:
    out = lists().out
    assert "needs your copy" in out
    assert "br_slavery: fetch the list from its publisher" in out


def test_the_entries_of_a_list_are_shown() -> None:
    document = lists("--show", "us_dhs_uflpa", "--format", "json").document
    first = document["entries"][0]
    assert first["where"] == [{"territory": "CN", "area": "Xinjiang"}]
    assert len(document["entries"]) == document["lists"][0]["entries"]
    out = lists("--show", "us_cbp_forced_labor").out
    assert "Furniture" in out
    assert "more; --format json has them all" in out


def test_a_list_of_ones_own_gets_its_id_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "Our Watch-List.2026-01-05.csv"
    path.write_text("name,territory\nMill Co,China\n", encoding="utf-8")
    (each,) = lists(path, "--format", "json").document["lists"]
    assert (each["id"], each["as_of"], each["parties"]) == ("our_watch_list", "2026-01-05", 1)
    assert each["licence"] == "not stated"


def test_a_copy_in_the_own_format_takes_the_place_of_the_edition(tmp_path: Path) -> None:
    path = tmp_path / "copy.csv"
    path.write_text(write(built_in("us_cbp_forced_labor").entries), encoding="utf-8")
    (each,) = lists(f"us_cbp_forced_labor={path}", "--format", "json").document["lists"]
    assert (each["id"], each["origin"]) == ("us_cbp_forced_labor", "copy.csv")
    assert each["title"] == "Withhold Release Orders and Findings"


def test_entities_of_followthemoney_are_a_list_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "c4ads_xinjiang.ftm.json"
    path.write_text('{"id":"c","schema":"Company","properties":{"name":["Mill Co"]}}\n')
    (found,) = load_lists([str(path)])
    assert (found.id, found.origin) == ("c4ads_xinjiang", "c4ads_xinjiang.ftm.json")
    assert found.licence == "as stated by whoever made the copy"


def test_published_files_are_told_by_what_they_hold() -> None:
    found = load_lists(
        [
            str(shared("data", "lists", "dhs_uflpa.json")),
            str(shared("data", "lists", "cbp_wro.json")),
            str(shared("data", "brazil_register", "lista_suja_2023-04-05.csv")),
        ]
    )
    assert [each.id for each in found] == ["us_dhs_uflpa", "us_cbp_forced_labor", "br_slavery"]


def test_what_was_not_known_goes_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "some.ftm.json"
    path.write_text(
        '{"id":"c","schema":"Company","properties":{"name":["Mill Co"]}}\n'
        '{"id":"p","schema":"Person","properties":{"name":["Nobody"]}}\n'
    )
    outcome = lists(path)
    assert "Persons are not screened" in outcome.err
    assert "Nobody" not in outcome.err + outcome.out


def test_a_list_that_was_not_loaded_cannot_be_shown() -> None:
    with pytest.raises(InputError, match="no list 'us_dhs_uflpa' was loaded"):
        lists("us_cbp_forced_labor", "--show", "us_dhs_uflpa")
