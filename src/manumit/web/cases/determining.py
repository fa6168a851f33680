"""A determination: what a named person decides, and why. The rules determine nothing."""

from typing import Any

from django import forms

from manumit.casework.tracks import may_follow
from manumit.web.cases.forms import Worded, choices, words
from manumit.web.cases.moving import DECIDED, check, move, state_of
from manumit.web.door.door import Door

INSTRUMENTS = ("c029", "palermo", "national")


class DeterminationForm(Worded):
    """Who decides what, under which instrument, and why."""

    topic = "determine"

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        person = door.asker.person
        kwargs["initial"] = {"decided_by": person.name if person else ""}
        super().__init__(*args, **kwargs)
        state = state_of(door.case, "identification")
        following = may_follow("identification", state, door.asker.actor.role)
        open_ = [each for each in following if each in DECIDED]
        self.fields["decision"] = forms.ChoiceField(
            choices=choices("state", open_),
            widget=forms.RadioSelect(),
            label=words("field.decision"),
        )
        self.fields["instrument"] = forms.ChoiceField(
            choices=choices("instrument", INSTRUMENTS), label=words("field.instrument")
        )
        self.fields["decided_by"] = forms.CharField(
            max_length=200,
            label=words("field.decided_by"),
            help_text=words("form.determine.decided_by_hint"),
        )
        self.fields["why"] = forms.CharField(
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 8}),
            label=words("field.why"),
            help_text=words("form.determine.why_hint"),
        )


def determine(door: Door, given: dict[str, Any]) -> None:
    """Write a determination and move the identification on.

    Raises:
        AccessRefused: The actor may not write it.
        InputError: That decision may not follow.
        CannotOpen: The agency does not hold the key.
    """
    check(door, "identification", given["decision"], decided=True)
    door.write("determination", given)
    move(door, "identification", given["decision"], decided=True)
