"""Typing of text by dataclass: the annotations of a class are its schema."""

import types
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from manumit.core import PartialDate
from manumit.errors import did_you_mean
from manumit.reference.strict import Document, Fail, Place, Value

T = TypeVar("T")


def build(kind: type[T], document: Document, *, fail: Fail) -> T:
    """Make a `kind` (a dataclass) from a document.

    A key that the class lacks, a key that it needs, and a value that its annotation does not
    allow are errors. Understood are str, int, Decimal, date, PartialDate, enums, literals,
    tuples, mappings with text keys, optional values, and dataclasses of these. A field whose name
    ends in `_` stands for the key without it, such as `from_` for `from`.

    Raises:
        Exception: What `fail` makes, with line and key.
    """
    if document.value is None:
        raise fail("the file is empty", 0, "")
    made: T = _Builder(document, fail).typed(kind, document.value, ())
    return made


@dataclass(frozen=True, slots=True)
class _Builder:
    document: Document
    fail: Fail

    def wrong(self, message: str, place: Place) -> Exception:
        key = ".".join(str(part) for part in place)
        return self.fail(message, self.document.line(place), key)

    def typed(self, hint: Any, value: Value, place: Place) -> Any:  # noqa: PLR0911 - one a kind
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            if value is None:
                return None
            return self.typed(next(a for a in get_args(hint) if a is not type(None)), value, place)
        if hint is object:
            return value
        if hint not in _SCALARS and is_dataclass(hint) and isinstance(hint, type):
            return self.dataclass_of(hint, value, place)
        if origin is tuple:
            return self.tuple_of(get_args(hint)[0], value, place)
        if origin is dict:
            return self.mapping_of(get_args(hint)[1], value, place)
        if not isinstance(value, str):
            raise self.wrong("must be a single value", place)
        if origin is Literal:
            return self.one_of(value, get_args(hint), place)
        return self.scalar(hint, value, place)

    def dataclass_of(self, kind: Any, value: Value, place: Place) -> Any:
        hints = {name.removesuffix("_"): hint for name, hint in _hints(kind).items()}
        if not isinstance(value, dict):
            raise self.wrong(f"must have the keys {', '.join(hints)}", place)
        for key in value:
            if key not in hints:
                message = f"unknown key. {did_you_mean(key, list(hints))}"
                raise self.wrong(message, (*place, key))
        made = {}
        for field in fields(kind):
            name = field.name.removesuffix("_")
            if name in value:
                made[field.name] = self.typed(hints[name], value[name], (*place, name))
            elif field.default is MISSING and field.default_factory is MISSING:
                raise self.wrong(f"{name} is missing", place)
        return kind(**made)

    def tuple_of(self, inner: Any, value: Value, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise self.wrong("must be a list", place)
        return tuple(self.typed(inner, item, (*place, i)) for i, item in enumerate(value))

    def mapping_of(self, inner: Any, value: Value, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong("must be a mapping of names to values", place)
        return {key: self.typed(inner, item, (*place, key)) for key, item in value.items()}

    def one_of(self, value: str, allowed: tuple[str, ...], place: Place) -> str:
        if value not in allowed:
            raise self.wrong(f"{value!r} is not one of {', '.join(allowed)}", place)
        return value

    def scalar(self, hint: Any, value: str, place: Place) -> Any:
        if hint is str:
            return value
        if issubclass(hint, Enum):
            return hint(self.one_of(value, tuple(member.value for member in hint), place))
        try:
            return _SCALARS[hint](value)
        except (ValueError, InvalidOperation) as error:
            message = f"{value!r} is not a {hint.__name__}. {error}".strip()
            raise self.wrong(message, place) from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


_SCALARS: dict[Any, Any] = {
    int: int,
    Decimal: Decimal,
    date: date.fromisoformat,
    PartialDate: PartialDate.parse,
}
