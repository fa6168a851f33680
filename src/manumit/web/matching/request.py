"""Requests for matches, in the form of yente, read and checked.

What yente refuses as not of its form is refused with status 422: an `InputError` with `where`. All
else that cannot be done as asked is refused with status 400: an `InputError` without it. Nothing
that changes the result is passed over in silence.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from manumit.core.register_numbers import register_number
from manumit.errors import InputError, did_you_mean
from manumit.io.supplier_cells import cleaned
from manumit.reference.territories import territory_code
from manumit.supply.records import Record
from manumit.web.matching.parties import ORGANIZATION, VESSEL

ALGORITHM = "manumit"
ALGORITHMS = (ALGORITHM, "best", "default")
THRESHOLD = 0.5
"""Probability from which a result is a match; of yente's scores, which are none, it is 0.7."""

LIMIT, MOST_RESULTS = 5, 500
MOST_QUERIES, MOST_EXCLUDED = 100, 50
"""Bounds of yente, as its settings have them if nobody changes them."""

MOST_VALUES, LONGEST_VALUE = 50, 1000
FORCED_LABOUR = "forced.labor"
TOPICS = (FORCED_LABOUR,)

LIST_PARAMETERS = (
    "include_dataset",
    "exclude_dataset",
    "exclude_schema",
    "topics",
    "exclude_entity_ids",
)
PARAMETERS = ("limit", "threshold", "cutoff", "algorithm", *LIST_PARAMETERS)
IGNORED_PARAMETERS = ("fuzzy",)
"""Old parameters of yente without a meaning here: names are always compared fuzzily."""

SCHEMATA: Mapping[str, tuple[str, ...]] = {
    "Thing": (ORGANIZATION, VESSEL),
    "LegalEntity": (ORGANIZATION,),
    "Organization": (ORGANIZATION,),
    "Company": (ORGANIZATION,),
    "PublicBody": (ORGANIZATION,),
    "Vessel": (VESSEL,),
}
"""Schemata of queries, and of the parties that each is compared with."""

NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
COUNTRIES = ("mainCountry", "country", "jurisdiction", "flag")
NUMBERS = {
    "leiCode": "lei",
    "dunsCode": "duns",
    "uscCode": "uscc",
    "cnpjCode": "cnpj",
    "imoNumber": "imo",
}
"""Properties that hold register numbers, and the kind of number."""

USED = (*NAMES, *COUNTRIES, "address", *NUMBERS)
"""Properties that are compared; others are passed over, as yente does with those it lacks."""


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for all queries of a request.

    Attributes:
        limit: Results of a query, at most.
        threshold: Probability from which a result is a match.
        cutoff: Probability from which it is returned.
        include_dataset: Lists to look in; none for all.
        exclude_dataset: Lists to leave out.
        exclude_schema: Schemata to leave out.
        topics: Topics of which a party must have one; none for any.
        exclude_entity_ids: Ids of parties or entries to leave out.
    """

    limit: int = LIMIT
    threshold: float = THRESHOLD
    cutoff: float = THRESHOLD
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    exclude_entity_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One query: a company or vessel to look for.

    Attributes:
        key: What the client calls it.
        id: Its id, as given; None if there is none.
        schema: Its schema.
        properties: What was read of it: territories as codes, texts without idle spaces.
    """

    key: str
    id: str | None
    schema: str
    properties: Mapping[str, tuple[str, ...]]

    @property
    def record(self) -> Record:
        """What is compared of it; of several territories none is."""
        given = self.properties
        territories = {code for name in COUNTRIES for code in given.get(name, ())}
        return Record(
            tuple(dict.fromkeys(text for name in NAMES for text in given.get(name, ()))),
            address="; ".join(given.get("address", ())),
            territory=territories.pop().upper() if len(territories) == 1 else "",
            identifiers=tuple(
                (kind, text) for name, kind in NUMBERS.items() for text in given.get(name, ())
            ),
        )

    def document(self) -> dict[str, Any]:
        """The query as it was understood."""
        given = {name: list(values) for name, values in self.properties.items()}
        return {"id": self.id, "schema": self.schema, "properties": given}


def options_of(query: QueryParams) -> Options:
    """The options in the address of a request.

    Raises:
        InputError: A parameter is unknown, cannot be read, or asks for what cannot be done.
    """
    _check_names(query)
    algorithm = query.get("algorithm", ALGORITHM)
    if algorithm not in ALGORITHMS:
        message = f"Unknown algorithm: {algorithm[:40]!r}. Scores here are those of {ALGORITHM!r}."
        raise InputError(message, hint="Leave the parameter out, or give best.", allowed=ALGORITHMS)
    several = {name: tuple(query.getlist(name)) for name in LIST_PARAMETERS}
    if len(several["exclude_entity_ids"]) > MOST_EXCLUDED:
        message = f"at most {MOST_EXCLUDED} ids can be left out."
        raise InputError(message, where="query", field="exclude_entity_ids")
    unknown = [topic for topic in several["topics"] if topic not in TOPICS]
    if unknown:
        raise InputError(
            f"No list says of its entries whether they have the topic {unknown[0][:40]!r}.",
            allowed=TOPICS,
            hint=f"Topics are: {', '.join(TOPICS)}. Choose lists with include_dataset.",
        )
    threshold = _number(query, "threshold", THRESHOLD)
    return Options(
        _limit(query),
        threshold,
        min(_number(query, "cutoff", THRESHOLD), threshold),
        **several,
    )


