"""The worker's own pages: opened with two numbers, on a telephone, in plain words."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit.errors import AccessRefused, CannotOpen, RefusedError
from manumit.reference.words import say
from manumit.web.base_settings import CONFIG
from manumit.web.common import new_id
from manumit.web.door.policy import public, worker_only
from manumit.web.look.context import language_of
from manumit.web.mailbox import files, proof, receipts, services, tries
from manumit.web.mailbox.forms import KEEP_NOTHING
from manumit.web.mailbox.models import Box
from manumit.web.mailbox.questions import LONGEST
from manumit.web.signals.answers import in_words
from manumit.web.signals.files import sent
from manumit.web.worker.middleware import open_box, remember_box
from manumit.web.worker.services import close_box, log_own, own_door
from manumit.web.worker.story import next_step, story

UNSAFE = ("file_mixed", "file_bomb", "file_damaged", "file_not_clean", "file_password")


def shown(request: HttpRequest, name: str, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page for the worker."""
    numbers = {"emergency": CONFIG.emergency, "helpline": CONFIG.helpline}
    return render(request, f"worker/{name}.html", numbers | given, status=status)


@public
@require_http_methods(["GET", "POST"])
def worker_open(request: HttpRequest) -> HttpResponseBase:
    """The two numbers. Whatever does not open is told in the same words."""
    if request.method != "POST":
        return _closed(request)
    language, typed = language_of(request), request.POST
    try:
        proven = proof.spend(tries.UNLOCK, typed.get("challenge", ""), typed.get("answer", ""))
        tries.take(tries.UNLOCK, proven=proven)
        first, second = (receipts.digits(typed.get(name, "")) for name in ("first", "second"))
        box = services.unlock(first, second)
    except CannotOpen:
        return _closed(request, say("intake.open.failed", language), 403)
    except RefusedError as refused:
        return _closed(request, refusal(refused, language), 503)
    remember_box(request, box)
    log_own(box, "open_box")
    return redirect("worker_home")


def _closed(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    return shown(
        request,
        "open",
        status=status,
        error=error,
        first=request.POST.get("first", ""),
        challenge=proof.new_challenge(tries.UNLOCK),
        bits=proof.BITS,
        intake=CONFIG.intake_url,
    )


def refusal(refused: RefusedError, language: str) -> str:
    """What is said of a refusal, in plain words."""
    code = "file_unsafe" if refused.reason in UNSAFE else refused.reason
    if code == "allowance":
        return say("intake.error.allowance", language, minutes=tries.minutes_to_wait())
    return say(f"intake.error.{code}", language)


@worker_only
@require_GET
def worker_home(request: HttpRequest) -> HttpResponse:
    """What happened so far, and what comes next."""
    box, language = open_box(request), language_of(request)
    door = own_door(box)
    case = door.case if door is not None else None
    row = Box.objects.select_related("desk").get(pk=box.id)
    events, following = story(row, case, language), next_step(row, case, language)
    return shown(request, "home", case=case, events=events, next=following)


class TextForm(forms.Form):
    """A message of the worker."""

    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(KEEP_NOTHING))
    message = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data, initial={"message": new_id()})
        self.use_required_attribute = False
        self.fields["text"].label = say("intake.talk.text", language)
        long = say("intake.error.long", language, most=LONGEST)
        self.fields["text"].error_messages["max_length"] = long


@worker_only
@require_http_methods(["GET", "POST"])
def worker_talk(request: HttpRequest) -> HttpResponseBase:
    """The messages, and a new one."""
    box, language = open_box(request), language_of(request)
    form, error = TextForm(language), ""
    if request.method == "POST":
        form = TextForm(language, request.POST)
        error = _write(request, box, form, language)
        if not error and form.is_valid():
            return redirect(f"{request.path}?done=1")
    entries = services.read(box)
    given: dict[str, Any] = {
        "entries": [(each, in_words(each.answers, language)) for each in entries],
        "desk": services.desk_of(box).name,
        "form": form,
        "error": error,
        "done": "done" in request.GET,
        "accept": files.ACCEPT,
    }
    return shown(request, "talk", status=400 if error else 200, **given)


def _write(request: HttpRequest, box: services.OpenBox, form: TextForm, language: str) -> str:
    """Send a message; what is wrong with it, if something is."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    text = form.cleaned_data["text"].strip()
    try:
        given = request.FILES.getlist("files")
        clean = files.clean_all([(file.name or "", file.read()) for file in given])
        if not text and not clean:
            return say("intake.error.nothing", language)
        services.write(box, text, clean, message_id=form.cleaned_data["message"])
    except RefusedError as refused:
        return refusal(refused, language)
    return ""


@worker_only
@require_GET
def worker_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """The clean copy of a file in the worker's own messages."""
    for entry in services.read(open_box(request)):
        for note in entry.files:
            if note.id == str(file):
                content = services.open_file(note, original=not note.copied)
                return sent(content, note.kind, f"file-{file.hex[:8]}")
    raise AccessRefused("file_of_another_box")


@worker_only
@require_http_methods(["GET", "POST"])
def worker_delete(request: HttpRequest) -> HttpResponseBase:
    """Delete the messages and the two numbers for good."""
    box = open_box(request)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        close_box(box)
        request.session.flush()
        return shown(request, "deleted", intake=CONFIG.intake_url)
    error = say("intake.error.sure", language_of(request)) if request.method == "POST" else ""
    given: dict[str, Any] = {"case": own_door(box) is not None, "error": error}
    return shown(request, "delete", status=400 if error else 200, **given)


@public
@require_POST
def worker_close(request: HttpRequest) -> HttpResponseBase:
    """Close the pages on this device; the numbers still open them."""
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("worker_open")
