"""Every route of the office has a policy, or is shut. Nobody who is a stranger gets a page."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, include, path, resolve
from django.urls.converters import get_converters

from manumit.web.door.policy import (
    LIBRARY,
    PUBLIC,
    DefaultDeny,
    policy_of,
    public,
    roles,
    worker_only,
)
from tests.web.office.world import World

PUBLIC_ROUTES = frozenset(
    {
        "static",
        "home",
        "language",
        "accept_invitation",
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "worker_open",
        "worker_close",
        "certificate_check",
    }
)
"""Routes that anyone may open; at most 20. A new one is entered here on purpose."""

SAMPLES: dict[str, Any] = {
    "IntConverter": 1,
    "UUIDConverter": UUID(int=1),
    "PurposeConverter": "support",
    "PathConverter": "look/none.css",
    "StringConverter": "AAAA-AAAA",
    "SlugConverter": "none",
}


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, before + str(each.pattern))
        else:
            yield address(before, each), each


def address(before: str, route: URLPattern) -> str:
    """An address of a route, with samples in place of what it takes."""
    whole = "/" + before + str(route.pattern)

    def sample(taken: re.Match[str]) -> str:
        converter = get_converters()[taken["kind"] or "str"]
        return converter.to_url(SAMPLES[type(converter).__name__])

    return re.sub(r"<((?P<kind>\w+):)?\w+>", sample, whole)


ROUTES = dict(routes(get_resolver("manumit.web.urls")))


def stand_in(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


urlpatterns = [
    path("says-nothing/", stand_in, name="says_nothing"),
    path("for-all/", public(stand_in), name="for_all"),
    path("for-people/", roles()(stand_in), name="for_people"),
    path("for-inspectors/", roles("LI")(stand_in), name="for_inspectors"),
    path("for-workers/", worker_only(stand_in), name="for_workers"),
    path("receipt/", public(stand_in), name="worker_open"),
    path("", include("manumit.web.urls")),
]


def test_every_route_has_a_policy() -> None:
    without = [at for at, each in ROUTES.items() if policy_of(each.callback, each.name) is None]
    assert not without


def test_public_routes_are_few_and_named() -> None:
    named = {
        each.name
        for each in ROUTES.values()
        if (policy_of(each.callback, each.name) or ("", ()))[0] == PUBLIC
    }
    assert named <= PUBLIC_ROUTES
    assert len(PUBLIC_ROUTES) <= 20


def test_no_route_of_a_library_is_public_but_those_of_signing_in() -> None:
    assert {name for name, who in LIBRARY.items() if who == PUBLIC} <= PUBLIC_ROUTES | {"mfa_trust"}


@pytest.mark.django_db(databases=["default", "mailbox"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_no_page_but_the_public_ones(client: Client, method: str) -> None:
    for at, each in ROUTES.items():
        if each.name not in PUBLIC_ROUTES:
            answer = getattr(client, method)(at)
            assert answer.status_code in {302, 404, 405}, at
            if answer.status_code == 302:
                assert answer.headers["Location"].split("?")[0] in {
                    "/account/login/",
                    "/my/open/",
                }, at


@pytest.mark.django_db(databases=["default", "mailbox"])
@pytest.mark.urls(__name__)
def test_a_route_that_says_nothing_lets_nobody_in(client: Client) -> None:
    assert client.get("/for-all/").content == b"seen"
    for at in ("/for-people/", "/for-inspectors/", "/for-workers/"):
        assert client.get(at).status_code == 302, at
    assert client.get("/says-nothing/").status_code == 404


@pytest.mark.django_db(databases=["default", "mailbox"])
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("role", "comes_in"), [("LI", True), ("POL", False), ("ADM", False)])
def test_a_route_of_a_role_is_for_that_role(world: World, role: str, comes_in: bool) -> None:
    request = RequestFactory().get("/for-inspectors/")
    request.user = world.people[role]
    request.resolver_match = resolve("/for-inspectors/", urlconf=__name__)
    stop = DefaultDeny(stand_in).process_view
    if comes_in:
        assert stop(request, request.resolver_match.func, (), {}) is None
    else:
        with pytest.raises(Http404):
            stop(request, request.resolver_match.func, (), {})
