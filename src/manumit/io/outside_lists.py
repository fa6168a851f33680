"""Outside lists by id, by file, or by both: which list a file is, is told by what it holds."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from manumit.errors import InputError, did_you_mean
from manumit.lists import OutsideList, own
from manumit.lists.load import built_in, read_list
from manumit.lists.page import tables_of
from manumit.lists.parts import decoded, headers_within, is_object, is_page, places_of, slug, tidy
from manumit.lists.source import list_sources

BINARY = {".xml": "us_dol_goods", ".xlsx": "us_dol_goods"}
"""Endings of files in which only one known list is published."""

_SAMPLE = 1 << 18
"""Letters of a file that are looked at to tell what it is."""


def load_lists(choices: Sequence[str] = ()) -> tuple[OutsideList, ...]:
    """The lists that are chosen; without a choice, all that are built in.

    Args:
        choices: Ids of lists that are built in, names of files, or `ID=FILE`.

    Raises:
        InputError: There is no such list or file, a file is no list, or an id is there twice.
    """
    chosen = choices or [id_ for id_, s in list_sources().items() if s.redistributable == "yes"]
    found: dict[str, OutsideList] = {}
    for choice in chosen:
        each = _load(choice)
        if each.id in found:
            raise InputError(
                f"the list {each.id} is there twice.",
                where=choice,
                hint="Give it once, or name one of them with ID=FILE.",
            )
        found[each.id] = each
    return tuple(found.values())


def with_built_in(given: Sequence[str]) -> tuple[OutsideList, ...]:
    """The lists that are built in, unless another of the same id is given, and those given.

    Raises:
        InputError: As `load_lists`.
    """
    own = load_lists(given) if given else ()
    ids = {each.id for each in own}
    return (*(each for each in load_lists() if each.id not in ids), *own)


def _load(choice: str) -> OutsideList:
    id_, equals, name = choice.partition("=")
    if equals and not Path(choice).exists():
        return _from_file(Path(name), id_)
    if choice in list_sources() and not Path(choice).is_file():
        return built_in(choice)
    return _from_file(Path(choice), "")


def _from_file(path: Path, id_: str) -> OutsideList:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = did_you_mean(path.name, list(list_sources()))
        raise InputError(f"cannot be read: {reason}.", where=path.name, hint=hint) from None
    if not raw.strip():
        raise InputError("the file is empty.", where=path.name)
    told, form = _told(raw, path)
    if id_ and not form and told != id_:
        known = tuple(list_sources())
        reason = f"the file is {told} and not {id_}." if told else f"the file is not {id_}."
        raise InputError(reason, where=path.name, allowed=known, hint=_hint(id_))
    if not told and not form:
        raise InputError(
            "this is none of the lists that are known.",
            where=path.name,
            allowed=tuple(list_sources()),
            hint="A list of your own needs the columns of the own format, such as name.",
        )
    own_id = slug(path.name.split(".")[0]).replace("-", "_")
    return read_list(raw, path.name, id_ or told or own_id, form=form)


def _hint(id_: str) -> str:
    known = list_sources()
    return "" if id_ in known else f"No list is called {id_}. {did_you_mean(id_, list(known))}"


def _told(raw: bytes, path: Path) -> tuple[str, str]:
    """Id of the known list that a file is, and the form if it is one that any list can have."""
    if path.suffix.lower() in BINARY:
        return BINARY[path.suffix.lower()], ""
    text = decoded(raw)[:_SAMPLE]
    if is_object(text):
        return _by_list_id(raw), ""
    if _is_entity(text):
        return "", "ftm"
    if is_page(text):
        tables, _ = tables_of(decoded(raw))
        return _by_columns(table.rows[0] for table in tables if table.rows), ""
    headers = list(headers_within(text))
    if any({tidy(name) for name in header} <= set(own.COLUMNS) for header in headers[:3]):
        return "", "own"
    return _by_columns(headers), ""


def _by_list_id(raw: bytes) -> str:
    try:
        found = str(json.loads(decoded(raw)).get("list_id"))
    except ValueError:
        raise InputError("the JSON is damaged or cut.") from None
    ids = (source.values.get("list_id", {}).get(found, "") for source in list_sources().values())
    return next(filter(None, ids), "")


def _by_columns(headers: Iterable[Sequence[str]]) -> str:
    known = list_sources()
    for header in headers:
        for id_, source in known.items():
            if source.columns and places_of(header, source) is not None:
                return id_
    return ""


def _is_entity(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return first.startswith("{") and '"schema"' in first and '"properties"' in first
