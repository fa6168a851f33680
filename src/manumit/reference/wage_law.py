"""The wage law of a territory in one reading, and its numbers on a day."""

from copy import deepcopy
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from manumit.core import Citation
from manumit.errors import DataError, InputError, NotReviewed, did_you_mean
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.legislation import legislation
from manumit.reference.models import Parameter
from manumit.reference.schema import build
from manumit.reference.strict import Document
from manumit.reference.wage_scheme import Provision, WageScheme

SCHEME = "scheme.yml"
_VALUES = frozenset(
    {
        "beyond_hours",
        "beyond_times",
        "per_week",
        "per_day",
        "per_week_ramadan",
        "month_days",
        "times",
        "per_hour",
        "per_month",
    }
    | {"cap", "share", "least", "most", "rate", "years", "longer", "months"}
)
"""Fields of rules that name a value."""


@dataclass(frozen=True, eq=False)
class WageLaw:
    """A wage scheme in one reading.

    Attributes:
        scheme: The scheme, with the reading applied and rules that are drafts left out.
        reading: Names of the variants that were chosen.
        unapplied: Rules that are drafts and were not asked for by name.
        drafts: Ids that were asked for by name.
    """

    scheme: WageScheme
    reading: tuple[str, ...]
    unapplied: tuple[str, ...]
    drafts: frozenset[str]

    @property
    def id(self) -> str:
        """Id of the scheme with its reading, such as `ae.2021#night_22_04`."""
        chosen = f"#{'+'.join(self.reading)}" if self.reading else ""
        return self.scheme.id + chosen

    @cached_property
    def _values(self) -> dict[str, tuple[tuple[date, Decimal | None], ...]]:
        return {name: _dated(entry) for name, entry in _parameters(self.scheme.id).items()}

    def number(self, name: str, day: date) -> Decimal | None:
        """The value in force on a day; None when there is none or no value is named."""
        found = None
        for start, value in self._values.get(name, ()):
            if start > day:
                break
            found = value
        return found

    def changes(self, name: str) -> tuple[date, ...]:
        """Days on which a value changes."""
        return tuple(start for start, _ in self._values.get(name, ()))

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Days on which pay for a period changes, so that a period across one is split."""
        scheme, names = self.scheme, set[str]()
        for rule in (scheme.hours, scheme.overtime, scheme.night, scheme.rest_day, scheme.holiday):
            names |= set() if rule is None else _values_of(rule)
        if scheme.minimum is not None and scheme.minimum.on == "each_day":
            names |= _values_of(scheme.minimum)
        return tuple(sorted({day for name in names for day in self.changes(name)}))

    def first_day(self, name: str) -> date | None:
        """First day for which a value is entered; None when it is not entered."""
        days = self.changes(name)
        return days[0] if days else None

    def cite(self, rule: str) -> Citation:
        """The place of the law on which a rule rests.

        Args:
            rule: Name of a rule of the scheme, such as `overtime` or `deductions.kinds.uniform`.
        """
        found: Any = self.scheme
        for name in rule.split("."):
            found = found[name] if isinstance(found, dict) else getattr(found, name)
        provision: Provision = found
        title = f"{self.scheme.title}, {provision.article}"
        return Citation(f"{self.scheme.id}.{rule}", title, provision.href or self.scheme.href)


@cache
def wage_law(id: str, *, drafts: frozenset[str] = frozenset()) -> WageLaw:  # noqa: A002
    """The wage law of an id such as `us.flsa`, `ae` or `ae.2021#night_22_04`.

    Args:
        id: Scheme, or one of its other names, and after `#` the variants to read it in, joined
            by `+`.
        drafts: Ids of draft schemes, rules (`qa.2004.leave`) or values to let through.

    Raises:
        InputError: There is no such scheme or variant.
        NotReviewed: The scheme is a draft that was not asked for by name.
        DataError: The scheme is wrong.
    """
    name, _, chosen = id.partition("#")
    known = wage_schemes()
    if name not in known:
        listed = sorted(set(known.values()))
        raise InputError(
            f"no wage law is entered as {name!r}. {did_you_mean(name, sorted(known))}",
            field="law",
            value=name,
            allowed=listed,
            hint=f"Entered are: {', '.join(listed)}.",
        )
    reading = tuple(sorted(part for part in chosen.split("+") if part))
    scheme = _scheme(known[name], reading)
    if scheme.status == "draft" and scheme.id not in drafts:
        raise NotReviewed(scheme.id)
    return _without_drafts(scheme, reading, drafts)


@cache
def wage_schemes() -> dict[str, str]:
    """Every name of a wage scheme to its id."""
    found: dict[str, str] = {}
    for path in data_paths("legislation"):
        if not path.endswith(f"/{SCHEME}"):
            continue
        raw: Any = load_yaml(path).value
        id_ = _id_of(path)
        for name in (id_, *(raw.get("also") or ())):
            if name in found:
                raise fail_in(path)(f"the name is also that of {found[name]}", 0, name)
            found[name] = id_
    return found


def readings(id: str) -> tuple[str, ...]:  # noqa: A002
    """Names of the variants of a scheme."""
    return tuple(_scheme(wage_schemes()[id], ()).variants)


def _id_of(path: str) -> str:
    return path.removeprefix("legislation/").removesuffix(f"/{SCHEME}").replace("/", ".")


def _path_of(id_: str) -> str:
    return f"legislation/{id_.replace('.', '/')}/{SCHEME}"


@cache
def _scheme(id_: str, reading: tuple[str, ...]) -> WageScheme:
    path = _path_of(id_)
    document, fail = load_yaml(path), fail_in(path)
    base = build(WageScheme, document, fail=fail)
    if base.id != id_:
        raise fail(f"must be {id_}, the path of the folder", document.line(("id",)), "id")
    if len(base.source) == 0:
        raise fail("needs a source", document.line(("source",)), "source")
    raw: Any = deepcopy(document.value)
    for name in reading:
        if name not in base.variants:
            raise InputError(
                f"{id_} has no reading {name!r}.",
                field="law",
                value=name,
                allowed=tuple(base.variants),
                hint=f"It has: {', '.join(base.variants) or 'only one reading'}.",
            )
        for place, value in base.variants[name].set.items():
            _set(raw, place, value, path)
    scheme = build(WageScheme, Document(raw, document.lines), fail=fail) if reading else base
    _check_values(scheme, path)
    return scheme


def _set(raw: Any, place: str, value: object, path: str) -> None:
    *above, last = place.split(".")
    for name in above:
        if not isinstance(raw, dict) or name not in raw:
            raise fail_in(path)(f"a variant sets {place}, which is not there", 0, place)
        raw = raw[name]
    if value is None:
        raw.pop(last, None)
    else:
        raw[last] = value


@cache
def _parameters(id_: str) -> dict[str, Parameter]:
    territory = id_.split(".", maxsplit=1)[0]
    entered = legislation(territory).parameters
    return {
        name.removeprefix(f"{id_}."): parameter
        for name, parameter in entered.items()
        if name.startswith(f"{id_}.")
    }


def _dated(parameter: Parameter) -> tuple[tuple[date, Decimal | None], ...]:
    return tuple(
        sorted((date.fromisoformat(day), value) for day, value in parameter.values.items())
    )


def _check_values(scheme: WageScheme, path: str) -> None:
    for rule, names in _named_values(scheme).items():
        for name in names - set(_parameters(scheme.id)):
            raise DataError(f"there is no value {name}", path=f"data/{path}", key=rule)


def _named_values(scheme: WageScheme) -> dict[str, set[str]]:
    """Name of a rule to the values that it names."""
    found: dict[str, set[str]] = {}
    for field in fields(scheme):
        rule = getattr(scheme, field.name)
        if isinstance(rule, Provision):
            found[field.name] = _values_of(rule)
    return found


def _values_of(rule: Any) -> set[str]:
    names = {getattr(rule, f.name) for f in fields(rule) if f.name in _VALUES}
    found = {name for name in names if isinstance(name, str) and name}
    for band in getattr(rule, "bands", ()):
        found |= {band.per_hour} | ({band.from_age} if not band.from_age.isdecimal() else set())
    found |= set(getattr(rule, "allowances", {}).values())
    for kind in getattr(rule, "kinds", {}).values():
        found |= _values_of(kind)
    return found


def _without_drafts(
    scheme: WageScheme, reading: tuple[str, ...], drafts: frozenset[str]
) -> WageLaw:
    """Leave out rules that are drafts, or that rest on a value that is one."""
    values, unapplied = _parameters(scheme.id), []
    for rule, names in _named_values(scheme).items():
        provision = getattr(scheme, rule)
        ids = [f"{scheme.id}.{rule}"] if provision.status == "draft" else []
        ids += [values[name].id for name in names if values[name].status == "draft"]
        if any(id_ not in drafts for id_ in ids) and scheme.id not in drafts:
            unapplied.append(f"{scheme.id}.{rule}")
            left_out: dict[str, Any] = {rule: None}
            scheme = replace(scheme, **left_out)
    return WageLaw(scheme, reading, tuple(unapplied), drafts)
