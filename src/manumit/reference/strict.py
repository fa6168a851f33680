"""Strict reading of YAML and CSV: every scalar is text until a schema types it.

YAML guesses: `no` becomes a boolean, `2024-01-01` a date, a repeated key silently wins. Here a
repeated key, an alias, a tag, or a bare date is an error with its line, and `no` stays the word no.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
Fail: TypeAlias = Callable[[str, int, str], Exception]
"""Makes the exception for a message, a line (0 when unknown) and a key."""

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # pragma: no cover - PyYAML built without libyaml
    _Loader = yaml.SafeLoader

_CORE = "tag:yaml.org,2002:"
DEEPEST = 40
"""Levels of nesting that are read; no file that people write has more than ten."""

_TIMESTAMP, _NULL = f"{_CORE}timestamp", f"{_CORE}null"
_GUESSED = frozenset(
    f"{_CORE}{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)
"""Tags that a plain document can have without writing any."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, with the line of each value.

    Attributes:
        value: Mappings, lists and text; an empty value is None.
        lines: Line number, from 1, of each place in `value`.
    """

    value: Value
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest place above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_yaml(text: str, *, fail: Fail, bare_dates: bool) -> Document:
    """Read one YAML document as text, lists and mappings.

    Args:
        text: The file's text.
        fail: Makes the exception to raise.
        bare_dates: Whether an unquoted date is let through as text; the project's own data
            files must quote theirs.

    Raises:
        Exception: What `fail` makes, when the text is not one strict YAML document.
    """
    reader = _Reader(fail, bare_dates)
    try:
        _check_depth(text, fail)
        root = yaml.compose(text, Loader=_Loader)
        return Document(None if root is None else reader.plain(root, ()), reader.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be read"
        raise fail(f"not valid YAML: {problem}", mark.line + 1 if mark else 0, "") from None


def _check_depth(text: str, fail: Fail) -> None:
    """Refuse deep nesting before it is composed, which goes one call deeper for each level."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise fail("nested too deeply", line, "")


class _Reader:
    def __init__(self, fail: Fail, bare_dates: bool) -> None:
        self.fail, self.bare_dates = fail, bare_dates
        self.lines: dict[Place, int] = {}
        self.seen: set[int] = set()

    def plain(self, node: yaml.Node, place: Place) -> Value:
        line = node.start_mark.line + 1
        key = ".".join(str(part) for part in place)
        if id(node) in self.seen:
            raise self.fail("an alias (&, *) is not allowed; write the value again", line, key)
        self.seen.add(id(node))
        self.lines[place] = line
        if node.tag not in _GUESSED:
            raise self.fail(f"a tag ({node.tag}) is not allowed", line, key)
        if isinstance(node, yaml.ScalarNode):
            self.check_date(node, key)
            return None if not node.style and node.tag == _NULL else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, at)) for at, item in enumerate(node.value)]
        return self.mapping(node, place)

    def mapping(self, node: yaml.Node, place: Place) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail("a key must be plain text", line, ".".join(map(str, place)))
            name = str(key.value)
            self.check_date(key, name)
            if name in found:
                first = self.lines[(*place, name)]
                raise self.fail(f"written twice (first on line {first}); keep one", line, name)
            found[name] = self.plain(value, (*place, name))
        return found

    def check_date(self, node: yaml.ScalarNode, key: str) -> None:
        if not node.style and node.tag == _TIMESTAMP and not self.bare_dates:
            line = node.start_mark.line + 1
            raise self.fail(f'put the date in quotes: "{node.value}"', line, key)


def read_csv(text: str, columns: tuple[str, ...], *, fail: Fail) -> list[dict[str, str]]:
    """Read a CSV data file that has exactly `columns`, in that order.

    Raises:
        Exception: What `fail` makes, when a column or a cell is missing or one too many.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise fail(f"columns must be {', '.join(columns)}", 1, ",".join(header))
        rows = []
        for row in reader:
            if len(row) != len(columns):
                problem = f"{len(row)} cells where {len(columns)} are due"
                raise fail(problem, reader.line_num, row[0] if row else "")
            rows.append(dict(zip(columns, row, strict=True)))
    except csv.Error as error:
        raise fail(f"not valid CSV: {error}", reader.line_num, "") from None
    return rows
