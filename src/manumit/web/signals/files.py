"""Files that came with a signal: clean copies to look at, originals as evidence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from manumit.errors import CannotOpen
from manumit.web.accounts.fresh import fresh_sign_in
from manumit.web.door.door import asker
from manumit.web.door.policy import roles
from manumit.web.signals import services
from manumit.web.signals.forms import OriginalForm

ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/amr": "amr",
    "audio/webm": "webm",
}
SHOWN = ("image/png", "image/jpeg")
"""What a browser shows by itself; everything else is saved as a file."""

BOXED_IN = (
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Content security policy of a file: it can load nothing, run nothing and send nothing."""


@roles(*services.DESKS)
@require_GET
def signal_file(request: HttpRequest, box: UUID, file: UUID) -> HttpResponseBase:
    """The clean copy of a file."""
    try:
        found = services.file_of(asker(request), box, file)
    except CannotOpen:
        return render(request, "signals/no_key.html", status=403)
    return sent(found.content, found.note.kind, f"copy-{file.hex[:8]}")


@roles("INT")
@fresh_sign_in()
@require_http_methods(["GET", "POST"])
def signal_original(request: HttpRequest, box: UUID, file: UUID) -> HttpResponseBase:
    """The original of a file, as evidence: with a reason, and signed in within five minutes."""
    who = asker(request)
    services.own_box(who, box)
    form = OriginalForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "signals/original.html", {"form": form, "box": box})
    try:
        found = services.file_of(who, box, file, reason=form.cleaned_data["why"])
    except CannotOpen:
        return render(request, "signals/no_key.html", status=403)
    return sent(found.content, "application/octet-stream", f"original-{file.hex[:8]}")


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as an answer. Its name is never the one that the sender gave it."""
    ending = ENDINGS.get(kind, "bin")
    response = HttpResponse(
        content, content_type=kind if kind in ENDINGS else "application/octet-stream"
    )
    how = "inline" if kind in SHOWN else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{ending}"'
    response.headers["Content-Security-Policy"] = BOXED_IN
    return response