def _check_names(query: QueryParams) -> None:
    if "changed_since" in query:
        raise InputError(
            "changed_since cannot be honoured: lists do not say when an entry was changed.",
            hint="Leave it out.",
        )
    known = (*PARAMETERS, *IGNORED_PARAMETERS)
    for name in query:
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError(f"Unknown parameter: {name[:40]!r}.", allowed=known, hint=hint)


def _limit(query: QueryParams) -> int:
    text = query.get("limit", str(LIMIT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_RESULTS):
        message = f"must be a whole number from 1 to {MOST_RESULTS}."
        raise InputError(message, where="query", field="limit")
    return int(text)


def _number(query: QueryParams, name: str, default: float) -> float:
    try:
        value = float(query.get(name, default))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError("must be a number.", where="query", field=name)
    return value


def examples_of(body: bytes) -> list[Example]:
    """The queries in the body of a request.

    Raises:
        InputError: The body has another form, or asks for what cannot be done.
    """
    document = _parsed(body)
    queries = document.get("queries")
    if not isinstance(queries, dict):
        raise InputError("must be an object of queries by name.", where="body", field="queries")
    for name in ("weights", "config"):
        if document.get(name):
            message = f"{name} cannot be honoured: they belong to the algorithms of yente."
            raise InputError(message, hint="Leave them out.")
    for name in document:
        if name not in ("queries", "weights", "config"):
            hint = did_you_mean(name, ("queries", "weights", "config"))
            raise InputError(f"Unknown key of the body: {name[:40]!r}.", hint=hint)
    if len(queries) == 0:
        raise InputError("No queries provided.")
    if len(queries) > MOST_QUERIES:
        raise InputError(f"Too many queries in one batch (limit: {MOST_QUERIES}).")
    return [_example(key, given) for key, given in queries.items()]


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
        if b"\\u" in body:  # half of a surrogate pair is a text that cannot be sent back
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise InputError("is not JSON in UTF-8.", where="body") from None
    if not isinstance(document, dict):
        raise InputError("must be an object.", where="body")
    return document


def _example(key: str, given: Any) -> Example:
    place = f"queries.{key[:80]}"
    if not isinstance(given, dict) or not isinstance(given.get("schema"), str):
        raise InputError("needs a schema.", where="body", field=f"{place}.schema")
    if not isinstance(given.get("properties"), dict):
        raise InputError("must be an object.", where="body", field=f"{place}.properties")
    schema = given["schema"]
    if schema not in SCHEMATA:
        persons = "; persons are not matched" if schema == "Person" else ""
        raise InputError(
            f"Cannot parse example entity: schema {schema[:40]!r} is not matched here{persons}.",
            allowed=tuple(SCHEMATA),
            hint=f"Schemata are: {', '.join(SCHEMATA)}.",
        )
    properties = {
        name: values
        for name in USED
        if (values := _values(name, given["properties"].get(name, ()), place))
    }
    if not any(name in properties for name in NAMES):
        message = f"Cannot parse example entity: the query {key[:80]!r} has no name."
        raise InputError(message, hint="Parties are found by their names; give name or alias.")
    id_ = given.get("id")
    return Example(key, None if id_ is None else str(id_), schema, properties)


def _values(name: str, given: Any, place: str) -> tuple[str, ...]:
    """Values of one property as they are compared; none that cannot be read."""
    values: Sequence[Any] = given if isinstance(given, list | tuple) else (given,)
    if len(values) > MOST_VALUES:
        raise InputError(f"Cannot parse example entity: {name} has over {MOST_VALUES} values.")
    read: dict[str, None] = {}
    for value in values:
        if value is None:
            continue
        if not isinstance(value, str | int | float):
            field = f"{place}.properties.{name}"
            raise InputError("must be texts.", where="body", field=field)
        if len(str(value)) > LONGEST_VALUE:
            message = f"Cannot parse example entity: a value of {name} is over {LONGEST_VALUE}"
            raise InputError(f"{message} characters long.")
        read[_value(name, str(value))] = None
    return tuple(filter(None, read))


def _value(name: str, text: str) -> str:
    if name in COUNTRIES:
        return (territory_code(text) or "").lower()
    if name in NUMBERS:
        return register_number(NUMBERS[name], cleaned(text)) or ""
    return cleaned(text)
