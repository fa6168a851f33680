"""Forms of certificates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format

from manumit.reference.words import say
from manumit.web.certificates.services import last_day
from manumit.web.common import new_id
from manumit.web.consent.forms import day_field
from manumit.web.consent.models import Consent
from manumit.web.look.phrases import let_choose, phrase


class IssueForm(forms.Form):
    """What stands on a certificate."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    consent = forms.ChoiceField(
        label=phrase("certificates.field_consent"), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=phrase("certificates.field_name"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = day_field("certificates.field_born")
    ends = day_field("certificates.field_ends", "certificates.hint_ends")

    def __init__(
        self,
        *args: Any,
        consents: Sequence[Consent],
        now: datetime,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id, self.now = {str(each.pk): each for each in consents}, now
        choices = [(str(each.pk), _words(each, language)) for each in consents]
        let_choose(self, "consent", choices)
        self.fields["id"].initial = new_id
        self.fields["ends"].initial = min(map(last_day, consents), default=now.date())
        if len(choices) == 1:
            self.fields["consent"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Days that fit the consent."""
        found = super().clean() or {}
        consent = self.by_id.get(found.get("consent", ""))
        ends, born, today = found.get("ends"), found.get("born"), self.now.date()
        if consent and ends and not today <= ends <= last_day(consent):
            self.add_error("ends", phrase("certificates.error_ends"))
        if born and born >= today:
            self.add_error("born", phrase("certificates.error_born"))
        return found


def _words(consent: Consent, language: str) -> str:
    day = date_format(last_day(consent), "j F Y")
    return say("certificates.consent_until", language, agency=consent.recipient.name, day=day)


class VerifyForm(forms.Form):
    """The code on the paper."""

    code = forms.CharField(
        label=phrase("certificates.field_code"),
        help_text=phrase("certificates.hint_code"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
                "class": "code",
            }
        ),
    )
