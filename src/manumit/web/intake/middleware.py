"""What happens to every request of the intake before its page."""

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from manumit.reference.models import LANGUAGES
from manumit.web.intake.gate import TOO_BIG
from manumit.web.intake.pages import problem

Next = Callable[[HttpRequest], HttpResponseBase]


class PathLanguage:
    """The language of a page is in its address, so that none has to be remembered."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the address."""
        first = request.path.split("/")[1]
        language = first if first in LANGUAGES else LANGUAGES[0]
        request.LANGUAGE_CODE = language
        with translation.override(language):
            return self.get_response(request)


class Faults:
    """Says of a fault where in the program it is, and nothing of what was sent."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> None:
        """One line for whoever runs the intake: kind of fault, module and line."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is not None and not type(error).__name__.startswith("Http"):
            module = trace.tb_frame.f_globals.get("__name__", "?")
            sys.stderr.write(f"fault: {type(error).__name__} at {module}:{trace.tb_lineno}\n")


class OwnPagesOnly:
    """Refuses what a page of someone else sends, and what is too big."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what comes from the intake's own pages."""
        host = request.get_host()
        if request.META.get(TOO_BIG):
            return problem(request, "files_too_big", status=413)
        if request.method == "POST" and not _own(request, host):
            return problem(request, "elsewhere", status=403)
        return self.get_response(request)


def _own(request: HttpRequest, host: str) -> bool:
    """Whether the browser says that a form came from here; an old one may say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    # Pages say nothing of where a request comes from, so that old browsers send `null`.
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == host
