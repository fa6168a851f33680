"""Forms of accounts. Each names its fields; whatever else is sent is not looked at."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as second
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache

from manumit.reference.words import say
from manumit.web.accounts import rules
from manumit.web.accounts.models import Agency, Invitation, User
from manumit.web.accounts.passwords import change_password
from manumit.web.accounts.texts import word, worded
from manumit.web.look.context import OWN_NAMES, language_of

CODE_SECONDS = 90
"""A code of an app is taken for so long, one step before and after its own, and only once."""


class _NewPassword(forms.Form):
    password1 = forms.CharField(
        label=word("new_password"),
        help_text=word("password_hint"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=word("password_again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def owner(self) -> User | None:
        """Whose password it will be."""
        return None

    def clean(self) -> dict[str, Any]:
        """Both are the same, and it is long enough."""
        given = super().clean() or {}
        first, again = given.get("password1"), given.get("password2")
        if first and again and first != again:
            self.add_error("password2", worded("not_the_same"))
        elif first:
            try:
                validate_password(first, self.owner())
            except forms.ValidationError as wrong:
                self.add_error("password1", wrong)
        return given


class Invite(forms.Form):
    """Who is invited."""

    name = forms.CharField(label=word("name"), max_length=120, help_text=word("name_hint"))
    username = forms.RegexField(
        r"^[\w.@-]+$",
        label=word("username"),
        min_length=3,
        max_length=60,
        help_text=word("username_hint"),
        error_messages={"invalid": word("username_invalid")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    skills = forms.MultipleChoiceField(
        label=word("skills"),
        help_text=word("skills_hint"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, skills: tuple[str, ...], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["skills"]
        field.choices = [(skill, worded(f"skill_{skill}")) for skill in skills]
        if not skills:
            del self.fields["skills"]


class NewAgency(forms.Form):
    """An agency that takes part from now on."""

    name = forms.CharField(label=word("agency_name"), max_length=120)
    role = forms.ChoiceField(label=word("role"), help_text=word("role_hint"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        language, field = language_of(), self.fields["role"]
        named = [(role, say(f"access.role.{role}", language)) for role in rules.AGENCY_ROLES]
        field.choices = sorted(named, key=lambda each: each[1])  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that no other agency has."""
        name: str = self.cleaned_data["name"]
        if Agency.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(worded("agency_taken"))
        return name


class Code(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label=word("code"),
        help_text=word("code_hint"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class Accept(_NewPassword):
    """The password and language of a new account."""

    code = forms.CharField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=word("language"), choices=list(OWN_NAMES.items()))
    field_order = ("code", "language", "password1", "password2")

    def __init__(self, *args: Any, invitation: Invitation, **given: Any) -> None:
        super().__init__(*args, **given)
        self.invitation = invitation

    def owner(self) -> User:
        """Whose password it will be, so that it does not hold their name."""
        return User(username=self.invitation.username, name=self.invitation.name)


class Group(forms.Form):
    """One group of one recovery key, typed back."""

    typed = forms.CharField(
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, key: int, line: int, group: int, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["typed"].label = worded("type_group", number=key, line=line, group=group)


class Recover(forms.Form):
    """Two of the three recovery keys."""

    one = forms.CharField(label=word("one_key"), widget=forms.Textarea(attrs={"rows": 2}))
    other = forms.CharField(label=word("other_key"), widget=forms.Textarea(attrs={"rows": 2}))


class SignIn(LoginForm):  # type: ignore[misc] # the library has no types
    """Name and password."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _label(self, login="username", password="password")  # noqa: S106 - names of phrases


class ChangePassword(_NewPassword):
    """The old password, which opens the key, and the new one, which wraps it."""

    oldpassword = forms.CharField(
        label=word("old_password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("oldpassword", "password1", "password2")

    def __init__(self, *args: Any, user: User, **given: Any) -> None:
        super().__init__(*args, **given)
        self.user = user

    def owner(self) -> User:
        """Whose password it will be."""
        return self.user

    def clean_oldpassword(self) -> str:
        """The password that is in force."""
        typed: str = self.cleaned_data["oldpassword"]
        if not self.user.check_password(typed):
            raise forms.ValidationError(worded("wrong_password"))
        return typed

    def save(self) -> None:
        """Change it."""
        old, new = self.cleaned_data["oldpassword"], self.cleaned_data["password1"]
        change_password(context.request, self.user, old=old, new=new)


class AskPassword(ReauthenticateForm):  # type: ignore[misc]
    """The password, once more."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _label(self, password="password")  # noqa: S106 - the name of a phrase


class _OnlyOnce:
    """A code that was taken is not taken again while it is still good."""

    user: User
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _label(self, code="app_code")

    def clean_code(self) -> str:
        """The code, if it is right and was not used."""
        code: str = super().clean_code()  # type: ignore[misc]
        plain = "".join(each for each in code if each.isalnum())
        if not cache.add(f"code:{self.user.pk}:{plain}", "used", CODE_SECONDS):
            raise forms.ValidationError(worded("wrong_code"))
        return code


class AskCode(_OnlyOnce, second.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class AskCodeAgain(_OnlyOnce, second.ReauthenticateForm):  # type: ignore[misc]
    """The code, once more."""


class AddApp(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _label(self, code="app_code")


def _label(form: Any, **phrases: str) -> None:
    for field, phrase in phrases.items():
        form.fields[field].label = worded(phrase)
        form.fields[field].widget.attrs.pop("placeholder", None)
