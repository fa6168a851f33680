"""Law as dated data: what a territory's law says on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from manumit.errors import InputError, NotInForce, NotReviewed, did_you_mean
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import Parameter, Units
from manumit.reference.schema import build
from manumit.reference.strict import Document, Fail


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in a territory's law; attributes lead deeper, `at` reads a value.

    Example:
        >>> from datetime import date
        >>> legislation("intl").person.child_below_age.at(date(2020, 1, 1))
        Decimal('18')
    """

    path: str
    parameters: dict[str, Parameter]
    drafts: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> "Branch":
        path = f"{self.path}.{name}"
        if not any(known == path or known.startswith(f"{path}.") for known in self.parameters):
            raise InputError(
                f"No law is entered under {path}.", hint=did_you_mean(path, list(self.parameters))
            )
        return Branch(path, self.parameters, self.drafts)

    @property
    def parameter(self) -> Parameter:
        """The entry here, with its source and dates.

        Raises:
            InputError: This is a folder and not a value.
            NotReviewed: It is a draft that was not asked for by name.
        """
        found = self.parameters.get(self.path)
        if found is None:
            raise InputError(f"{self.path} is a folder of values and not a value.")
        if found.status == "draft" and found.id not in self.drafts:
            raise NotReviewed(found.id)
        return found

    def at(self, day: date) -> Decimal:
        """The value in force on a day.

        Raises:
            NotInForce: The day lies before the first value, or after the last one ended.
            NotReviewed: It is a draft that was not asked for by name.
        """
        parameter = self.parameter
        starts = {date.fromisoformat(start): value for start, value in parameter.values.items()}
        reached = [start for start in starts if start <= day]
        value = starts[max(reached)] if reached else None
        if value is None:
            raise NotInForce(parameter.id, day, hint=f"Its first value is of {min(starts)}.")
        return value


@cache
def legislation(territory: str, *, drafts: frozenset[str] = frozenset()) -> Branch:
    """The law of a territory (`intl` for international law).

    Args:
        territory: Folder name under `data/legislation/`, such as an ISO 3166 code.
        drafts: Ids of draft values to let through.

    Raises:
        InputError: Nothing is entered for the territory.
        DataError: An entry is wrong.
    """
    paths = data_paths(f"legislation/{territory}") if territory.isidentifier() else []
    paths = [path for path in paths if not path.endswith("/scheme.yml")]
    if not paths:
        known = sorted({path.split("/")[1] for path in data_paths("legislation")})
        raise InputError(
            f"No law is entered for territory {territory!r}.",
            allowed=known,
            hint=f"Entered are: {', '.join(known)}.",
        )
    return Branch(territory, {p.id: p for p in map(_parameter, paths)}, drafts)


def _parameter(path: str) -> Parameter:
    document, fail = load_yaml(path), fail_in(path)
    parameter = build(Parameter, document, fail=fail)
    due = path.removeprefix("legislation/").removesuffix(".yml").replace("/", ".")
    if parameter.id != due:
        raise fail(f"must be {due}, the path of the file", document.line(("id",)), "id")
    if parameter.unit not in _units():
        known = did_you_mean(parameter.unit, list(_units()))
        raise fail(
            f"{parameter.unit} is not in units.yml. {known}", document.line(("unit",)), "unit"
        )
    if len(parameter.source) == 0:
        raise fail("needs a source", document.line(("source",)), "source")
    _check_days(parameter, document, fail)
    return parameter


def _check_days(parameter: Parameter, document: Document, fail: Fail) -> None:
    for start in parameter.values:
        try:
            date.fromisoformat(start)
        except ValueError:
            line = document.line(("values", start))
            raise fail(f"{start!r} is not a day like 2024-01-31", line, "values") from None


@cache
def _units() -> dict[str, str]:
    return build(Units, load_yaml("units.yml"), fail=fail_in("units.yml")).units
