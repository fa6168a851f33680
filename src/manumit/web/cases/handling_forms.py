"""Forms of handling and of exceptions."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from manumit.casework.policy import CODES
from manumit.casework.tracks import handling
from manumit.reference.words import say
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.emergency import GROUNDS, classes_by
from manumit.web.cases.forms import ANSWERS, FEWEST_WORDS, choices, date_input, words
from manumit.web.cases.handling import person_of
from manumit.web.door.door import Door
from manumit.web.establishments.models import Establishment
from manumit.web.look.context import language_of

PEOPLE_MOST, PLACES_MOST = 300, 500


class _Of(forms.Form):
    """A form about one case; fields without a label get a phrase."""

    def __init__(self, data: Any = None, *, door: Door, initial: Any = None) -> None:
        super().__init__(data, initial=initial, prefix=type(self).__name__.lower())
        self.use_required_attribute = False
        self.door = door
        self.fields.update(self.made())
        for name, field in self.fields.items():
            field.label = field.label or words(f"form.{name}")

    def made(self) -> dict[str, forms.Field]:
        """Fields that depend on the case."""
        return {}

    def colleagues(self) -> Any:
        """People of the own agency."""
        own = person_of(self.door).agency
        return User.objects.filter(agency=own, is_active=True).order_by("name")


if TYPE_CHECKING:
    _OfPeople = forms.ModelChoiceField[User]
else:
    _OfPeople = forms.ModelChoiceField


class _Person(_OfPeople):
    def label_from_instance(self, obj: User) -> str:
        """A person by name."""
        return str(obj.name)


def _words(name: str, *, least: int = FEWEST_WORDS) -> forms.CharField:
    def enough(text: str) -> None:
        if len(text.split()) < least:
            raise forms.ValidationError(words("form.open.more_missing", n=least))

    return forms.CharField(
        max_length=300,
        validators=[enough],
        label=words(f"form.{name}"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RiskForm(_Of):
    """Danger and age."""

    def made(self) -> dict[str, forms.Field]:
        """Both questions."""
        return {
            name: forms.ChoiceField(
                choices=choices("answer", ANSWERS),
                widget=forms.RadioSelect(attrs={"class": "three"}),
                label=words(f"form.new.{name}"),
                help_text=words(f"form.new.{name}_hint"),
            )
            for name in ("danger", "child")
        }


class TaskForm(_Of):
    """Something to be done."""

    def made(self) -> dict[str, forms.Field]:
        """What, who and until when."""
        return {
            "kind": forms.ChoiceField(
                choices=choices("task", handling().tasks), label=words("form.task")
            ),
            "person": _Person(
                queryset=self.colleagues(), required=False, empty_label=words("anyone")
            ),
            "due": forms.DateField(required=False, widget=date_input()),
        }


class LinkForm(_Of):
    """A workplace, recruiter or buyer."""

    def made(self) -> dict[str, forms.Field]:
        """Which, how and when."""
        places = Establishment.objects.order_by("name")
        return {
            "relation": forms.ChoiceField(choices=choices("relation", handling().relations)),
            "establishment": forms.ModelChoiceField(queryset=places, empty_label=words("choose")),
            "starts": forms.DateField(required=False, widget=date_input()),
            "ends": forms.DateField(required=False, widget=date_input()),
        }


class ChildForm(_Of):
    """The first of two decisions to share for a child."""

    def made(self) -> dict[str, forms.Field]:
        """With whom, and why it is best for the child."""
        others = Agency.objects.exclude(pk=self.door.asker.actor.agency).exclude(public_key=b"")
        return {
            "agency": forms.ModelChoiceField(
                queryset=others.order_by("name"), empty_label=words("choose")
            ),
            "best_interests": forms.CharField(
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4}),
                label=words("field.best_interests"),
            ),
        }


class CloseForm(_Of):
    """Why a case is closed."""

    def made(self) -> dict[str, forms.Field]:
        """The reason."""
        reasons = choices("closing", handling().closing_reasons)
        return {"reason": forms.ChoiceField(choices=[("", words("choose")), *reasons])}


class ConflictForm(_Of):
    """Who must not see the case."""

    def made(self) -> dict[str, forms.Field]:
        """A person of the own agency."""
        return {"person": _Person(queryset=self.colleagues(), empty_label=words("choose"))}


class GlassForm(_Of):
    """Why an emergency look is needed, and who is told."""

    def made(self) -> dict[str, forms.Field]:
        """Reason and colleague."""
        others = self.colleagues().exclude(pk=self.door.asker.actor.id)
        return {
            "reason": _words("glass_reason"),
            "told": _Person(queryset=others, empty_label=words("choose")),
        }


class DangerForm(_Of):
    """That police must know, and why."""

    def made(self) -> dict[str, forms.Field]:
        """Which agency, on what ground."""
        agencies = Agency.objects.filter(role="POL").order_by("name")
        return {
            "agency": forms.ModelChoiceField(queryset=agencies, empty_label=words("choose")),
            "ground": forms.ChoiceField(choices=choices("ground", GROUNDS)),
            "reason": _words("danger_reason"),
        }


class RequestForm(_Of):
    """A court order or legal request."""

    def made(self) -> dict[str, forms.Field]:
        """By whom, for what, which paper, until when."""
        agencies = Agency.objects.filter(role__in=("POL", "PRO")).order_by("name")
        numbers = sorted({*classes_by("order", "POL"), *classes_by("order", "PRO")})
        named = [(n, say(f"access.class.{CODES[n]}", language_of())) for n in numbers]
        return {
            "agency": forms.ModelChoiceField(queryset=agencies, empty_label=words("choose")),
            "classes": forms.MultipleChoiceField(
                choices=named, widget=forms.CheckboxSelectMultiple
            ),
            "document": forms.CharField(max_length=200),
            "until": forms.DateField(widget=date_input()),
        }

    def ends(self) -> datetime:
        """The end of the last day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time.max))
