"""What tests of the office share: people to sign in as, cases between agencies, a fresh start."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from manumit.web.accounts.models import User
from tests.web.office.people import everyone, sign_in
from tests.web.office.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """An agency and a person of each role."""
    return make_world()


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """One person for each role, by its code, who can sign in."""
    return everyone()


@pytest.fixture
def signed_in(cast: dict[str, User]) -> Callable[[str], Client]:
    """A browser that is signed in as someone of the cast: `signed_in("SOC").get(...)`."""
    return lambda role: sign_in(Client(), cast[role])


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Counts of failed tries do not reach from one test into the next."""
    yield
    cache.clear()
