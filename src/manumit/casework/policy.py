"""The matrix of roles and data classes as rules: which verb, in which form, under which conditions.

The data is `data/access/matrix.yml`. A rule says: people of this role may do this to this class of
data, in this form, if all of these conditions hold. What no rule allows is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source
from manumit.reference.schema import build

PATH = "access/matrix.yml"

VERBS = ("read", "find", "write", "export")
"""read the content; find, that is know that it is there, in lists, searches and counts; write;
export, that is take a copy out of the system."""

FORMS = ("full", "redacted", "own", "public", "derived", "listed", "none")
"""Fullest first."""

CONTENT = ("full", "redacted")
"""Forms that show what is in an entry."""

CONDITIONS = (
    "part",
    "consent",
    "agreed",
    "order",
    "danger",
    "worker",
    "own_filing",
    "health",
    "shelter",
    "claim",
    "review",
    "joint",
    "addressed",
    "paper",
    "glass",
)
"""What can be asked of an actor and a case; `manumit.casework.access.holds` answers."""

TAKING_PART = frozenset({"part", "health", "shelter"})
"""Conditions that the worker has no say in. A rule of nothing else is no ground to see content of a
personal class that another agency holds."""

BY_CONSENT = frozenset({"consent", "agreed"})
"""Conditions that the worker's consent meets."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter of the matrix stands for."""

    verbs: tuple[str, ...]
    form: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its purposes, and whether it needs no part in a case (`oversees`)."""

    purposes: tuple[str, ...]
    oversees: Literal["yes", "no"] = "no"


@dataclass(frozen=True, slots=True)
class DataClass:
    """A class of data.

    Attributes:
        code: Its name in code and words.
        scope: case, or open for what is about no worker.
        cells: Role to rules as written.
        personal: Whether it is what the worker told, or what was found out about the worker.
        sealed: Whether its content is in the vault.
        logged: Whether each reading of it is logged by law of the house, with a reason.
    """

    code: str
    scope: Literal["case", "open"]
    cells: dict[str, str]
    personal: Literal["yes", "no"] = "no"
    sealed: Literal["yes", "no"] = "no"
    logged: Literal["yes", "no"] = "no"


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """For which classes and roles an emergency look never reads without consent."""

    except_: tuple[str, ...]
    never_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The file as it stands."""

    status: Literal["provisional", "reviewed"]
    source: tuple[Source, ...]
    letters: dict[str, Letter]
    break_glass: BreakGlass
    never_found: tuple[str, ...]
    never_exported: tuple[str, ...]
    roles: dict[str, Role]
    classes: dict[str, DataClass]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a role may do something to a class of data.

    Attributes:
        letter: The letter of the matrix it comes from.
        needs: Conditions that must all hold.
    """

    role: str
    data_class: int
    verb: str
    form: str
    letter: str
    needs: frozenset[str] = field(default=frozenset())


@cache
def matrix() -> Matrix:
    """The matrix, checked: each class has a cell for each role, each word is known.

    Raises:
        DataError: The file is wrong.
    """
    fail = fail_in(PATH)
    found = build(Matrix, load_yaml(PATH), fail=fail)
    for number, each in found.classes.items():
        if set(each.cells) != set(found.roles):
            raise fail("must have a cell for each role", 0, f"classes.{number}.cells")
    return found


def _compiled() -> tuple[Rule, ...]:
    found = matrix()
    rules = [
        rule
        for number, data_class in found.classes.items()
        for role, cell in data_class.cells.items()
        for text in cell.split("|")
        for rule in _rules(found, number, role, text.strip())
    ]
    return tuple(dict.fromkeys(rules))


def _rules(found: Matrix, number: str, role: str, text: str) -> list[Rule]:
    head, _, conditions = text.partition(" if ")
    sign, _, form = head.partition(":")
    extra = frozenset(conditions.split(" and ")) if conditions else frozenset()
    letter, fail = found.letters.get(sign), fail_in(PATH)
    if letter is None or not extra <= set(CONDITIONS) or (form and form not in FORMS):
        raise fail(f"{text!r} is not a rule", 0, f"classes.{number}.cells.{role}")
    form = form or letter.form
    needs = _base(found, number, role, letter) | extra
    if (
        found.classes[number].personal == "yes"
        and form in CONTENT
        and needs
        and needs <= TAKING_PART
    ):
        needs |= {"agreed"}
    made = [
        Rule(role, int(number), verb, form, sign, needs) for verb in _verbs(found, number, letter)
    ]
    glass = found.break_glass
    if needs & BY_CONSENT and number not in glass.except_ and role not in glass.never_for:
        looks = (needs - BY_CONSENT) | {"glass"}
        made += [replace(rule, needs=looks) for rule in made if rule.verb == "read"]
    return made


def _base(found: Matrix, number: str, role: str, letter: Letter) -> frozenset[str]:
    exempt = found.roles[role].oversees == "yes" or found.classes[number].scope == "open"
    return frozenset(letter.needs) - ({"part"} if exempt or role == "WRK" else frozenset())


def _verbs(found: Matrix, number: str, letter: Letter) -> list[str]:
    closed = {"find": found.never_found, "export": found.never_exported}
    return [verb for verb in letter.verbs if number not in closed.get(verb, ())]


RULES: tuple[Rule, ...] = _compiled()
ROLES: tuple[str, ...] = tuple(matrix().roles)
CLASSES: tuple[int, ...] = tuple(int(number) for number in matrix().classes)
HANDLERS = ("LI", "POL", "PRO", "SOC", "INT", "UNI")
"""Roles that work on cases, agree on what they share, and can be given a referral. To immigration,
companies and statistics none ever goes."""

OPEN: frozenset[int] = frozenset(
    int(number) for number, each in matrix().classes.items() if each.scope == "open"
)
SEALED: frozenset[int] = frozenset(
    int(number) for number, each in matrix().classes.items() if each.sealed == "yes"
)
PERSONAL: frozenset[int] = frozenset(
    int(number) for number, each in matrix().classes.items() if each.personal == "yes"
)
LOGGED: frozenset[int] = frozenset(
    int(number) for number, each in matrix().classes.items() if each.logged == "yes"
)
NO_GLASS: frozenset[int] = frozenset(int(number) for number in matrix().break_glass.except_)
PURPOSES: tuple[str, ...] = tuple(
    dict.fromkeys(code for role in matrix().roles.values() for code in role.purposes)
)
CODES: Mapping[int, str] = {int(number): each.code for number, each in matrix().classes.items()}
"""Number of each class of data to its code."""


@cache
def rules_for(role: str, verb: str, data_class: int | None = None) -> tuple[Rule, ...]:
    """Rules by which a role may do something, to one class or to any."""
    return tuple(
        rule
        for rule in RULES
        if rule.role == role
        and rule.verb == verb
        and (data_class is None or rule.data_class == data_class)
    )


def purposes_of(role: str) -> tuple[str, ...]:
    """Purposes for which people of a role may open a case."""
    known = matrix().roles.get(role)
    return known.purposes if known else ()
