"""`manumit office invite`: the first administrator of an office in which there is nobody."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from manumit.web.door.rls import OFFICE_ROLE
from tests.first_invitation import code_in, invite_first
from tests.helpers import ROOT
from tests.postgres import Cluster
from tests.web.office.on_postgres import ALIASES, OWNER

LIVE = "SELECT count(*) FROM accounts_invitation WHERE NOT withdrawn"
AGENCIES = "SELECT name, role FROM accounts_agency"


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "MANUMIT_HOME": str(home)}
    return kept | more


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one office, as its tables take long to make."""
    return tmp_path_factory.mktemp("office")


def test_another_code_takes_the_place_of_one_that_was_not_used(home: Path) -> None:
    office = environment(home, MANUMIT_OFFICE_URL="https://office.example")
    first, second = invite_first(office), invite_first(office, "ben", agency="Ministry")
    assert "Open https://office.example/account/invitation/" in second.stdout
    assert len(code_in(first.stdout)) == len("XXXX-" * 8) - 1
    assert code_in(first.stdout) != code_in(second.stdout)
    with closing(sqlite3.connect(home / "office.sqlite3")) as database:
        assert database.execute(LIVE).fetchone() == (1,)
        assert database.execute(AGENCIES).fetchall() == [("Ministry", "ADM")]
    for path in home.iterdir():
        assert code_in(second.stdout).replace("-", "").encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("username", "options", "said"),
    [
        ("a b c", {}, "USERNAME: Only letters"),
        ("ada", {"name": " ", "agency": "x" * 121}, "--name: This field is required."),
        ("ada", {"agency": "x" * 121}, "--agency: must have 1 to 120 letters."),
    ],
)
def test_names_that_the_pages_would_not_take_are_refused(
    home: Path, username: str, options: dict[str, str], said: str
) -> None:
    ended = invite_first(environment(home), username, **options)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


def test_on_postgresql_the_owner_makes_the_tables_and_the_program_may_invite_again(
    tmp_path: Path, postgres: Cluster
) -> None:
    postgres.role(OWNER, "NOSUPERUSER NOBYPASSRLS CREATEROLE")
    postgres.role(OFFICE_ROLE)
    postgres.drop(name := "first")
    postgres.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
    schemas = [f"CREATE SCHEMA {each} AUTHORIZATION {OWNER}" for each in ALIASES.values()]
    postgres.execute(*schemas, database=name)
    try:
        for role in (OWNER, OFFICE_ROLE):
            url = postgres.url(name, role)
            ended = invite_first(environment(tmp_path, MANUMIT_DATABASE=url))
            assert ended.returncode == 0, ended.stderr
            assert code_in(ended.stdout)
        with psycopg.connect(postgres.url(name, OWNER)) as database:
            database.execute("SET search_path TO office")
            assert database.execute(LIVE).fetchone() == (1,)
    finally:
        postgres.drop(name)
