"""The hidden number: how many there are, seen and unseen, and how far one can trust it."""

from manumit.estimate.closed_forms import chapman, lincoln_petersen
from manumit.estimate.findings import Findings, estimate_table
from manumit.estimate.methods import Run
from manumit.estimate.model import METHODS, Captures, Estimate, Method, Note, check
from manumit.estimate.reading import Reading, read
from manumit.estimate.sensitivity import Changed, sensitivity

__all__ = [
    "METHODS",
    "Captures",
    "Changed",
    "Estimate",
    "Findings",
    "Method",
    "Note",
    "Reading",
    "Run",
    "chapman",
    "check",
    "estimate_table",
    "lincoln_petersen",
    "read",
    "sensitivity",
]
