"""How someone joins: invited, with a password of their own, admitted or founding."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from manumit.errors import AccessRefused, InputError
from manumit.web.accounts import admission, forms, invitations, keys, rules
from manumit.web.accounts.fresh import fresh_sign_in
from manumit.web.accounts.models import Agency, Invitation, User
from manumit.web.accounts.queries import find_person
from manumit.web.accounts.texts import worded
from manumit.web.accounts.views import me
from manumit.web.base_settings import CONFIG
from manumit.web.door.policy import public, roles
from manumit.web.sealing import fingerprint


@roles()
@fresh_sign_in()
def invite(request: HttpRequest, id: UUID | None = None) -> HttpResponse:  # noqa: A002
    """Invite someone to one's own agency; an administrator to any."""
    person = me(request)
    agency = person.agency if id is None else get_object_or_404(Agency, pk=id)
    if not rules.may_invite(person, agency):
        raise Http404
    form = forms.Invite(request.POST or None, skills=rules.grantable(person, agency))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            code = invitations.invite(
                person,
                agency,
                username=given["username"],
                name=given["name"],
                skills=tuple(given.get("skills", ())),
            )
        except InputError:
            form.add_error("username", worded("username_taken"))
        else:
            return _invited(request, agency, code, given["name"])
    return render(request, "accounts/invite.html", {"form": form, "agency": agency})


def _invited(request: HttpRequest, agency: Agency, code: str, name: str) -> HttpResponse:
    days = invitations.LASTS.days
    address = f"{CONFIG.office_url}/account/invitation/"
    given = {
        "code": admission.lines(code),
        "agency": agency,
        "name": name,
        "days": days,
        "address": address,
    }
    return render(request, "accounts/invited.html", given)


@roles()
@require_POST
@fresh_sign_in("own_agency")
def withdraw_invitation(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take an invitation back."""
    person = me(request)
    in_sight = Invitation.objects.filter(pk=id)
    if not rules.is_admin(person):
        in_sight = in_sight.filter(agency=person.agency_id)
    if not in_sight.exists():
        raise Http404
    try:
        invitations.withdraw(person, id)
    except AccessRefused:
        raise Http404 from None
    messages.success(request, worded("invitation_withdrawn"))
    to_people = request.POST.get("from") == "people" and rules.is_admin(person)
    return redirect("people_list" if to_people else "own_agency")


@public
@sensitive_post_parameters()
def accept(request: HttpRequest) -> HttpResponse:
    """Open an account with the code of an invitation."""
    if request.user.is_authenticated:
        return redirect("account_home")
    asked = forms.Code(request.POST or None)
    if request.method != "POST" or not asked.is_valid():
        return render(request, "accounts/code.html", {"form": asked})
    invitation = invitations.found(asked.cleaned_data["code"])
    if invitation is None:
        asked.add_error("code", worded("code_wrong"))
        return render(request, "accounts/code.html", {"form": asked})
    return _accept(request, invitation)


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    sent = request.POST if "password1" in request.POST else None
    first = {"code": request.POST["code"], "language": request.LANGUAGE_CODE}
    form = forms.Accept(sent, initial=first, invitation=invitation)
    if sent is None or not form.is_valid():
        return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})
    given = form.cleaned_data
    try:
        person = invitations.accept(
            invitation, password=given["password1"], language=given["language"]
        )
    except (AccessRefused, InputError):
        asked = forms.Code(request.POST)
        asked.add_error("code", worded("code_wrong"))
        return render(request, "accounts/code.html", {"form": asked})
    return _sign_in(request, person, given["password1"])


def _sign_in(request: HttpRequest, person: User, password: str) -> HttpResponse:
    keys.remember(request, keys.private_key(person, password), str(person.id))
    record_authentication(request, person, method="password")
    answer: HttpResponse = perform_login(request, Login(user=person))
    return answer


@roles()
@fresh_sign_in()
def found_agency(request: HttpRequest) -> HttpResponse:
    """Make the keys of an agency, show its recovery keys once, and see that they were kept."""
    person = me(request)
    if not admission.may_found(person):
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/found.html", {"agency": person.agency})
    if "typed" not in request.POST:
        three = admission.begin_founding(request, person)
        return _recovery_keys(request, person, three)
    held = admission.founding(request, person)
    if held is None:
        return redirect("found_agency")
    form = forms.Group(request.POST, key=held.key, line=held.line, group=held.group)
    if form.is_valid():
        if admission.finish_founding(request, person, form.cleaned_data["typed"]):
            messages.success(request, worded("founded"))
            return redirect("own_agency")
        form.add_error("typed", worded("group_wrong"))
    return render(request, "accounts/group.html", {"form": form, "agency": person.agency})


def _recovery_keys(request: HttpRequest, person: User, three: tuple[str, ...]) -> HttpResponse:
    held = admission.founding(request, person)
    if held is None:
        raise Http404
    form = forms.Group(key=held.key, line=held.line, group=held.group)
    given = {
        "three": [admission.lines(key) for key in three],
        "form": form,
        "agency": person.agency,
    }
    return render(request, "accounts/recovery_keys.html", given)


@roles()
@fresh_sign_in()
def recover_agency(request: HttpRequest) -> HttpResponse:
    """Come to the agency's key with two of its recovery keys, when no colleague can help."""
    person = me(request)
    if not (person.waits and person.agency.public_key):
        raise Http404
    form = forms.Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        if admission.recover(person, one, other):
            messages.success(request, worded("recovered"))
            return redirect("own_agency")
        form.add_error(None, worded("recovery_wrong"))
    return render(request, "accounts/recover.html", {"form": form, "agency": person.agency})


@roles()
@require_POST
@fresh_sign_in("own_agency")
def admit(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Let a new colleague in, if their key is still the one that was compared."""
    person = me(request)
    other = find_person(person, id)
    if rules.may_admit(person, other) and _has_another_key(other, request.POST.get("letters", "")):
        messages.warning(request, worded("letters_changed", name=other.name))
        return redirect("own_agency")
    try:
        key = request.keyring.agency() if rules.has_keys(person.agency) else None  # type: ignore[attr-defined]
        admission.admit(person, key, other)
    except AccessRefused:
        raise Http404 from None
    messages.success(request, worded("admitted", name=other.name))
    return redirect("own_agency")


def _has_another_key(other: User, letters: str) -> bool:
    """Whether what is about to be sealed for would not be the key that the page has shown."""
    return rules.has_keys(other.agency) and letters != fingerprint(bytes(other.public_key))
