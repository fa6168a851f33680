"""Policies of row-level security: for each table and each act, the rows that an actor may reach.

The expressions call the functions of `sql/office.sql`. An act that is not here is open to nobody.
"""

# ruff: noqa: S608 - what is put together here is written here, and nothing comes from outside

from collections.abc import Mapping

MINE = "(SELECT access_agency())"
"""The agency of whoever asks."""

ME = "(SELECT access_person())"
BOX = "(SELECT access_box())"

_UPKEEP = "current_setting('manumit.task', true) = 'upkeep'"
_EXPIRED = "access_expired(case_id)"
"""Rows of a closed case, for the daily task that shreds what is kept no longer."""

_TOUCHED = f"(owner_id = {MINE} OR id IN (SELECT access_touched()) OR (SELECT access_oversees()))"
_CASE = (
    f"({_TOUCHED} AND access_knows(id)) OR id IN (SELECT case_id FROM access_paper())"
    f" OR ({_EXPIRED.replace('case_id', 'id')})"
)
_KNOWN = "access_knows(case_id)"
_OWN_WRAP = f"(agency_id = {MINE} OR box = {BOX})"
_SHARING_KEY = "access_shares_key(key_id)"
_SENT = f"(recipient_id = {MINE} AND state <> 'drafted')"
_EXPIRED_KEY = "access_expired_key(key_id)"
_TO_LEADER = "access_led_by(case_id, agency_id)"
_EXPIRED_SIGNAL = (
    f"(case_id IS NULL AND closed IS NOT NULL AND {_UPKEEP}) OR access_expired(case_id)"
)
_WAITING = f"{_UPKEEP} AND state = 'sent'"
_OVER = f"{_UPKEEP} AND ends < current_date"
_SHOWN = f"(agency_id = {MINE} AND case_id IN (SELECT case_id FROM access_paper()))"
_OF_PARTIES = f"((giver_id = {MINE} OR {_SENT}) AND NOT access_barred(case_id))"
_ASKED_FOR = f"(agency_id = {MINE} OR {_KNOWN})"
_LEADS = "access_leads(case_id)"
_CONSENT = "access_may('write', case_id, 18)"
"""Whoever may withdraw a consent may end what rests on it."""

Policies = Mapping[str, Mapping[str, str | tuple[str, str]]]
"""Table to act to the rows: for `UPDATE`, those before and those after, if they differ."""

