"""Styles, scripts and pictograms, served from the package: nothing comes from elsewhere."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest

from manumit.web.door.policy import public

ROOT = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@public
def static_file(_request: HttpRequest, path: str) -> FileResponse:
    """One file of the look.

    Raises:
        Http404: There is no such file.
    """
    found = (ROOT / path).resolve()
    if not found.is_relative_to(ROOT) or not found.is_file() or found.suffix not in TYPES:
        raise Http404
    response = FileResponse(found.open("rb"), content_type=f"{TYPES[found.suffix]}; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
