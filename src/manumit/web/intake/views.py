"""Pages of the intake that everyone sees alike."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from manumit.web.door.policy import public
from manumit.web.intake.pages import isolated, page, problem
from manumit.web.look.static import TYPES, find
from manumit.web.mailbox import services

FILES = ("look/look.css", "look/look.js", "intake/intake.css", "intake/proof.js")
"""All that the pages load."""


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The languages, each by its own name."""
    return page(request, "choose")


@public
@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """What this is, who reads, and what is never done."""
    desks = [isolated(desk.name) for desk in services.open_desks()]
    return page(request, "start", desks=desks, here="")


@public
@require_safe
def about(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """What is kept, what is not, and what nobody can be protected from."""
    return page(request, "about", here="about/")


@public
@require_safe
def deleted(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """The end of a box."""
    return page(request, "deleted")


@public
@require_safe
def static_file(_request: HttpRequest, path: str) -> HttpResponse:
    """A style or script of these pages.

    Raises:
        Http404: It is none of theirs.
    """
    found = find(path) if path in FILES else None
    if found is None:
        raise Http404
    kind = f"{TYPES[found.suffix]}; charset=utf-8"
    response = HttpResponse(found.read_bytes(), content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """What was sent cannot be read."""
    return problem(request, "missing", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """There is no such page."""
    return problem(request, "missing", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side."""
    return problem(request, "ours", status=500)
