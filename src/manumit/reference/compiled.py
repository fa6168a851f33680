"""Data files as parsed values, from an index made at build time when it still fits.

The index holds each file's digest beside its parsed value. A file whose digest differs is read
and checked anew, so an edited file is never masked by an old index.
"""

import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from manumit.errors import DataError
from manumit.reference.strict import Document, Fail, Value, read_yaml

DATA = files("manumit") / "data"
_INDEX = Path(__file__).with_name("compiled.json")


def fail_in(path: str) -> Fail:
    """A maker of `DataError` for one data file."""

    def fail(message: str, line: int, key: str) -> DataError:
        return DataError(message, path=f"data/{path}", line=line, key=key)

    return fail


def data_file(path: str) -> Traversable:
    """A file of the project's data, by its path under `data/`.

    Raises:
        DataError: There is no such file.
    """
    found = DATA.joinpath(*path.split("/"))
    if not found.is_file():
        raise DataError("the file is missing", path=f"data/{path}")
    return found


def data_paths(folder: str, suffix: str = ".yml") -> list[str]:
    """Paths under `data/` of all files below a folder, sorted; empty if there is no folder."""

    def below(place: Traversable, prefix: str) -> list[str]:
        found = []
        for item in sorted(place.iterdir(), key=lambda entry: entry.name):
            path = f"{prefix}/{item.name}" if prefix else item.name
            if item.is_dir():
                found += below(item, path)
            elif item.name.endswith(suffix):
                found.append(path)
        return found

    place = DATA.joinpath(*folder.split("/")) if folder else DATA
    return below(place, folder) if place.is_dir() else []


def load_yaml(path: str) -> Document:
    """A YAML file of the data, from the index if it fits, else read strictly.

    Raises:
        DataError: The file is missing or not strict YAML.
    """
    raw = data_file(path).read_bytes()
    entry = _index().get(path)
    if entry is not None and entry[0] == _digest(raw):
        return Document(entry[1])
    return parse(path, raw)


def parse(path: str, raw: bytes) -> Document:
    """Read a YAML data file strictly, with the line of each value."""
    return read_yaml(raw.decode("utf-8"), fail=fail_in(path), bare_dates=False)


def write_index(target: Path = _INDEX) -> None:
    """Parse every YAML data file and write the index. Run by the build and by `make data`."""
    index = {}
    for path in data_paths(""):
        raw = data_file(path).read_bytes()
        index[path] = [_digest(raw), parse(path, raw).value]
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text, encoding="utf-8")


@cache
def _index() -> dict[str, tuple[str, Value]]:
    try:
        index: dict[str, tuple[str, Value]] = json.loads(_INDEX.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return index


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=16).hexdigest()
