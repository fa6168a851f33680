"""What each worker is owed: claims, debts, recruitment fees, compensation."""

from manumit.remedy.claim import claim_of, total_of
from manumit.remedy.debt import DebtFinding, DebtTerms, debt_finding
from manumit.remedy.lines import claim_lines
from manumit.remedy.model import (
    HEADS,
    Deduction,
    Evidence,
    Extra,
    Fact,
    Fee,
    Grade,
    Hours,
    Interest,
    Item,
    Pay,
    Payment,
    Service,
    WageCase,
    Work,
)
from manumit.remedy.result import Amount, Claim, Line, Totals
from manumit.remedy.totals import totals_of

__all__ = [
    "HEADS",
    "Amount",
    "Claim",
    "DebtFinding",
    "DebtTerms",
    "Deduction",
    "Evidence",
    "Extra",
    "Fact",
    "Fee",
    "Grade",
    "Hours",
    "Interest",
    "Item",
    "Line",
    "Pay",
    "Payment",
    "Service",
    "Totals",
    "WageCase",
    "Work",
    "claim_lines",
    "claim_of",
    "debt_finding",
    "total_of",
    "totals_of",
]
