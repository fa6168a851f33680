"""Values that every engine shares. Standard library only."""

from manumit.core.answer import Answer
from manumit.core.because import Because, Citation
from manumit.core.money import Money
from manumit.core.ranges import Range
from manumit.core.time import PartialDate, Period

__all__ = ["Answer", "Because", "Citation", "Money", "PartialDate", "Period", "Range"]
