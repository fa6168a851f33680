"""From facts to indicators, instruments and the legal test, with reasons and next questions."""

from manumit.identify.assess import assess
from manumit.identify.model import (
    ACTORS,
    C105_PURPOSES,
    OLDEST,
    Actor,
    Assessment,
    Case,
    Dimensions,
    FactRecord,
    Question,
)

__all__ = [
    "ACTORS",
    "C105_PURPOSES",
    "OLDEST",
    "Actor",
    "Assessment",
    "Case",
    "Dimensions",
    "FactRecord",
    "Question",
    "assess",
]
