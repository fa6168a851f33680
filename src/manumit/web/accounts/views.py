"""The pages of one's own account and of one's own agency."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from manumit.errors import AccessRefused
from manumit.reference.models import LANGUAGES
from manumit.web.accounts import acts, changes, rules
from manumit.web.accounts.fresh import fresh_sign_in
from manumit.web.accounts.models import Change, Invitation, User
from manumit.web.accounts.queries import (
    changes_for,
    colleagues,
    find_person,
    open_invitations,
    waiting,
)
from manumit.web.accounts.sessions import end_sessions, stored
from manumit.web.accounts.texts import worded
from manumit.web.door.policy import public, roles


def me(request: HttpRequest) -> User:
    """Who is signed in.

    Raises:
        Http404: Nobody is.
    """
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@roles()
def home(request: HttpRequest) -> HttpResponse:
    """Who one is here, how one signs in, and where one is signed in."""
    person = me(request)
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    given = {
        "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
        "keys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "codes": next((each for each in factors if each.type == "recovery_codes"), None),
        "key_needed": person.agency.role in rules.KEY_ROLES,
        "sessions": person.sessions.order_by("-seen"),
        "this_session": stored(request.session.session_key),
        "waits": person.waits,
        "to_found": person.waits and rules.has_keys(person.agency) and not person.agency.public_key,
        "has_keys": rules.has_keys(person.agency),
        "own_key": request.keyring.public(),  # type: ignore[attr-defined]
    }
    return render(request, "accounts/home.html", given)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of all pages."""
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in LANGUAGES:
        User.objects.filter(pk=request.user.pk).update(language=code)
    return set_language(request)


@roles()
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    person = me(request)
    acts.write(person, "sessions_ended")
    end_sessions(person, but=request.session.session_key)
    messages.success(request, worded("sessions_ended"))
    return redirect("account_home")


@roles()
def own_agency(request: HttpRequest) -> HttpResponse:
    """Colleagues, who waits, who is invited, and what waits for a second person."""
    person = me(request)
    agency = person.agency
    given = {
        "colleagues": colleagues(person),
        "waiting": waiting(person),
        "invitations": open_invitations(person, Invitation.objects.filter(agency=agency)),
        "changes": changes_for(person, Change.objects.filter(person__agency=agency)),
        "may_invite": rules.may_invite(person, agency),
        "alone": rules.admitted(agency) == 1,
        "has_keys": rules.has_keys(agency),
    }
    return render(request, "accounts/agency.html", given)


@roles()
@require_POST
@fresh_sign_in("own_agency")
def ask_change(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Ask that an account be closed, or that someone be given or lose a skill."""
    person = me(request)
    try:
        changes.ask(person, find_person(person, id), request.POST.get("kind", ""))
    except AccessRefused:
        raise Http404 from None
    messages.success(request, worded("change_asked"))
    return _back(request, person)


@roles()
@require_POST
@fresh_sign_in("own_agency")
def decide_change(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Approve or refuse what someone else asked for."""
    person, answer = me(request), request.POST.get("answer")
    change = Change.objects.select_related("person__agency", "asked_by__agency").filter(pk=id)
    found = change.filter(person__in=User.objects.filter(rules.in_sight(person))).first()
    if found is None or answer not in ("approve", "refuse"):
        raise Http404
    try:
        changes.decide(person, found, approve=answer == "approve")
    except AccessRefused:
        raise Http404 from None
    messages.success(request, worded(f"change_{answer}d"))
    return _back(request, person)


def _back(request: HttpRequest, person: User) -> HttpResponse:
    to_people = request.POST.get("from") == "people" and rules.is_admin(person)
    return redirect("people_list" if to_people else "own_agency")
