"""Immigration and companies learn nothing of what is hidden: worlds that differ only in it answer
the same, byte for byte, at every address that they can guess, and as fast."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, islice, product
from statistics import NormalDist
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from manumit.web.certificates import services
from manumit.web.certificates.codes import digest, new_code
from manumit.web.certificates.ending import end_certificates
from manumit.web.certificates.models import Certificate, Try
from manumit.web.door.policy import SIGNED_IN, policy_of
from manumit.web.establishments.models import Establishment
from tests.web.office.hidden import CODES, IDS, REFERENCES, chance, hide
from tests.web.office.sharing import consented, hotline_case
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DATABASES = ("default", "mailbox")
WATCHERS = ("IMM", "COM")
VERIFY, RECORD = "/certificates/verify/", "/establishments/record/"
VALUES: dict[str, tuple[str, ...]] = {
    "purpose": ("support", "residence-certificate", "own-record"),
    "uuid": tuple(map(str, IDS[:2])),
    "str": REFERENCES[:2],
    "slug": ("accepted", "give"),
    "int": ("3", "12"),
    "path": ("look/look.css",),
}
LEFT_OUT = ("static/", "account/", "language/")
"""What anyone may open, which is not about cases."""

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


@pytest.fixture(autouse=True)
def _nothing_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens of forms and the clock are the same in every world."""
    monkeypatch.setattr("django.middleware.csrf._get_new_csrf_string", lambda: "a" * 32)
    monkeypatch.setattr(secrets, "token_hex", lambda size=32: "ab" * size)  # proofs of work
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(time, "time", NOW.timestamp)


