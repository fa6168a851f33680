"""A copy of what the person may take out of one case."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from manumit.casework.policy import CODES, HANDLERS
from manumit.errors import AccessRefused
from manumit.web.cases.exporting import as_json, classes_of, export, never
from manumit.web.cases.forms import ReasonForm
from manumit.web.cases.views.shared import page, stale, the_case
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def case_export(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Say why, then take a copy: as a page to print, or as JSON."""
    door = the_case(request, reference, purpose)
    if not classes_of(door):
        raise AccessRefused("exports_nothing")
    again = stale(request, door, "case_export")
    if again is not None:
        return again
    form = ReasonForm(request.POST if request.method == "POST" else None)
    left_out = [CODES[number] for number in never(door)]
    if request.method != "POST" or not form.is_valid():
        given = {"form": form, "numbers": classes_of(door), "left_out": left_out}
        return page(request, door, "cases/export.html", given)
    reason = form.reason()
    sections = export(door, reason, language_of(request))
    if request.POST.get("as") == "json":
        response = HttpResponse(as_json(door, sections, reason), content_type="application/json")
        response.headers["Content-Disposition"] = f'attachment; filename="{reference}.json"'
        return response
    given = {"sections": sections, "left_out": left_out, "reason": reason, "now": door.now}
    return page(request, door, "cases/exported.html", given)
