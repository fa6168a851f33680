"""Pure rules of case handling: kinds of entries, tracks, referrals, who may hold a key."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.casework import policy
from manumit.casework.access import allow, reasons
from manumit.casework.holders import may_hold
from manumit.casework.model import Actor, Agreement, CaseFacts, Consent, Part
from manumit.casework.records import checked, kinds, redacted, working_conditions
from manumit.casework.referral import MOVES, load, moved, moves, part_classes, with_part
from manumit.casework.tracks import (
    first_state,
    follow_ups,
    kept_until,
    may_follow,
    referral_due,
    tracks,
)
from manumit.casework.tracks import moved as track_moved
from manumit.core import Answer
from manumit.errors import ConsentMissing, InputError
from manumit.reference import facts
from manumit.reference.models import LANGUAGES
from manumit.reference.words import say

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


def a_case(*consents: Consent, agreed: frozenset[int] = frozenset({3, 6, 8})) -> CaseFacts:
    agreement = Agreement(
        "a", "hotline", "li", frozenset({"wage_claim"}), agreed, NOW - WEEK, NOW + WEEK
    )
    return CaseFacts("c", "hotline", worker="box", consents=consents, agreements=(agreement,))


def consent(*classes: int) -> Consent:
    return Consent("wage_claim", "li", frozenset(classes), NOW - WEEK, NOW + WEEK, "a")


def carries(case: CaseFacts, role: str, classes: set[int], purpose: str) -> Mapping[int, str]:
    """What a referral to the inspectorate may carry."""
    found = load(case, "li", role, classes, purpose=purpose, now=NOW)
    found.check()
    return found.seen


def withdrawn(case: CaseFacts) -> CaseFacts:
    return replace(case, consents=tuple(replace(each, withdrawn=NOW) for each in case.consents))


# Kinds of entries


@pytest.mark.parametrize("code", list(kinds()))
def test_a_kind_belongs_to_a_class_that_is_sealed(code: str) -> None:
    assert kinds()[code].data_class in policy.SEALED


def test_the_redacted_form_keeps_working_conditions_and_nothing_else() -> None:
    answers = {"wages_withheld": "yes", "sexual_violence": "yes", "irregular_status_abused": "yes"}
    assert redacted("facts", {"answers": answers}) == {"answers": {"wages_withheld": "yes"}}


def test_an_account_without_a_part_on_conditions_has_no_redacted_form() -> None:
    assert redacted("account", {"text": "She said that he ..."}) is None
    assert redacted("identity", {"name": "Amina"}) is None


def test_working_conditions_are_facts_and_say_nothing_of_residence_or_violence() -> None:
    assert working_conditions() <= set(facts())
    for code in ("irregular_status_abused", "threatened_with_denunciation", "sexual_violence"):
        assert code not in working_conditions()


def test_a_field_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Did you mean telephone"):
        checked("identity", {"telefone": "1"})


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(InputError, match="longer than 300"):
        checked("identity", {"name": "x" * 301})


def test_empty_fields_are_left_out() -> None:
    assert checked("identity", {"name": "Amina", "born": "", "telephone": None}) == {
        "name": "Amina"
    }


# Tracks


@pytest.mark.parametrize("name", list(tracks()))
def test_every_state_of_a_track_can_be_reached_from_its_beginning(name: str) -> None:
    reached, ahead = set(), [first_state(name)]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += tracks()[name].states[state]
    assert reached == set(tracks()[name].states)


@pytest.mark.parametrize("name", list(tracks()))
def test_a_track_is_moved_by_people_of_its_roles_alone(name: str) -> None:
    state = first_state(name)
    for role in policy.ROLES:
        allowed = may_follow(name, state, role)
        assert bool(allowed) == (role in tracks()[name].roles)
        for to in allowed:
            assert track_moved(name, state, to, role) == to
    with pytest.raises(InputError, match="may not follow"):
        track_moved(name, state, state, tracks()[name].roles[0])


def test_nobody_moves_a_track_who_has_no_part_in_cases() -> None:
    for track in tracks().values():
        assert not {"IMM", "COM", "WRK", "STA", "AUD", "ADM"} & set(track.roles)


@pytest.mark.parametrize(
    ("closed", "months", "day"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 9, 15), 3, date(2026, 12, 15)),
    ],
)
def test_follow_ups_fall_on_the_same_day_of_the_month_or_its_last(
    closed: date, months: int, day: date
) -> None:
    assert follow_ups(closed)[months] == day


def test_a_signal_is_kept_90_days_after_it_was_closed_and_a_draft_28() -> None:
    assert kept_until("signal", NOW) == NOW + timedelta(days=90)
    assert kept_until("draft", NOW) == NOW + timedelta(days=28)


@pytest.mark.parametrize(
    ("answers", "days"),
    [(("no", "no"), 14), (("unknown", "unknown"), 14), (("yes", "no"), 2), (("no", "yes"), 2)],
)
def test_a_referral_is_late_after_14_days_and_after_2_in_danger(
    answers: tuple[str, str], days: int
) -> None:
    assert referral_due(NOW, answers) == NOW + timedelta(days=days)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_choose_from_has_words(language: str) -> None:
    for number, code in policy.CODES.items():
        assert say(f"access.class.{code}", language), number
    for role in policy.ROLES:
        assert say(f"access.role.{role}", language)
    for purpose in policy.PURPOSES:
        assert say(f"access.purpose.{purpose}", language)


# Referrals


def test_a_recipient_sees_what_its_role_may_see_and_what_the_worker_allowed() -> None:
    case = a_case(consent(3, 6, 8))
    seen = carries(case, "LI", {3, 6, 8}, "wage_claim")
    assert seen == {3: "full", 6: "redacted", 8: "full", 13: "full"}


@pytest.mark.parametrize("number", [3, 6, 8])
def test_what_needs_consent_is_not_carried_without_it(number: int) -> None:
    with pytest.raises(ConsentMissing) as refused:
        carries(a_case(), "LI", {number}, "wage_claim")
    assert refused.value.purpose == "wage_claim"


def test_consent_does_not_reach_further_than_the_agreement() -> None:
    case = a_case(consent(3), agreed=frozenset({6}))
    with pytest.raises(ConsentMissing):
        carries(case, "LI", {3}, "wage_claim")


def test_a_class_that_a_role_may_never_see_is_left_out() -> None:
    case = a_case(consent(3, 4, 7))
    seen = carries(case, "LI", {3, 4, 7}, "wage_claim")
    assert seen == {3: "full", 13: "full"}


@pytest.mark.parametrize("classes", [set(), {4, 7}, {13}])
def test_no_agency_is_told_of_a_case_when_nothing_of_it_was_agreed(classes: set[int]) -> None:
    case = a_case(consent(3, 4, 7))
    with pytest.raises(ConsentMissing):
        carries(case, "LI", classes, "wage_claim")


def test_nothing_is_referred_for_a_purpose_that_the_recipient_does_not_work_for() -> None:
    with pytest.raises(InputError, match="does not work for this purpose"):
        carries(a_case(), "LI", {6}, "support")


def test_a_referral_ends_and_nothing_follows_an_end() -> None:
    for end in ("refused", "done", "revoked"):
        assert moves(end, "giver") == moves(end, "recipient") == ()
    for (state, side), following in MOVES.items():
        for to in following:
            assert moved(state, to, side) == to


def test_an_agency_takes_part_in_what_it_was_given_and_in_what_it_writes() -> None:
    assert part_classes("LI", {6}) == {1, 6, 8, 13, 14}
    assert 11 not in part_classes("SOC", {6}), "what is written under consent comes with consent"
    case = with_part(a_case(consent(6, 10)), "li", "LI", {6}, NOW)
    actor = Actor("p", "LI", "li")
    assert allow(actor, 6, "read", case, purpose="wage_claim", now=NOW).form == "redacted"
    assert not allow(actor, 6, "read", case, purpose="inspection", now=NOW)
    assert not allow(actor, 10, "read", case, purpose="wage_claim", now=NOW)
    assert not allow(actor, 8, "write", case, purpose="wage_claim", now=NOW)


def test_once_consent_is_withdrawn_the_inspectorate_keeps_its_plan_and_nothing_of_the_worker() -> (
    None
):
    given = consent(3, 6, 8)
    case = with_part(a_case(given), "li", "LI", {3, 6, 8}, NOW - WEEK)
    actor = Actor("p", "LI", "li")
    for held, readable in ((case, {1, 3, 6, 8, 13, 14}), (withdrawn(case), {1, 13, 14})):
        found = {
            number
            for number in policy.CLASSES
            if allow(actor, number, "read", held, purpose="wage_claim", now=NOW)
        }
        assert found - {17, 18, 20, 21} == readable


# Keys and reasons


def test_an_agency_holds_no_key_before_it_takes_part() -> None:
    case = a_case(consent(3, 6))
    assert not may_hold("LI", "li", 3, "full", case=case, now=NOW)
    joined = with_part(case, "li", "LI", {3, 6}, NOW)
    assert may_hold("LI", "li", 3, "full", case=joined, now=NOW)
    assert may_hold("LI", "li", 6, "redacted", case=joined, now=NOW)
    assert not may_hold("LI", "li", 6, "full", case=joined, now=NOW)
    assert not may_hold("LI", "li", 6, "redacted", case=withdrawn(joined), now=NOW)


def test_an_emergency_look_gives_the_agency_no_key() -> None:
    from manumit.casework.model import Glass

    case = with_part(a_case(), "li", "LI", {3}, NOW)
    case = replace(case, glasses=(Glass("p", NOW, NOW + timedelta(hours=3)),))
    actor = Actor("p", "LI", "li")
    assert allow(actor, 3, "read", case, purpose="wage_claim", now=NOW)
    assert not may_hold("LI", "li", 3, "full", case=case, now=NOW)


def test_a_decision_says_why() -> None:
    case = with_part(a_case(consent(3)), "li", "LI", {3}, NOW)
    actor = Actor("p", "LI", "li")
    yes = reasons(allow(actor, 3, "read", case, purpose="wage_claim", now=NOW), "en")
    assert yes.answer is Answer.YES
    assert {each.rule for each in yes.because} == {"access.part", "access.consent"}
    no = reasons(allow(actor, 7, "read", case, purpose="wage_claim", now=NOW), "fr")
    assert (no.answer, no.says) == (Answer.NO, "Aucune règle ne le permet")


@given(
    role=st.sampled_from(policy.ROLES),
    number=st.sampled_from(policy.CLASSES),
    verb=st.sampled_from(policy.VERBS),
    purpose=st.sampled_from(policy.PURPOSES),
)
def test_a_stranger_to_a_case_may_do_nothing_with_it_but_know_as_auditor_that_it_is_there(
    role: str, number: int, verb: str, purpose: str
) -> None:
    decision = allow(
        Actor("p", role, "other"), number, verb, a_case(consent(3)), purpose=purpose, now=NOW
    )
    if number not in policy.OPEN and decision:
        assert role == "AUD"
        assert decision.form == "listed" or number == 18


@given(number=st.sampled_from(policy.CLASSES), verb=st.sampled_from(policy.VERBS))
def test_immigration_may_do_nothing_with_any_case(number: int, verb: str) -> None:
    case = replace(a_case(), owner="imm", parts=(Part("imm", frozenset(policy.CLASSES), NOW),))
    actor = Actor("p", "IMM", "imm")
    for purpose in policy.PURPOSES:
        if number not in policy.OPEN:
            assert not allow(actor, number, verb, case, purpose=purpose, now=NOW)
