"""Styles, scripts and pictograms, served from the package: nothing comes from elsewhere."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest

from manumit.web.door.policy import public

ROOT = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
LIBRARY = {
    "account/js/onload.js": "account/static",
    "mfa/js/recovery_codes.js": "mfa/static",
    "mfa/js/webauthn-json.js": "mfa/static",
    "mfa/js/webauthn.js": "mfa/static",
}
"""The only files that are served from django-allauth, and the folder in it that holds each."""


def find(path: str) -> Path | None:
    """The file at a path below `/static/`, or None."""
    root = ROOT
    if path in LIBRARY:
        spec = find_spec("allauth")
        if spec is None or spec.origin is None:
            return None
        root = Path(spec.origin).parent / LIBRARY[path]
    found = (root / path).resolve()
    if not found.is_relative_to(root) or not found.is_file() or found.suffix not in TYPES:
        return None
    return found


@cache
def asset(path: str) -> str:
    """Address of a file, with a mark of its content: a new version is never an old copy.

    Raises:
        FileNotFoundError: There is no such file.
    """
    found = find(path)
    if found is None:
        raise FileNotFoundError(path)
    mark = blake2b(found.read_bytes(), digest_size=4).hexdigest()
    return f"{settings.STATIC_URL}{path}?v={mark}"


@public
def static_file(_request: HttpRequest, path: str) -> FileResponse:
    """One file of the look.

    Raises:
        Http404: There is no such file.
    """
    found = find(path)
    if found is None:
        raise Http404
    response = FileResponse(found.open("rb"), content_type=f"{TYPES[found.suffix]}; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
