"""Each cell of the matrix of access against what was entered by hand from its printed form.

12 roles x 22 classes x 4 verbs are 1,056 cells. The oracle is asked in worlds in which exactly
some conditions hold. The study asks every cell in every world there is.
"""

import random
from dataclasses import replace
from itertools import chain, combinations

import pytest

from manumit.casework.access import allow, holds
from manumit.casework.policy import CLASSES, FORMS, PURPOSES, ROLES, VERBS, purposes_of, rules_for
from tests.web.office import access_cells
from tests.web.office.access_cells import ASKED, NOW, OUTSIDE, Cell, actor_with, case_with, possible

CELLS = access_cells.cells()

FORMS_PRINTED = {
    (2, "LI"): "redacted",
    (6, "LI"): "redacted",
    **{(number, role): "public" for number in (1, 14, 20) for role in ("COM", "WRK")},
    (20, "IMM"): "public",
    (20, "WRK"): "full",
    **{(18, role): "own" for role in ("LI", "POL", "PRO", "UNI")},
    **{(21, role): "own" for role in ROLES if role != "AUD"},
}
"""The form of a cell where it does not follow from its letter."""


def decided(cell: Cell, held: frozenset[str], purpose: str, *, active: bool = True) -> bool:
    case = case_with(held, cell.data_class, purpose)
    who = actor_with(held, cell.role, active=active)
    return allow(who, cell.data_class, cell.verb, case, purpose=purpose, now=NOW).allowed


def some_worlds(cell: Cell) -> set[frozenset[str]]:
    """None, all, all but one, each group alone, each group but one, and a few at random."""
    chance = random.Random(str(cell))  # noqa: S311 - worlds, not secrets
    groups = [frozenset(), frozenset(ASKED), *cell.alternatives]
    worlds = {*groups, *(group - {one} for group in groups for one in group)}
    worlds |= {frozenset(chance.sample(ASKED, chance.randrange(len(ASKED)))) for _ in range(6)}
    return {possible(world, cell.role, cell.data_class) for world in worlds}


def test_every_role_class_and_verb_was_entered_once() -> None:
    named = [(cell.role, cell.data_class, cell.verb) for cell in CELLS]
    assert len(named) == len(set(named)) == 1056
    assert set(named) == {(role, n, verb) for role in ROLES for n in CLASSES for verb in VERBS}


def test_each_role_has_the_purposes_that_were_entered() -> None:
    assert {role: purposes_of(role) for role in ROLES} == access_cells.PURPOSES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("number", CLASSES)
def test_a_cell_allows_what_is_printed_and_nothing_else(role: str, number: int) -> None:
    for cell in CELLS:
        if (cell.role, cell.data_class) == (role, number):
            for purpose in access_cells.PURPOSES[role]:
                for world in some_worlds(cell):
                    assert decided(cell, world, purpose) == cell.expected(world), sorted(world)


@pytest.mark.parametrize("role", ROLES)
def test_closed_account_conflict_and_purpose_of_another_role_refuse(role: str) -> None:
    everything = possible(ASKED, role, 0)
    for cell in CELLS:
        if cell.role != role:
            continue
        for purpose in access_cells.PURPOSES[role]:
            assert not decided(cell, everything, purpose, active=False)
            case = case_with(everything, cell.data_class, purpose)
            barred = replace(case, conflicts=frozenset({"person"}))
            who = actor_with(everything, role)
            assert not allow(who, cell.data_class, cell.verb, barred, purpose=purpose, now=NOW)
        for purpose in set(PURPOSES) - set(access_cells.PURPOSES[role]):
            assert not decided(cell, everything, purpose)


@pytest.mark.parametrize("role", ROLES)
def test_the_form_is_that_of_the_printed_letter(role: str) -> None:
    letters = {"M": "listed", "D": "derived", "o": "own", "w": "own"}
    for cell in CELLS:
        for group in cell.alternatives if cell.role == role else ():
            if group & OUTSIDE:
                continue
            usual = letters.get(cell.printed[0], "full")
            form = FORMS_PRINTED.get((cell.data_class, role), usual)
            if "review" in group:
                form = "full"
            purpose = access_cells.PURPOSES[role][0]
            case = case_with(group, cell.data_class, purpose)
            who = actor_with(group, role)
            found = allow(who, cell.data_class, cell.verb, case, purpose=purpose, now=NOW)
            assert found.form == form, cell
            assert form in FORMS


def test_the_world_of_a_test_holds_exactly_what_it_says() -> None:
    chance = random.Random(7)  # noqa: S311 - worlds, not secrets
    for _ in range(300):
        role, number = chance.choice(ROLES), chance.choice(CLASSES)
        purpose = access_cells.PURPOSES[role][0]
        world = possible(chance.sample(ASKED, chance.randrange(len(ASKED))), role, number)
        case, who = case_with(world, number, purpose), actor_with(world, role)
        agreed = {"agreed"} if "consent" in world else set()
        assert holds(who, number, case, purpose, NOW) == world | agreed


@pytest.mark.parametrize(("role", "number"), [("LI", 6), ("LI", 8), ("INT", 3), ("INT", 9)])
def test_what_concerns_the_worker_needs_consent_unless_the_agency_leads(
    role: str, number: int
) -> None:
    purpose = access_cells.PURPOSES[role][0]
    case, who = case_with({"part"}, number, purpose), actor_with({"part"}, role)
    assert not allow(who, number, "read", case, purpose=purpose, now=NOW)
    assert allow(who, number, "read", replace(case, owner="own"), purpose=purpose, now=NOW)
    other = case_with({"part", "consent"}, number, "statistics")
    assert not allow(who, number, "read", other, purpose=purpose, now=NOW)


def test_two_conditions_are_never_met_by_a_case() -> None:
    using = {
        (rule.role, rule.data_class)
        for role in ROLES
        for verb in VERBS
        for rule in rules_for(role, verb)
        if rule.needs & OUTSIDE
    }
    assert using == {("COM", 8), ("IMM", 12)}


@pytest.mark.study
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_in_every_world(role: str) -> None:
    worlds = [
        frozenset(each)
        for each in chain.from_iterable(combinations(ASKED, n) for n in range(len(ASKED) + 1))
    ]
    for cell in CELLS:
        if cell.role == role:
            purpose = access_cells.PURPOSES[role][-1]
            for world in {possible(each, role, cell.data_class) for each in worlds}:
                assert decided(cell, world, purpose) == cell.expected(world), sorted(world)
