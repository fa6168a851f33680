"""Ten things that must be true of access whatever else changes, I1 to I10, each by its name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from manumit.casework.access import allow
from manumit.casework.holders import may_hold
from manumit.casework.policy import CLASSES, OPEN, ROLES, VERBS, purposes_of, rules_for
from manumit.errors import AccessRefused
from manumit.web.accounts.models import User
from manumit.web.cases.models import Case
from manumit.web.consent.models import LegalRequest
from manumit.web.door.rows import cases_seen, entries_seen
from tests.web.office.access_cells import ASKED, HOUR, NOW, actor_with, case_with, possible
from tests.web.office.world import World

OF_A_CASE = tuple(number for number in CLASSES if number not in OPEN)
SECRET = (3, 4, 5, 6, 7, 9, 11, 13)
"""Classes that no path may carry to immigration."""


def needs(role: str, verb: str, number: int) -> set[frozenset[str]]:
    return {rule.needs for rule in rules_for(role, verb, number)}


def decisions(role: str, numbers: tuple[int, ...]) -> list[bool]:
    """In a world where all that can hold holds, which is the widest there is."""
    held = possible(ASKED, role, 0)
    return [
        allow(actor_with(held, role), n, verb, case_with(held, n, p), purpose=p, now=NOW).allowed
        for n in numbers
        for verb in VERBS
        for p in purposes_of(role)
    ]


@pytest.mark.django_db(databases=["default", "mailbox"])
def test_i1_immigration_finds_no_case(world: World) -> None:
    assert not any(decisions("IMM", OF_A_CASE))
    immigration = world.agencies["IMM"]
    case = Case.objects.create(owner=immigration)
    case.parts.create(agency=immigration, classes=set(CLASSES), since=NOW)
    for purpose in purposes_of("IMM"):
        actor = world.people["IMM"].actor()
        assert not cases_seen(actor, purpose, NOW).exists()
        assert not entries_seen(actor, purpose, NOW, VERBS).exists()
        with pytest.raises(AccessRefused):
            world.door("IMM", case, purpose)


def test_i2_no_rule_carries_what_is_secret_to_immigration() -> None:
    assert not [rule for verb in VERBS for n in SECRET for rule in rules_for("IMM", verb, n)]


def test_i3_a_company_learns_nothing_of_a_worker() -> None:
    assert not any(decisions("COM", OF_A_CASE))
    secret = (2, 3, 4, 5, 6, 7, 13, 15)
    assert not [rule for verb in VERBS for n in secret for rule in rules_for("COM", verb, n)]


def test_i4_police_without_consent_need_an_order_or_a_danger() -> None:
    for number in (2, 3, 4, 5, 6, 7, 8, 9, 10):
        for verb in VERBS:
            for each in needs("POL", verb, number):
                assert each & {"consent", "order", "danger"}, (number, verb)


@pytest.mark.parametrize("role", ROLES)
def test_i5_at_the_moment_of_a_withdrawal_nothing_more_is_open(role: str) -> None:
    for number in OF_A_CASE:
        for purpose in purposes_of(role):
            case = case_with({"part", "consent"}, number, purpose)
            ended = replace(case, consents=(replace(case.consents[0], withdrawn=NOW),))
            never = case_with({"part"}, number, purpose)
            for verb in VERBS:
                found = allow(actor_with((), role), number, verb, ended, purpose=purpose, now=NOW)
                alone = allow(actor_with((), role), number, verb, never, purpose=purpose, now=NOW)
                assert (found.allowed, found.form) == (alone.allowed, alone.form)


def test_i6_an_emergency_look_reads_and_never_4_7_or_11() -> None:
    for role in ROLES:
        for number in CLASSES:
            for verb in VERBS:
                if any("glass" in each for each in needs(role, verb, number)):
                    assert verb == "read"
                    assert number not in {4, 7, 11}
                    assert role not in {"POL", "UNI"}


def test_i6_an_emergency_look_ends() -> None:
    case = case_with({"part", "glass"}, 3, "support")
    who = actor_with((), "SOC")
    assert allow(who, 3, "read", case, purpose="support", now=NOW)
    assert not allow(who, 3, "read", case, purpose="support", now=NOW + HOUR)
    assert not allow(who, 3, "read", case, purpose="support", now=NOW - 2 * HOUR)


@pytest.mark.parametrize("role", ROLES)
def test_i7_a_conflict_of_interest_beats_every_grant(role: str) -> None:
    for number in OF_A_CASE:
        for purpose in purposes_of(role):
            held = possible(ASKED, role, number)
            case = replace(case_with(held, number, purpose), conflicts=frozenset({"person"}))
            who = actor_with(held, role)
            for verb in VERBS:
                assert not allow(who, number, verb, case, purpose=purpose, now=NOW)


@pytest.mark.django_db(databases=["default", "mailbox"])
def test_i8_nobody_approves_a_request_of_their_own(world: World) -> None:
    case = Case.objects.create(owner=world.agencies["INT"])
    asking, other = world.people["POL"], world.people["PRO"]
    for one, two in ((asking, other), (other, asking), (other, other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            request(world, case, asking, one, two)
    request(world, case, asking, other, world.people["AUD"])


def request(world: World, case: Case, asking: User, one: User, two: User) -> None:
    LegalRequest.objects.create(
        case=case,
        agency=world.agencies["POL"],
        classes={4},
        document="Order 12",
        entered_by=asking,
        entered=NOW,
        first_approval=one,
        second_approval=two,
        approved=NOW,
        ends=NOW + timedelta(days=30),
    )


@pytest.mark.parametrize("form", ["full", "redacted"])
@pytest.mark.parametrize("role", ["ADM", "IMM", "COM", "STA"])
def test_i9_some_agencies_never_hold_a_key_of_a_case(role: str, form: str) -> None:
    for number in OF_A_CASE:
        for purpose in purposes_of(role):
            case = case_with(possible(ASKED, role, number), number, purpose)
            assert not may_hold(role, "own", number, form, case=case, now=NOW)


def test_i10_a_union_sees_what_its_members_agreed_to() -> None:
    for number in OF_A_CASE:
        for verb in VERBS:
            for rule in rules_for("UNI", verb, number):
                assert "part" in rule.needs
                assert rule.needs & {"consent", "own_filing"} or rule.form == "own"
