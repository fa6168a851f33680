"""What the tests of the office share: a cast of one person for each role, and a fresh start.

Django is ready when tests are collected, and not yet when this file is read: hence what is imported
inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from manumit.web.accounts.models import User


@pytest.fixture
def cast(db: None) -> dict[str, User]:  # noqa: ARG001
    """One person for each role, by its code."""
    from tests.web.office.people import everyone

    return everyone()


@pytest.fixture
def signed_in(cast: dict[str, User]) -> Callable[[str], Client]:
    """A browser that is signed in as someone of the cast: `signed_in("SOC").get(...)`."""
    from django.test import Client

    from tests.web.office.people import sign_in

    return lambda role: sign_in(Client(), cast[role])


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Counts of failed tries do not reach from one test into the next."""
    from django.core.cache import cache

    yield
    cache.clear()
