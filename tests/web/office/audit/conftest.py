"""An office with a log, for tests of the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from manumit.web.audit.verify import verify
from manumit.web.config import Config
from tests.web.office.audit.office import MORNING, database_at, make_blank, put_into, sign, write


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A database whose log is empty."""
    with django_db_blocker.unblock():
        return make_blank(tmp_path_factory.mktemp("blank"))


@pytest.fixture
def office(
    tmp_path: Path, blank: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Config]:
    """An office whose log is empty."""
    (tmp_path / "home").mkdir()
    settings.CONFIG = Config(tmp_path / "home")
    with django_db_blocker.unblock(), database_at(put_into(tmp_path / "home", blank)):
        yield settings.CONFIG


@pytest.fixture
def signed(office: Config) -> Config:
    """An office with checkpoints of 7 and 13 records, and 2 records after them."""
    for turn, count in enumerate((7, 6)):
        write(count)
        sign(office, MORNING + turn * timedelta(hours=1))
    write(2)
    assert verify(office).findings == ()
    return office


@pytest.fixture
def witnessed(office: Config, settings: Settings) -> Config:
    """An office whose checkpoints go to another agency's share."""
    share = office.home.parent / "share"
    share.mkdir()
    settings.CONFIG = replace(office, witness=share)
    return replace(office, witness=share)
