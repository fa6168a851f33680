"""The form of a work record: periods, fees and debts, as many as there are."""

from typing import Any

from django import forms

from manumit.reference import wage_law, wage_schemes, word
from manumit.reference.words import say
from manumit.web.cases.forms import date_input
from manumit.web.claims.records import BASES, DEDUCTIONS, FEES
from manumit.web.look.context import language_of

GRADES = ("E1", "E2", "E3", "E4", "E5", "E6")
UNITS = ("month", "week")
LIST_MOST = 40
"""Rows of one kind in a form."""


def words(key: str, **parts: object) -> str:
    """A phrase of the pages of claims."""
    return say(f"claims.{key}", language_of(), **parts)


def number(*, required: bool = False) -> forms.DecimalField:
    """A field for a quantity that is not negative."""
    return forms.DecimalField(
        required=required,
        min_value=0,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
    )


def day(*, required: bool = False) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(required=required, widget=date_input())


class _Form(forms.Form):
    """A form whose labels are phrases of claims; numbers come out as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.label = field.label or words(f"field.{name}")

    def values(self) -> dict[str, Any]:
        """What was written, numbers as text."""
        return {
            name: f"{value:f}" if hasattr(value, "as_tuple") else value
            for name, value in self.cleaned_data.items()
        }


class HeadForm(_Form):
    """The law that applies, the day of the claim, and whose work it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laws = sorted(set(wage_schemes().values()))
        titles = [(law, f"{law.partition('.')[0].upper()} · {_title(law)}") for law in laws]
        self.fields |= {
            "law": forms.ChoiceField(
                choices=[("", words("choose")), *titles], label=words("field.law")
            ),
            "as_of": day(required=True),
            "employer": forms.CharField(required=False, max_length=60),
            "born": day(),
            "currency": forms.RegexField("^[A-Z]{3}$", required=False, max_length=3),
        }
        for name in ("as_of", "employer", "born", "currency"):
            self.fields[name].label = words(f"field.{name}")
            self.fields[name].help_text = words(f"hint.{name}")


def _title(law: str) -> str:
    return wage_law(law).scheme.title


class WorkForm(_Form):
    """One period of work."""

    start = day(required=True)
    end = day(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "basis": forms.ChoiceField(choices=[(each, words(f"basis.{each}")) for each in BASES]),
            "pay": number(required=True),
            "hours": number(required=True),
            "hours_low": number(),
            "hours_high": number(),
            "rest_day": number(),
            "paid": number(),
            "paid_per": forms.ChoiceField(
                required=False, choices=[(each, words(f"unit.{each}")) for each in UNITS]
            ),
            **{kind: number() for kind in DEDUCTIONS},
            "grade": forms.ChoiceField(
                required=False,
                choices=[
                    ("", words("choose")),
                    *((g, word(f"claim.grade.{g}", language_of())) for g in GRADES),
                ],
            ),
            "note": forms.CharField(required=False, max_length=200),
        }
        for name, field in self.fields.items():
            field.label = words(f"field.{name}")

    def clean(self) -> dict[str, Any]:
        """What was written; a period ends after it starts."""
        found: dict[str, Any] = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", words("ends_before"))
        return found


class FeeForm(_Form):
    """One fee that the worker paid for the job."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "category": forms.ChoiceField(choices=[(each, words(f"fee.{each}")) for each in FEES]),
            "amount": number(required=True),
            "day": day(required=True),
            "currency": forms.RegexField("^[A-Z]{3}$", required=False, max_length=3),
            "rate": number(),
            "source": forms.CharField(required=False, max_length=120),
        }
        for name, field in self.fields.items():
            field.label = words(f"field.{name}")

    def clean(self) -> dict[str, Any]:
        """What was written; another currency needs a rate that can be shown."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("currency") and not (found.get("rate") and found.get("source")):
            self.add_error("rate", words("rate_missing"))
        return found


class DebtForm(_Form):
    """One debt that was worked off."""

    principal = number(required=True)
    rate_per_month = number()
    paid_per_month = number()
    legal_wage_applied_per_month = number()
    charges_per_month = number()
    months_recorded = forms.IntegerField(required=False, min_value=0, max_value=1200)

    def values(self) -> dict[str, Any]:
        """What was written; a rate in percent becomes a share."""
        found = super().values()
        rate = self.cleaned_data.get("rate_per_month")
        if rate is not None:
            found["rate_per_month"] = f"{rate / 100:f}"
        return found


KINDS: dict[str, type[_Form]] = {"work": WorkForm, "fee": FeeForm, "debt": DebtForm}


class RecordForm:
    """All of a work record on one page.

    Args:
        data: What was sent, or None.
        given: What to start from: `head`, and lists of `work`, `fee` and `debt`.
        more: Kind of which one more empty row is wanted.
    """

    def __init__(
        self, data: Any = None, given: dict[str, Any] | None = None, more: str = ""
    ) -> None:
        start = given or {"head": {}, "work": [], "fee": [], "debt": []}
        self.head = HeadForm(data, initial=start["head"], prefix="head")
        self.sets = {}
        for name, form in KINDS.items():
            spare = (name == more) + (name == "work" and not start["work"])
            made = forms.formset_factory(
                form, extra=spare, max_num=LIST_MOST, absolute_max=LIST_MOST, can_delete=False
            )
            self.sets[name] = made(data, initial=start[name], prefix=name)

    def is_valid(self) -> bool:
        """Whether everything can be used."""
        return all([self.head.is_valid(), *(each.is_valid() for each in self.sets.values())])

    def given(self) -> dict[str, Any]:
        """What was written; rows that were left empty are not there."""
        rows = {
            name: [form.values() for form in each if form.has_changed() and form.cleaned_data]
            for name, each in self.sets.items()
        }
        return {"head": self.head.values(), **rows}


def as_typed(data: Any) -> dict[str, Any]:
    """What was sent, row by row as it was typed, to show it again with one row more."""
    found: dict[str, Any] = {
        "head": {name: data.get(f"head-{name}", "") for name in HeadForm().fields}
    }
    for kind, form in KINDS.items():
        count = data.get(f"{kind}-TOTAL_FORMS", "0")
        rows = [
            {name: data.get(f"{kind}-{n}-{name}", "") for name in form().fields}
            for n in range(min(int(count) if count.isdecimal() else 0, LIST_MOST))
        ]
        found[kind] = [row for row in rows if any(row[key] for key in row if key not in _ALWAYS)]
    return found


_ALWAYS = {"basis", "paid_per", "category"}
"""Fields that always have a value."""


class UploadForm(_Form):
    """A case file of a claim."""

    file = forms.FileField()
