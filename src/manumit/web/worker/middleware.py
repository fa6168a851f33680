"""The worker's box while it is open: a small session without an account.

The private key of the box lies in the session, sealed under a key that only the browser's cookie
holds, as the keys of people of agencies do. It ends after fifteen idle minutes.
"""

import time
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from manumit.reference.models import LANGUAGES
from manumit.web.accounts.keys import remember, remembered
from manumit.web.mailbox.messages import CLOSED
from manumit.web.mailbox.models import Box
from manumit.web.mailbox.services import OpenBox

BOX, LANGUAGE, SINCE, SEEN = "box", "box_language", "box_since", "box_seen"
IDLE_SECONDS, LONGEST_SECONDS = 15 * 60, 2 * 60 * 60
NOTED_SECONDS = 20
PATH = "/my/"


class WorkerBox:
    """Lays out the open box as `request.box`, and the language of the worker's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the box at hand on the worker's own pages."""
        request.box = None  # type: ignore[attr-defined]
        if request.path.startswith(PATH):
            request.box = _box(request)  # type: ignore[attr-defined]
            _speak(request)
        return self.get_response(request)


def remember_box(request: HttpRequest, box: OpenBox) -> None:
    """Keep a box open for this browser; whoever was here before is gone."""
    language = request.LANGUAGE_CODE
    request.session.flush()
    now = time.time()
    request.session.update({BOX: str(box.id), LANGUAGE: language, SINCE: now, SEEN: now})
    remember(request, box.private, str(box.id))


def open_box(request: HttpRequest) -> OpenBox:
    """The box of this request; routes for workers have one."""
    box: OpenBox = request.box  # type: ignore[attr-defined]
    return box


def _box(request: HttpRequest) -> OpenBox | None:
    session = request.session
    if BOX not in session or request.user.is_authenticated:
        return None
    private = b"" if _stale(request) else remembered(request, session[BOX])
    there = private and Box.objects.exclude(state=CLOSED).filter(pk=session[BOX]).exists()
    if not there:
        session.flush()
        return None
    return OpenBox(UUID(session[BOX]), private)


def _stale(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    idle, old = now - session.get(SEEN, 0), now - session.get(SINCE, 0)
    if idle > NOTED_SECONDS:
        session[SEEN] = now
    return bool(idle > IDLE_SECONDS or old > LONGEST_SECONDS)


def _speak(request: HttpRequest) -> None:
    """The language that was asked for in the address, or chosen before."""
    asked = request.GET.get("language", "")
    if asked not in LANGUAGES:
        asked = request.session.get(LANGUAGE, "")
    elif BOX in request.session:
        request.session[LANGUAGE] = asked
    if asked in LANGUAGES:
        translation.activate(asked)
        request.LANGUAGE_CODE = asked
