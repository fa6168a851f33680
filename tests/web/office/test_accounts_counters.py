"""The cache that several processes share: counts of failed tries, and codes that were used."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client
from django.utils import timezone

from manumit.web.accounts.counters import CounterCache
from manumit.web.accounts.models import Counter, User
from tests.web.office.people import LOGIN

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def cache() -> BaseCache:
    return CounterCache("", {})


def test_a_value_is_kept_as_json_until_it_ends(cache: BaseCache) -> None:
    cache.set("tries", [1.5, 2.5], 60)
    assert cache.get("tries") == [1.5, 2.5]
    assert Counter.objects.get().value == [1.5, 2.5]
    later = timezone.now() + timedelta(seconds=61)
    with mock.patch("manumit.web.accounts.counters.timezone.now", return_value=later):
        assert cache.get("tries", "none") == "none"
        assert cache.add("tries", [], 60)


def test_of_two_who_add_the_same_one_succeeds(cache: BaseCache) -> None:
    assert cache.add("code", "used", 90)
    assert not cache.add("code", "used", 90)
    assert not CounterCache("", {}).add("code", "again", 90)
    assert cache.get("code") == "used"


def test_what_is_deleted_is_gone(cache: BaseCache) -> None:
    cache.set("a", 1, None)
    assert cache.delete("a")
    assert not cache.delete("a")
    cache.set("b", 1)
    cache.clear()
    assert cache.get("b") is None


def test_what_is_no_json_is_refused(cache: BaseCache) -> None:
    with pytest.raises(TypeError):
        cache.set("a", object())


def test_tries_are_counted_in_it(cast: dict[str, User]) -> None:
    shared = CounterCache("", {})
    with (
        mock.patch("allauth.core.internal.ratelimit.cache", shared),
        mock.patch("manumit.web.accounts.forms.cache", shared),
    ):
        for _ in range(5):
            Client().post(LOGIN, {"login": "soc", "password": "wrong"})
        page = Client().post(LOGIN, {"login": "soc", "password": "wrong"}).content.decode()
    assert "Wait 15 minutes" in page
    assert "soc" not in str(list(Counter.objects.values()))
