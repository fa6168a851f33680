"""The log for the auditor, and everyone's own acts."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from manumit.casework.policy import LOGGED
from manumit.errors import CannotOpen, InputError, LogBroken
from manumit.web.audit import patterns
from manumit.web.audit.checkpoints import last_checkpoint
from manumit.web.audit.forms import FilterForm
from manumit.web.audit.models import Record
from manumit.web.audit.services import frontier_now, record
from manumit.web.audit.shown import lines
from manumit.web.audit.verify import verify
from manumit.web.door.door import asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.sealing import open_with

AUDITOR = "AUD"
WITH_OWN_ACTS = ("LI", "POL", "PRO", "SOC", "INT", "UNI", "COM", "AUD")
"""Roles that may see what the log says of themselves."""

SHOWN = 50


@roles(AUDITOR)
@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """Records, the latest first."""
    form = FilterForm(request.GET)
    found = _filtered(form.cleaned_data) if form.is_valid() else Record.objects.none()
    page = Paginator(found.order_by("-number"), SHOWN).get_page(request.GET.get("page"))
    chosen = {key: value for key, value in request.GET.items() if key != "page" and value}
    given = {
        "form": form,
        "page": page,
        "lines": lines(page.object_list, language_of(request)),
        "query": urlencode(chosen),
    }
    return render(request, "audit/log.html", given)


def _filtered(chosen: dict[str, Any]) -> QuerySet[Record]:
    found = Record.objects.all()
    for name in ("agency", "act"):
        if chosen[name]:
            found = found.filter(**{name: chosen[name]})
    if chosen["data_class"]:
        found = found.filter(data_class=int(chosen["data_class"]))
    if chosen["day"]:
        start = datetime.combine(chosen["day"], time(), UTC)
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if chosen["refused"]:
        found = found.filter(allowed=False)
    if chosen["person"]:
        found = found.filter(actor=str(chosen["person"]))
    if chosen["night"]:
        late = Q(hour__gte=patterns.NIGHT_FROM) | Q(hour__lt=patterns.NIGHT_UNTIL)
        reading = {"act__in": patterns.READING, "data_class__in": LOGGED, "allowed": True}
        found = found.annotate(hour=ExtractHour("at")).filter(late, **reading)
    return found


@roles(AUDITOR)
@require_http_methods(["GET", "POST"])
def audit_record(request: HttpRequest, number: int) -> HttpResponse:
    """One record; with POST its reason, opened with the key of the auditor's agency."""
    row = Record.objects.filter(pk=number).first()
    if row is None:
        raise Http404
    given: dict[str, Any] = {"line": lines([row], language_of(request))[0], "reason": None}
    if request.method == "POST" and row.reason:
        who = asker(request)
        record(
            actor_id=who.actor.id,
            agency_id=who.actor.agency,
            act="open_reason",
            case=row.case,
            purpose="oversight",
            target=str(number),
        )
        try:
            given["reason"] = open_with(who.holder.private, bytes(row.reason)).decode()
        except CannotOpen:
            given["no_key"] = True
    given["digest"] = bytes(row.leaf).hex()
    return render(request, "audit/record.html", given)


@roles(AUDITOR)
@require_http_methods(["GET", "POST"])
def audit_checkpoints(request: HttpRequest) -> HttpResponse:
    """Whether the log is what it was; with POST every record is compared."""
    config, size = settings.CONFIG, frontier_now().size
    given: dict[str, Any] = {"size": size, "witness": config.witness is not None}
    try:
        given["last"] = last_checkpoint(config)
    except (LogBroken, InputError, OSError) as error:
        given["failed"] = str(error)
    if given.get("last") is not None:
        given["uncovered"] = max(0, size - given["last"].size)
    if request.method == "POST":
        who = asker(request)
        record(actor_id=who.actor.id, agency_id=who.actor.agency, act="verify_log")
        try:
            given["verified"] = verify(config)
        except (LogBroken, InputError, OSError) as error:
            given["failed"] = str(error)
    return render(request, "audit/checkpoints.html", given)


@roles(AUDITOR)
@require_GET
def audit_patterns(request: HttpRequest) -> HttpResponse:
    """Counts of what may need a question, and reviews that are overdue."""
    now = timezone.now()
    given = {
        "patterns": patterns.patterns(now),
        "overdue": patterns.overdue(now),
        "days": patterns.DAYS,
    }
    return render(request, "audit/patterns.html", given)


@roles(*WITH_OWN_ACTS)
@require_GET
def audit_mine(request: HttpRequest) -> HttpResponse:
    """What the log says of the person who asks."""
    found = Record.objects.filter(actor=asker(request).actor.id).order_by("-number")
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    given = {"page": page, "lines": lines(page.object_list, language_of(request)), "query": ""}
    return render(request, "audit/mine.html", given)