OFFICE: Policies = {
    "cases_case": {
        "SELECT": _CASE,
        "INSERT": f"owner_id = {MINE}",
        "UPDATE": (_CASE, "access_leads(id) OR access_led_by(id, owner_id)"),
    },
    "cases_part": {
        "SELECT": _KNOWN,
        "INSERT": f"{_LEADS} OR (agency_id = {MINE} AND access_referred(case_id))",
        "UPDATE": f"{_LEADS} OR (agency_id = {MINE} AND access_referred(case_id))",
    },
    "cases_track": {"SELECT": _KNOWN, "INSERT": _KNOWN},
    "cases_link": {
        "SELECT": f"{_KNOWN} OR ({_EXPIRED})",
        "INSERT": _KNOWN,
        "UPDATE": _KNOWN,
        "DELETE": f"{_KNOWN} OR ({_EXPIRED})",
    },
    "cases_childdecision": {"SELECT": _KNOWN, "INSERT": _KNOWN, "UPDATE": _KNOWN},
    "cases_task": {
        "SELECT": f"{_KNOWN} OR {_UPKEEP}",
        "INSERT": f"{_KNOWN} OR ({_UPKEEP} AND {_TO_LEADER})",
        "UPDATE": _KNOWN,
        "DELETE": _KNOWN,
    },
    # Whoever is barred finds that out here, and can so be kept from what hangs on the case.
    "cases_conflict": {
        "SELECT": f"person_id = {ME} OR {_KNOWN}",
        "INSERT": _KNOWN,
        "DELETE": _KNOWN,
    },
    "consent_consent": {
        "SELECT": f"(recipient_id = {MINE} AND {_KNOWN}) OR access_shows(case_id, 18, 'redacted')"
        " OR id IN (SELECT consent_id FROM access_paper())",
        "INSERT": _CONSENT,
        "UPDATE": _CONSENT,
    },
    # An agency asks and takes back; a worker says yes or no. What was answered stays.
    "consent_proposal": {
        "SELECT": "access_shows(case_id, 18, 'redacted')",
        "INSERT": f"access_may('write', case_id, 18) AND {BOX} IS NULL AND outcome = ''",
        "UPDATE": (
            "access_may('write', case_id, 18) AND outcome = ''",
            "access_may('write', case_id, 18)"
            f" AND (outcome IN ('yes', 'no')) = ({BOX} IS NOT NULL)",
        ),
    },
    "consent_disclosure": {"SELECT": f"{_KNOWN} OR {_SHOWN}", "INSERT": f"{_KNOWN} OR {_SHOWN}"},
    "consent_legalrequest": {"SELECT": _ASKED_FOR, "INSERT": _ASKED_FOR, "UPDATE": _KNOWN},
    "consent_danger": {"SELECT": _ASKED_FOR, "INSERT": _KNOWN, "UPDATE": _KNOWN},
    "consent_breakglass": {
        "SELECT": f"person_id = {ME} OR told_id = {ME} OR {_KNOWN}",
        "INSERT": f"person_id = {ME} AND {_KNOWN}",
        "UPDATE": f"person_id <> {ME} AND (told_id = {ME} OR {_KNOWN})",
    },
    "vault_casekey": {
        "SELECT": "access_wrapped(id) OR access_may('write', case_id, data_class)"
        f" OR access_shows(case_id, data_class, form) OR access_shares(case_id) OR ({_EXPIRED})",
        "INSERT": "access_may('write', case_id, data_class)",
        "UPDATE": "access_wrapped(id) OR access_shares(case_id)",
    },
    "vault_wrap": {
        "SELECT": f"{_OWN_WRAP} OR {_SHARING_KEY} OR ({_EXPIRED_KEY})",
        "INSERT": _SHARING_KEY,
        "DELETE": f"{_OWN_WRAP} OR {_SHARING_KEY} OR ({_EXPIRED_KEY})",
    },
    "vault_entry": {
        "SELECT": "access_shows(case_id, data_class, form)"
        f" OR (access_shares(case_id) AND access_wrapped(key_id)) OR ({_EXPIRED})",
        "INSERT": "access_may('write', case_id, data_class)",
        "UPDATE": f"(access_shares(case_id) AND access_wrapped(key_id)) OR ({_EXPIRED})",
    },
    "vault_lookuptoken": {
        "SELECT": f"agency_id = {MINE} OR ({_EXPIRED})",
        "INSERT": f"agency_id = {MINE} AND {_KNOWN}",
        "DELETE": f"agency_id = {MINE} OR ({_EXPIRED})",
    },
    "referrals_referral": {
        "SELECT": f"{_OF_PARTIES} OR {_CONSENT} OR ({_WAITING})",
        "INSERT": f"giver_id = {MINE} AND {_LEADS}",
        "UPDATE": f"{_OF_PARTIES} OR {_CONSENT} OR ({_WAITING})",
    },
    "signals_signal": {
        "SELECT": f"agency_id = {MINE} OR box = {BOX} OR ({_EXPIRED_SIGNAL})",
        "INSERT": f"agency_id = {MINE} OR box = {BOX}",
        "UPDATE": f"agency_id = {MINE} OR box = {BOX}",
    },
    "certificates_certificate": {
        "SELECT": f"{_KNOWN} OR id IN (SELECT id FROM access_paper()) OR ({_OVER})",
        "INSERT": _KNOWN,
        "UPDATE": f"{_KNOWN} OR ({_OVER})",
    },
}

COLUMNS: Mapping[str, str] = {
    "vault_entry": "body, key_version",
    "vault_casekey": "version, stale",
    "consent_consent": "withdrawn, withdrawn_by",
    "consent_proposal": "outcome, answered",
}
"""Columns that may be updated, where not all may."""
