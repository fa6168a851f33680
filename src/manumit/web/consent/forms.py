"""Forms of consent and of agreements between agencies."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from manumit.casework.offers import Offer
from manumit.reference.words import say
from manumit.web.consent.proposals import Asked
from manumit.web.consent.services import LONGEST, USUAL, Given
from manumit.web.consent.shown import class_words, offer_words, purpose_words
from manumit.web.consent.texts import languages, latest
from manumit.web.look.phrases import let_choose, phrase

EXPLAINED = ("spoken", "written", "pictogram", "interpreter")
GIVERS = ("self", "guardian", "representative")
CAPACITIES = ("adult", "supported", "child")
SAFE = ("morning", "afternoon", "evening", "day_off", "through_us")


def options(start: str, codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Choices, each said as `consent.START.CODE`."""
    return [(code, phrase(f"consent.{start}.{code}")) for code in codes]


def day_field(label: str, hint: str = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=phrase(label),
        help_text=phrase(hint) if hint else "",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def yes_or_no(label: str) -> forms.ChoiceField:
    """A question with nothing chosen beforehand."""
    return forms.ChoiceField(
        label=phrase(label),
        choices=[(code, phrase(f"consent.{code}")) for code in ("yes", "no")],
        widget=forms.RadioSelect(attrs={"class": "two"}),
    )


def offered(words: str, sees: str) -> SafeString:
    """The label of a class of data, with what would be seen of it."""
    return format_html('<span>{}<br><span class="muted">{}</span></span>', words, sees)


class TermsForm(forms.Form):
    """What one agency may know for one purpose, and for how long."""

    none_chosen = "consent.error_no_classes"
    """What is said if no class is chosen."""

    classes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    starts = day_field("consent.field_starts")
    ends = day_field("consent.field_ends", "consent.hint_ends")

    def __init__(
        self,
        *args: Any,
        offers: Mapping[int, Offer],
        agency: str,
        purpose: str,
        now: datetime,
        shown_in: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.purpose = now, purpose
        classes = self.fields["classes"]
        classes.label = say("consent.field_classes", shown_in, agency=agency)
        classes.help_text = phrase("consent.hint_classes")
        labels = [
            offered(class_words(number, shown_in), offer_words(offer, purpose, shown_in))
            for number, offer in offers.items()
        ]
        let_choose(self, "classes", zip(map(str, offers), labels, strict=True))
        self.fields["starts"].initial = now.date()
        self.fields["ends"].initial = (now + USUAL).date()

    def check_terms(self, found: dict[str, Any]) -> None:
        """Note what is wrong with classes and days."""
        starts, ends = found.get("starts"), found.get("ends")
        if not found.get("classes"):
            self.add_error("classes", phrase(self.none_chosen))
        if starts and starts < self.now.date():
            self.add_error("starts", phrase("consent.error_starts"))
        if starts and ends and not starts < ends <= starts + LONGEST - timedelta(days=1):
            self.add_error("ends", phrase("consent.error_ends"))

    def chosen(self) -> frozenset[int]:
        """Numbers of the classes."""
        return frozenset(int(code) for code in self.cleaned_data["classes"])

    def window(self) -> tuple[datetime, datetime]:
        """The first moment, and the one after the last."""
        found = self.cleaned_data
        starts = max(midnight(found["starts"]), self.now)
        return starts, midnight(found["ends"] + timedelta(days=1))


class ProposalForm(TermsForm):
    """What the worker is to be asked on the own pages."""

    explained = forms.ChoiceField(
        label=phrase("consent.field_to_explain"),
        help_text=phrase("consent.hint_to_explain"),
        choices=options("to_explain", EXPLAINED),
        widget=forms.RadioSelect(attrs={"class": "two"}),
    )

    def clean(self) -> dict[str, Any]:
        """What belongs together."""
        found = super().clean() or {}
        self.check_terms(found)
        return found

    def asked(self, recipient: Any) -> Asked:
        """What the worker is to be asked."""
        starts, ends = self.window()
        explained = self.cleaned_data["explained"]
        return Asked(self.purpose, recipient, self.chosen(), starts, ends, explained)


class ConsentForm(TermsForm):
    """What the worker answers, for one agency and one purpose."""

    none_chosen = "consent.error_classes"
    language = forms.ChoiceField(label=phrase("consent.field_language"))
    explained = forms.ChoiceField(
        label=phrase("consent.field_explained"),
        choices=options("explained", EXPLAINED),
        widget=forms.RadioSelect(attrs={"class": "two"}),
    )
    given_by = forms.ChoiceField(
        label=phrase("consent.field_given_by"),
        choices=options("given_by", GIVERS),
        widget=forms.RadioSelect,
    )
    capacity = forms.ChoiceField(
        label=phrase("consent.field_capacity"),
        choices=options("capacity", CAPACITIES),
        widget=forms.RadioSelect,
    )
    may_contact = yes_or_no("consent.field_may_contact")
    safe_times = forms.MultipleChoiceField(
        label=phrase("consent.field_safe_times"),
        help_text=phrase("consent.hint_safe_times"),
        choices=options("safe", SAFE),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "two"}),
    )
    paper = forms.CharField(
        label=phrase("consent.field_paper"),
        help_text=phrase("consent.hint_proof"),
        required=False,
        max_length=80,
    )
    witness = forms.CharField(
        label=phrase("consent.field_witness"),
        help_text=phrase("consent.hint_proof"),
        required=False,
        max_length=120,
    )
    answer = yes_or_no("consent.yes")

    def __init__(
        self, *args: Any, agency: str, purpose: str, child: bool, shown_in: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, agency=agency, purpose=purpose, shown_in=shown_in, **kwargs)
        self.fields["answer"].label = say(
            "consent.field_answer",
            shown_in,
            agency=agency,
            purpose=purpose_words(purpose, shown_in),
        )
        let_choose(self, "language", languages().items())
        if child:
            let_choose(self, "given_by", options("given_by", GIVERS[1:]))

    def clean(self) -> dict[str, Any]:
        """What belongs together; after a no, nothing else is asked for."""
        found = super().clean() or {}
        if found.get("answer") == "no":
            self._errors = forms.utils.ErrorDict()
            return found
        self.check_terms(found)
        if not (found.get("paper") or found.get("witness")):
            self.add_error("paper", phrase("consent.error_proof"))
        return found

    def says_yes(self) -> bool:
        """Whether the worker agreed."""
        return bool(self.cleaned_data["answer"] == "yes")

    def given(self, recipient: Any) -> Given:
        """What was agreed to."""
        found = self.cleaned_data
        contact = found["may_contact"] == "yes"
        proof = [found["paper"], found["witness"]]
        starts, ends = self.window()
        return Given(
            purpose=self.purpose,
            recipient=recipient,
            classes=self.chosen(),
            starts=starts,
            ends=ends,
            language=found["language"],
            explained=found["explained"],
            text_version=latest(),
            given_by=found["given_by"],
            capacity=found["capacity"],
            may_contact=contact,
            safe_times=frozenset(found["safe_times"] if contact else ()),
            evidence=" · ".join(each for each in proof if each),
        )


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)
