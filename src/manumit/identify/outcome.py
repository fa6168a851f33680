"""Which rule answers which part of the result: one table for single cases and for tables."""

DETERMINATION = {
    "forced_labour": "c029.forced_labour",
    "trafficking": "palermo.trafficking",
    "debt_bondage": "slavery.debt_bondage",
    "serfdom": "slavery.serfdom",
    "slavery": "slavery.slavery",
    "state_imposed": "c029.state_imposed",
    "c105_breach": "c105.breach",
    "treat_as_child": "protection.treat_as_child",
    "protection_opened": "protection.opened",
    "wage_claim_open": "protection.wage_claim_open",
}
"""Name in results to rule id; all are yes, no or unknown."""

TESTS = ("forced_labour", "trafficking", "debt_bondage", "serfdom", "slavery", "c105_breach")
"""Legal tests that further answers may settle."""

EXCEPTIONS = {
    name: f"c029.exception.{name}"
    for name in ("military", "civic", "prison", "emergency", "communal")
}

LABELS = {
    "forced_labour": "c029.forced_labour",
    "trafficking": "palermo.trafficking",
    "slavery": "slavery.slavery",
    "debt_bondage": "slavery.debt_bondage",
    "serfdom": "slavery.serfdom",
    "excepted_work": "c029.exception",
    "ordinary_duty": "c029.ordinary_duty",
    "abusive_conditions": "protection.abusive_conditions",
}
"""Label to the rule that earns it; the first whose rule is yes is given."""

OPEN_LABEL, LAST_LABEL = "undetermined", "no_indication"
"""Given when no label is earned: the first while a test is unknown, else the second."""

SURVEY_DIMENSIONS = ("unfree_recruitment", "work_and_life_under_duress", "impossibility_of_leaving")
DELPHI_DIMENSIONS = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "recruitment_by_abuse_of_vulnerability",
    "exploitation",
    "coercion_at_destination",
    "abuse_of_vulnerability_at_destination",
)


def delphi_column(treat_as_child: bool) -> str:
    """Column of strengths: a person who is or may be a child is read by the children's."""
    return "child_labour" if treat_as_child else "adult_labour"
