"""What an agency can be given: no order, no danger, and of a role only what the matrix has."""

from datetime import UTC, datetime

import pytest

from manumit.casework.model import CaseFacts
from manumit.casework.offers import COUNTED, Offer, offers
from manumit.casework.referral import load
from manumit.errors import InputError

CASE = CaseFacts(id="1", owner="own")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_an_order_is_not_given() -> None:
    assert 4 not in offers("POL", "criminal_complaint", CASE)
    assert 7 not in offers("PRO", "criminal_complaint", CASE)


def test_what_concerns_the_worker_needs_consent_and_what_is_found_out_by_others_does_not() -> None:
    found = offers("LI", "inspection", CASE)
    assert found[6] == Offer("redacted", by_consent=True)
    assert found[3] == found[8] == Offer("full", by_consent=True)
    assert found[13] == Offer("full", by_consent=False)


def test_the_agency_that_leads_needs_consent_where_the_letter_asks_for_it_and_nowhere_else() -> (
    None
):
    found = offers("INT", "support", CASE, leads=True)
    assert not any(found[number].by_consent for number in (2, 3, 6, 9, 19))
    assert found[5].by_consent
    assert all(offers("INT", "support", CASE)[number].by_consent for number in (2, 3, 5, 6, 9, 19))


def test_the_state_of_a_case_opens_what_depends_on_it() -> None:
    assert 8 not in offers("PRO", "wage_claim", CASE)
    filed = CaseFacts(id="1", owner="own", claim_filed=True)
    assert offers("PRO", "wage_claim", filed)[8] == Offer("full", by_consent=False)
    assert offers("PRO", "wage_claim")[8] == Offer("full", by_consent=False)


def test_immigration_gets_the_certificate_and_nothing_else() -> None:
    assert offers("IMM", "residence_certificate") == {12: Offer("derived", by_consent=True)}
    assert offers("IMM", "support") == {}


def test_statistics_only_count() -> None:
    assert {offer.form for offer in offers("STA", "statistics").values()} == {COUNTED}
    assert 3 not in offers("STA", "statistics")


@pytest.mark.parametrize(("role", "purpose"), [("IMM", "residence_certificate"), ("LI", "support")])
def test_no_referral_to_a_role_or_for_a_purpose_that_has_none(role: str, purpose: str) -> None:
    with pytest.raises(InputError):
        load(CASE, "other", role, {12}, purpose=purpose, now=NOW)
