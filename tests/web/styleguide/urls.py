"""Addresses of the preview, with the language taken from the address as the intake does."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import translation

from manumit.web.look.context import OWN_NAMES
from manumit.web.look.static import static_file
from manumit.web.look.views import simple_guide, styleguide


def asked_language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("language", "en")
        language = asked if asked in OWN_NAMES else "en"
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            return get_response(request)

    return answer


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [
    path("static/<path:path>", static_file, name="static"),
    path("", styleguide, name="home"),
    path("simple/", simple_guide),
    path("broken/", broken),
]
