"""Purposes, as a part of an address: `/support/cases/K7QF-2M9X/`."""

from manumit.casework.policy import PURPOSES

CASE = "<purpose:purpose>/cases/<str:reference>/"
"""Where a case is; what is done in it has its addresses below."""


class PurposeConverter:
    """Takes the codes of purposes only, with hyphens."""

    regex = "|".join(code.replace("_", "-") for code in PURPOSES)

    def to_python(self, value: str) -> str:
        """The code."""
        return value.replace("-", "_")

    def to_url(self, value: str) -> str:
        """The code as it stands in an address."""
        return value.replace("_", "-")