@pytest.fixture
def company(world: World) -> Establishment:
    return Establishment.objects.create(
        id=IDS[2],
        name="Golden Needle",
        address="12 Port Road",
        company=world.agencies["COM"],
        history="Complied with.",
    )


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the office, with every guess filled in."""
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, whole)
        elif isinstance(each, URLPattern) and not whole.startswith(LEFT_OUT):
            yield from filled(whole)


def filled(pattern: str) -> Iterator[str]:
    kinds = re.findall(r"<(?:(\w+):)?\w+>", pattern)
    for values in product(*(VALUES[kind or "str"] for kind in kinds)):
        given = iter(values)
        yield "/" + re.sub(r"<[^>]+>", lambda _: next(given), pattern)  # noqa: B023


ADDRESSES = tuple(addresses(get_resolver("manumit.web.urls")))


def seen(response: Any) -> Answer:
    headers = sorted((name, value) for name, value in response.headers.items())
    cookies = sorted((name, found.OutputString()) for name, found in response.cookies.items())
    return response.status_code, (*headers, *cookies), response.content


def answers(clients: dict[str, Client], guessed: tuple[str, ...]) -> list[Answer]:
    found = [seen(clients["IMM"].post(VERIFY, {"code": code})) for code in CODES]
    found += [seen(clients["IMM"].get(VERIFY)), seen(clients["COM"].get(RECORD))]
    for client in clients.values():
        found += [seen(client.get(at)) for at in guessed]
        found += [seen(client.post(at, {"code": CODES[0]})) for at in guessed[::4]]
    return found


def in_a_world(make: Callable[[], None], look: Callable[[], Any]) -> Any:
    """What is seen in a world that is gone afterwards."""
    marks = {name: transaction.savepoint(using=name) for name in DATABASES}
    try:
        make()
        return look()
    finally:
        for name, mark in marks.items():
            transaction.savepoint_rollback(mark, using=name)


def first_difference(one: list[Answer], other: list[Answer]) -> str:
    at = next(at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
    left, right = one[at][2].decode(), other[at][2].decode()
    lines = zip(left.splitlines(), right.splitlines(), strict=False)
    changed = [f"- {each[0]}\n+ {each[1]}" for each in lines if each[0] != each[1]][:5]
    return "\n".join((f"{at}: {one[at][:2]} {other[at][:2]}", *changed))


def watching(world: World) -> dict[str, Client]:
    """Browsers of those who may learn nothing; each has asked for a page before."""
    clients = {role: signed_in(world, role) for role in WATCHERS}
    for client in clients.values():
        client.get(VERIFY)
    return clients


def compare(world: World, company: Establishment, groups: int, pairs: int, guesses: int) -> None:
    """In each group of worlds the same guesses are made, and each is compared with the one before.

    A group of so many pairs is one world more.
    """
    clients, seeds = watching(world), count()
    for group in range(groups):
        guessed = tuple(chance(group).sample(ADDRESSES, guesses))
        before = None
        for seed in islice(seeds, pairs + 1):
            found = in_a_world(
                partial(hide, world, company, chance(seed)), partial(answers, clients, guessed)
            )
            assert before in (None, found), first_difference(found, before or [])
            before = found


def test_worlds_that_differ_in_what_is_hidden_answer_the_same(
    world: World, company: Establishment
) -> None:
    compare(world, company, groups=2, pairs=10, guesses=4)


@pytest.mark.study
def test_two_thousand_pairs_of_worlds_answer_the_same(world: World, company: Establishment) -> None:
    compare(world, company, groups=100, pairs=20, guesses=12)


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.study)])
def test_every_address_answers_the_same_in_a_full_world_and_an_empty_one(
    world: World, company: Establishment, step: int
) -> None:
    """Every ninth in the tests, and every one in the study."""
    clients = watching(world)
    guessed = tuple(dict.fromkeys(ADDRESSES))[::step]
    empty = answers(clients, guessed)
    full = in_a_world(lambda: hide(world, company, chance(7)), lambda: answers(clients, guessed))
    assert full == empty, first_difference(full, empty)


def test_the_comparison_would_notice(world: World, company: Establishment) -> None:
    """To whoever may see it, the same worlds look different."""
    client = signed_in(world, "INT")
    pages = [
        in_a_world(
            lambda seed=seed: hide(world, company, chance(seed)),
            lambda: client.get("/establishments/").content,
        )
        for seed in range(8)
    ]
    assert len(set(pages)) > 1


def test_immigration_has_one_page_and_its_account() -> None:
    """No other route names immigration, or leaves open who of those signed in may come."""
    open_to = {
        name
        for at, name, (who, codes) in policies(get_resolver("manumit.web.urls"))
        if who == SIGNED_IN and (not codes or "IMM" in codes) and not at.startswith("account/")
    }
    assert open_to == {"home", "certificate_verify"}


def policies(
    resolver: URLResolver, before: str = ""
) -> Iterator[tuple[str, str, tuple[str, tuple[str, ...]]]]:
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from policies(each, whole)
        elif (found := policy_of(each.callback, each.name)) is not None:
            yield whole, each.name or "", found


@pytest.mark.study
@pytest.mark.parametrize("why", ["withdrawn", "over"])
def test_a_code_that_was_real_takes_as_long_as_one_that_never_was(
    world: World, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(services, "TRIES_AN_HOUR", 10**6)
    world.agree("INT", "IMM", {"residence_certificate"})
    case = hotline_case(world)
    for _ in range(200):
        Certificate.objects.create(
            case=case, consent=(consent := _consent(world, case)), **_kept(new_code())
        )
    code = new_code()
    real = Certificate.objects.create(case=case, consent=consent, **_kept(code))
    if why == "withdrawn":
        end_certificates(Certificate.objects.filter(pk=real.pk), NOW)
    else:
        Certificate.objects.filter(pk=real.pk).update(ends=NOW.date() - timedelta(days=1))
    client, random = signed_in(world, "IMM"), chance(1)
    turns = [kind for kind in (code, "") for _ in range(2_000)]
    random.shuffle(turns)
    took: dict[bool, list[float]] = {True: [], False: []}
    for kind in turns:
        typed = kind or new_code()
        start = time.perf_counter()
        client.post(VERIFY, {"code": typed})
        took[bool(kind)].append(time.perf_counter() - start)
        Try.objects.all().delete()
    assert rank_test(took[True], took[False]) > 0.01


_CONSENTS: dict[str, Any] = {}


def _consent(world: World, case: Any) -> Any:
    key = str(case.pk)
    if key not in _CONSENTS:
        _CONSENTS[key] = consented(world, case, "IMM", "residence_certificate", {12})
    return _CONSENTS[key]


def _kept(code: str) -> dict[str, Any]:
    today = NOW.date()
    days = {"starts": today, "ends": today + timedelta(days=9)}
    return {"code_digest": digest(code), "sealed": b"x" * 300, "issued": NOW} | days


def rank_test(one: list[float], other: list[float]) -> float:
    """Two-sided p-value of Mann and Whitney's test, by the normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    n, m = len(one), len(other)
    ranks = sum(rank for rank, (_, side) in enumerate(ranked, start=1) if side == 0)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - NormalDist().cdf(abs(z)))
