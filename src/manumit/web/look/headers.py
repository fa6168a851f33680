"""Headers that keep a page to itself: no third party, no inline script, nothing stored."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of every page."""

FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

REFERRER = "same-origin"
"""Nothing is told to other sites. `no-referrer` would make browsers send forms with `Origin: null`,
which the protection against forged forms refuses."""


class SecurityHeaders:
    """Adds the headers to every answer, errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Referrer-Policy", REFERRER)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response
