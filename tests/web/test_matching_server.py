"""The matching server: requests in the form of yente are answered in its form.

The form is that of yente's documentation and source: https://www.opensanctions.org/docs/api/request/
and https://github.com/opensanctions/yente (routers/match.py, data/common.py, settings.py).
"""

import asyncio
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from manumit.cli import match_server, serve
from manumit.errors import InputError, MissingExtra
from manumit.io.outside_lists import load_lists
from manumit.lists import OutsideList
from manumit.web.matching.parties import PartyIndex
from manumit.web.matching.request import MOST_EXCLUDED, MOST_QUERIES, MOST_RESULTS
from manumit.web.matching.server import MOST_BYTES, matching_app

DAY = date(2026, 11, 22)
COMPANY = {
    "schema": "Company",
    "properties": {"name": ["Hetian Haolin Hair Accessories Co., Ltd."], "country": ["China"]},
}
OTHER = {"schema": "Company", "properties": {"name": ["Brilliant Amazing Limited"]}}


@dataclass(frozen=True)
class Answered:
    """What the server sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Calls an application without a network."""

    app: Any

    def get(self, path: str, **query: Any) -> Answered:
        return self.call("GET", path, b"", query)

    def match(self, dataset: str = "default", queries: Any = None, **options: Any) -> Answered:
        body = {"queries": queries if queries is not None else {"q1": COMPANY}}
        body |= options.pop("body", {})
        return self.call("POST", f"/match/{dataset}", json.dumps(body).encode(), options)

    def results(self, given: Any = COMPANY, dataset: str = "default", **options: Any) -> Any:
        answered = self.match(dataset, {"q": given}, **options)
        assert answered.status == 200, answered.body
        return answered.document["responses"]["q"]["results"]

    def call(
        self, method: str, path: str, body: bytes, query: dict[str, Any], host: str = "localhost"
    ) -> Answered:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": urlencode(query, doseq=True).encode(),
            "headers": [(b"host", host.encode()), (b"content-type", b"application/json")],
            "server": ("localhost", 80),
            "client": ("127.0.0.1", 1),
        }
        return asyncio.run(self._run(scope, body))

    async def _run(self, scope: dict[str, Any], body: bytes) -> Answered:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answered(start["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


OWN = """id,name,also,kind,territory,address,subsidiaries,status,practices,identifiers,note
mill,Hill Spinning Mill Co. Ltd.,山纺织有限公司,entity,China,1 Hill Road,yes,,forced_labour,,Named
plant,Hill Spinning Mill No. 2 Plant,,site,China,,,in_force,,,
ship,Sea Star 77,,vessel,Taiwan,,,in_force,forced_labour,imo:9074729,
old,River Carpets Weaving Ltd,,entity,India,,,ended,forced_labour,,
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[OutsideList, ...]:
    path = tmp_path_factory.mktemp("lists") / "watch.2026-10-01.csv"
    path.write_text(OWN, encoding="utf-8")
    return (*load_lists(), *load_lists([str(path)]))


@pytest.fixture(scope="module")
def client(lists: tuple[OutsideList, ...]) -> Client:
    return Client(matching_app(PartyIndex(lists, DAY)))


def query(name: str, schema: str = "Company", **properties: Any) -> dict[str, Any]:
    return {"schema": schema, "properties": {"name": [name]} | properties}


def test_a_batch_is_answered_by_the_names_of_its_queries(client: Client) -> None:
    answered = client.match(queries={"entity1": COMPANY, "entity2": OTHER})
    document = answered.document
    assert answered.status == 200
    assert answered.headers["x-batch-size"] == "2"
    assert list(document["responses"]) == ["entity1", "entity2"]
    assert document["limit"] == 5
    first = document["responses"]["entity1"]
    assert set(first) == {"status", "results", "total", "query"}
    assert first["status"] == 200
    assert set(first["total"]) == {"value", "relation"}
    assert first["query"] == {
        "id": None,
        "schema": "Company",
        "properties": {"name": ["Hetian Haolin Hair Accessories Co., Ltd."], "country": ["cn"]},
    }
    assert document["responses"]["entity2"]["results"] == []
    assert document["responses"]["entity2"]["total"] == {"value": 0, "relation": "eq"}


def test_a_result_is_an_entity_with_score_match_features_and_explanations(client: Client) -> None:
    found = client.results(dataset="us_dhs_uflpa")[0]
    assert {
        *("id", "caption", "schema", "properties", "datasets", "referents", "target"),
        *("first_seen", "last_seen", "last_change"),
        *("score", "match", "features", "explanations"),
    } == set(found)
    assert found["id"] == "us_dhs_uflpa.hetian-haolin-hair-accessories-co-ltd"
    assert found["referents"] == ["hetian-haolin-hair-accessories-co-ltd"]
    assert found["schema"] == "Organization"
    assert found["datasets"] == ["us_dhs_uflpa"]
    assert found["properties"]["country"] == ["cn"]
    assert found["properties"]["topics"] == ["forced.labor"]
    assert "Hotan Haolin Hair Accessories" in found["properties"]["alias"]
    assert found["last_seen"] == "2026-07-09T00:00:00"
    assert found["match"] is True
    assert set(found["features"]) == set(found["explanations"])
    for name, feature in found["explanations"].items():
        assert feature["score"] == found["features"][name]
        assert feature["detail"]


def test_the_features_add_up_to_the_log_odds_of_the_score(client: Client) -> None:
    for found in client.results(limit=20, threshold=0.01):
        total = sum(found["features"].values())
        odds = math.log(found["score"] / (1 - found["score"]))
        assert total == pytest.approx(odds, abs=0.6)  # parts below 0.05 are left out


def test_every_feature_is_documented(client: Client) -> None:
    document = client.match().document
    used = {name for one in document["responses"]["q1"]["results"] for name in one["features"]}
    assert used <= set(document["matcher"])
    algorithms = client.get("/algorithms").document
    assert algorithms["default"] == algorithms["best"] == "manumit"
    assert used <= set(algorithms["algorithms"][0]["features"])


def test_a_name_in_another_script_is_found(client: Client) -> None:
    assert client.results(query("山纺织有限公司"))[0]["id"] == "watch.mill"


def test_results_are_sorted_and_cut_by_limit_cutoff_and_threshold(client: Client) -> None:
    asked = query("Hill Spinning Mill")
    scores = [one["score"] for one in client.results(asked, threshold=0, limit=10)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 1
    assert len(client.results(asked, threshold=0, limit=1)) == 1
    assert all(one["score"] >= 0.9 for one in client.results(asked, cutoff=0.9, threshold=0.95))
    between = client.results(asked, cutoff=0, threshold=1.01)
    assert between
    assert not any(one["match"] for one in between)


def test_where_more_may_be_found_than_asked_for_the_total_is_a_lower_bound(client: Client) -> None:
    asked = {"q": query("Hill Spinning Mill")}
    document = client.match(queries=asked, threshold=0, limit=1).document
    assert document["responses"]["q"]["total"]["relation"] == "gte"


def test_lists_are_chosen_by_path_and_parameters(client: Client) -> None:
    def chosen(dataset: str, **options: Any) -> set[str]:
        results = client.results(COMPANY, dataset, threshold=0, limit=100, **options)
        return {id_ for one in results for id_ in one["datasets"]}

    assert chosen("us_dhs_uflpa") == {"us_dhs_uflpa"}
    assert chosen("default", include_dataset="us_dhs_uflpa") == {"us_dhs_uflpa"}
    assert "us_dhs_uflpa" not in chosen("default", exclude_dataset="us_dhs_uflpa")
    assert chosen("default", exclude_dataset="us_ofac_sdn") == chosen("default")


def test_parties_are_left_out_by_id_entry_schema_and_topic(client: Client) -> None:
    asked = query("Hill Spinning Mill", "Thing")

    def ids(**options: Any) -> set[str]:
        return {one["id"] for one in client.results(asked, "watch", threshold=0, **options)}

    assert {"watch.mill", "watch.plant"} <= ids()
    assert "watch.mill" not in ids(exclude_entity_ids="watch.mill")
    assert "watch.mill" not in ids(exclude_entity_ids=["other", "mill"])
    assert ids(exclude_schema="Organization") <= {"watch.ship"}
    assert ids(topics="forced.labor") <= {"watch.mill", "watch.ship"}


def test_a_vessel_is_asked_for_as_a_vessel(client: Client) -> None:
    (found,) = client.results(query("Sea Star 77", "Vessel", flag=["tw"]), "watch")
    assert found["schema"] == "Vessel"
    assert found["properties"]["imoNumber"] == ["9074729"]
    assert client.results(query("Sea Star 77", "Company"), "watch") == []


def test_an_entry_that_has_ended_is_not_matched(client: Client) -> None:
    assert client.results(query("River Carpets Weaving Ltd")) == []


def test_of_several_territories_none_is_compared(client: Client) -> None:
    asked = COMPANY["properties"]["name"][0]  # type: ignore[index]
    found = client.results(query(asked, country=["cn", "vn"]))[0]
    assert "territory" not in found["features"]


def test_values_may_be_single_texts_and_unused_properties_are_passed_over(client: Client) -> None:
    asked = {"schema": "Company", "properties": {"name": "Hill Mill", "birthDate": ["1970"]}}
    response = client.match(queries={"q": asked}).document["responses"]["q"]
    assert response["query"]["properties"] == {"name": ["Hill Mill"]}


def test_an_entity_is_looked_up_with_the_measure_against_it(client: Client) -> None:
    found = client.get("/entities/watch.mill").document
    assert found["properties"]["notes"] == [
        "Named",
        "The entry covers subsidiaries or subordinates.",
    ]
    assert found["properties"]["sanctions"][0]["schema"] == "Sanction"
    assert (
        "sanctions" not in client.get("/entities/watch.mill", nested="false").document["properties"]
    )
    assert client.get("/entities/watch.plant").document["properties"]["classification"] == ["site"]
    assert client.get("/entities/watch.none").status == 404


@pytest.mark.parametrize("path", ["/catalog", "/manifest"])
def test_the_catalog_names_each_list_with_its_day_and_size(client: Client, path: str) -> None:
    document = client.get(path).document
    found = {each["name"]: each for each in document["datasets"]}
    assert found["watch"]["version"] == "2026-10-01"
    assert found["watch"]["entity_count"] == 3
    assert found["default"]["children"] == document["current"]
    assert "us_dol_goods" not in document["current"]
    assert not document["outdated"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_says_that_it_is_ready(client: Client, path: str) -> None:
    assert client.get(path).document == {"status": "ok"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"body": {"weights": {"name_literal": 0.8}}}, "weights"),
        ({"body": {"config": {"nm_number_mismatch": 0.4}}}, "config"),
        ({"body": {"filters": {}}}, "filters"),
        ({"algorithm": "logic-v2"}, "Unknown algorithm"),
        ({"changed_since": "2026-01-01"}, "changed_since"),
        ({"topics": "sanction"}, "topic"),
        ({"include_dataset": "us_ofac_sdn"}, "us_ofac_sdn"),
        ({"include_dataset": "us_dhs_uflpa", "exclude_dataset": "us_dhs_uflpa"}, "No list is left"),
        ({"treshold": "0.5"}, "Did you mean threshold"),
        ({"queries": {}}, "No queries"),
        ({"queries": {f"q{n}": OTHER for n in range(MOST_QUERIES + 1)}}, "Too many queries"),
        ({"queries": {"q": query("A Person", "Person")}}, "persons are not matched"),
        ({"queries": {"q": query("x", "Passport")}}, "Passport"),
        ({"queries": {"q": {"schema": "Company", "properties": {"country": ["cn"]}}}}, "no name"),
        ({"queries": {"q": query("x", alias=["x"] * 51)}}, "over 50 values"),
        ({"queries": {"q": query("x" * 1001)}}, "characters"),
    ],
)
def test_what_cannot_be_honoured_is_refused_and_said(
    client: Client, options: dict[str, Any], says: str
) -> None:
    answered = client.match(**options)
    assert answered.status == 400
    assert says in answered.document["detail"]


@pytest.mark.parametrize(
    "options", [{"body": {"weights": {}}}, {"algorithm": "best"}, {"fuzzy": 1}]
)
def test_what_changes_nothing_is_accepted(client: Client, options: dict[str, Any]) -> None:
    assert client.match(**options).status == 200


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"limit": 0}, ["query", "limit"]),
        ({"limit": MOST_RESULTS + 1}, ["query", "limit"]),
        ({"limit": "many"}, ["query", "limit"]),
        ({"threshold": "nan"}, ["query", "threshold"]),
        ({"exclude_entity_ids": ["x"] * (MOST_EXCLUDED + 1)}, ["query", "exclude_entity_ids"]),
        ({"queries": [COMPANY]}, ["body", "queries"]),
        ({"queries": {"q": {"properties": {}}}}, ["body", "queries", "q", "schema"]),
        ({"queries": {"q": {"schema": "Company"}}}, ["body", "queries", "q", "properties"]),
        (
            {"queries": {"q": query("x", address=[{"full": "x"}])}},
            ["body", "queries", "q", "properties", "address"],
        ),
    ],
)
def test_a_request_of_another_form_is_refused_with_its_place(
    client: Client, options: dict[str, Any], place: list[str]
) -> None:
    answered = client.match(**options)
    assert answered.status == 422
    assert answered.document["detail"][0]["loc"] == place


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"queries": {"\\ud800": 1}}']
)
def test_a_body_that_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    assert client.call("POST", "/match/default", body, {}).status == 422


def test_a_list_that_is_not_there_or_names_no_party_is_refused(client: Client) -> None:
    assert client.match("us_ofac_sdn").status == 404
    answered = client.match("us_dol_goods")
    assert answered.status == 400
    assert "manumit screen" in answered.document["detail"]


def test_a_body_that_is_too_long_is_refused(client: Client) -> None:
    assert client.call("POST", "/match/default", b" " * (MOST_BYTES + 1), {}).status == 413


def test_an_address_or_method_that_is_not_there_is_refused_in_json(client: Client) -> None:
    assert client.get("/nothing").document == {"detail": "Not Found"}
    answered = client.get("/match/default")
    assert answered.status == 405
    assert answered.document["detail"]


def test_no_answer_may_be_kept(client: Client) -> None:
    for answered in (client.match(), client.match(limit=0), client.get("/catalog")):
        assert answered.headers["cache-control"] == "no-store"


def test_only_names_of_its_own_are_answered(lists: tuple[OutsideList, ...]) -> None:
    app = matching_app(PartyIndex(lists[:1], DAY), hosts=("127.0.0.1", "localhost"))
    client = Client(app)
    assert client.call("GET", "/catalog", b"", {}, host="evil.example").status == 400
    assert client.call("GET", "/catalog", b"", {}, host="127.0.0.1:8000").status == 200


def test_words_that_were_asked_for_do_not_pile_up(lists: tuple[OutsideList, ...]) -> None:
    index = PartyIndex(lists, DAY)
    client = Client(matching_app(index))
    before = [len(linker.vocabulary.words) for linker, _ in index._groups.values()]
    first = client.results(query("Zyxwvut Qponmlk Ltd"), threshold=0)
    assert client.results(query("Zyxwvut Qponmlk Ltd"), threshold=0) == first
    assert [len(linker.vocabulary.words) for linker, _ in index._groups.values()] == before


def test_a_fault_is_logged_without_what_was_asked(
    lists: tuple[OutsideList, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError("Secret Supplier")

    monkeypatch.setattr("manumit.web.matching.server.answer", fail)
    client = Client(matching_app(PartyIndex(lists[:1], DAY)))
    with pytest.raises(ZeroDivisionError):
        client.match(queries={"q": query("Secret Supplier")})
    assert "ZeroDivisionError" in caplog.text
    assert "Secret" not in caplog.text


def test_lists_without_match_are_refused() -> None:
    with pytest.raises(InputError, match="Add --match"):
        CliRunner().invoke(
            serve.command, ["own.csv"], standalone_mode=False, catch_exceptions=False
        )


def test_without_its_libraries_the_command_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("manumit.cli.extras.find_spec", lambda name: name != "uvicorn" or None)
    with pytest.raises(MissingExtra, match="serve"):
        CliRunner().invoke(
            serve.command, ["--match"], standalone_mode=False, catch_exceptions=False
        )


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a server in a process of its own."""
    path = tmp_path / "us_cbp_forced_labor.csv"
    path.write_text("name,territory\nHill Spinning Mill Co. Ltd.,China\n", encoding="utf-8")
    run = "from manumit.cli.serve import command; command()"
    arguments = ["--match", "--port", "0", f"watch={path}"]
    with subprocess.Popen(
        [sys.executable, "-c", run, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            lines = iter(process.stdout.readline, "")
            listening = next((one for one in lines if one.startswith("Listening: POST ")), "")
            assert listening, process.stderr.read()
            yield listening.removeprefix("Listening: POST ").strip()
        finally:
            process.terminate()
        said = process.stderr.read().splitlines()
        assert all("newer than the one built in" in line for line in said)


def test_the_server_answers_over_the_network(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
    body = json.dumps({"queries": {"q": query("HILL SPINNING MILL COMPANY")}})
    connection.request("POST", place.path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    document = json.load(response)
    connection.close()
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert document["responses"]["q"]["results"][0]["datasets"] == ["watch"]


def test_a_host_that_others_can_reach_is_warned_of(
    capsys: pytest.CaptureFixture[str], lists: tuple[OutsideList, ...]
) -> None:
    index = PartyIndex(lists[:1], DAY)
    for host, warned in (("192.0.2.1", True), ("::1", False), ("localhost", False)):
        match_server.say_lists(index, host, 8000)
        assert ("no authentication" in capsys.readouterr().err) is warned
