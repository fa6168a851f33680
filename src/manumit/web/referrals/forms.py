"""Forms of referrals."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html

from manumit.casework.offers import Offer
from manumit.casework.referral import part_classes
from manumit.casework.tracks import handling
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.consent.shown import class_words, sees
from manumit.web.door.door import Door
from manumit.web.look.phrases import let_choose, phrase
from manumit.web.referrals.services import preview

SERVICES = {
    "LI": ("inspection", "wage_claim"),
    "POL": ("investigation",),
    "PRO": ("investigation", "compensation"),
    "UNI": ("wage_claim", "representation", "legal_aid"),
}
"""What is asked of agencies of a role; of all others, the services of support."""


def services_of(role: str) -> tuple[str, ...]:
    """Services that agencies of a role can be asked for."""
    return SERVICES.get(role, handling().services)


class DraftForm(forms.Form):
    """What is asked of an agency, and what it is given."""

    service = forms.ChoiceField(label=phrase("referrals.field_service"), widget=forms.RadioSelect)
    classes = forms.MultipleChoiceField(
        label=phrase("referrals.field_classes"),
        help_text=phrase("referrals.hint_classes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        door: Door,
        recipient: Agency,
        purpose: str,
        offers: Mapping[int, Offer],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        let_choose(
            self,
            "service",
            [(code, phrase(f"referrals.services.{code}")) for code in services_of(recipient.role)],
        )
        always = part_classes(recipient.role, ())
        giveable = [
            (str(number), self._label(door, recipient, purpose, number, offer, language))
            for number, offer in offers.items()
            if number not in always and door.may("read", number)
        ]
        let_choose(self, "classes", giveable)
        if not giveable:
            del self.fields["classes"]

    @staticmethod
    def _label(  # noqa: PLR0913, PLR0917 - the parts of a sentence
        door: Door, recipient: Agency, purpose: str, number: int, offer: Offer, language: str
    ) -> str:
        notes = [sees(offer.form, language)]
        if offer.by_consent:
            missing = preview(door, recipient, purpose, [number]).missing
            there = "missing" if number in missing else "given"
            notes.append(say(f"referrals.by_consent_{there}", language))
        if not door.case.entries.filter(data_class=number).exists():
            notes.append(say("referrals.nothing_yet", language))
        return format_html(
            '<span>{}<br><span class="muted">{}</span></span>',
            class_words(number, language),
            " · ".join(notes),
        )


class RefuseForm(forms.Form):
    """Why a referral is refused."""

    reason = forms.ChoiceField(
        label=phrase("referrals.field_reason"),
        choices=[(code, phrase(f"referrals.refusal.{code}")) for code in handling().refusals],
        widget=forms.RadioSelect,
    )
