"""Days as people know them: a date may be known to the year, the month or the day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision that is known; a missing month or day is None, never invented.

    Raises:
        ValueError: There is no such date, or a day is given without its month.

    Example:
        >>> PartialDate.parse("2017-02").first, PartialDate.parse("2017-02").last
        (datetime.date(2017, 2, 1), datetime.date(2017, 2, 28))
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month.")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2017`, `2017-04` or `2017-04-30` (ISO 8601).

        Raises:
            ValueError: The text is not one of the three forms, or there is no such date.
        """
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"Not a date: {text!r}. Write 2017, 2017-04 or 2017-04-30.")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None  # noqa: S101 - the pattern demands it
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """Earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Latest day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{p:02}" for p in (self.month, self.day) if p is not None)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; `end` None means that it goes on.

    Raises:
        ValueError: The end lies before the start.

    Example:
        >>> Period(date(2026, 1, 1), date(2026, 1, 31)).days
        31
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"The period ends ({self.end}) before it starts ({self.start}).")

    @property
    def days(self) -> int | None:
        """Number of days; None while the period goes on."""
        return None if self.end is None else (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        starts_in = self.end is None or other.start <= self.end
        return starts_in and (other.end is None or self.start <= other.end)

    def follows(self, other: "Period") -> bool:
        """Whether this period starts on the day after `other` ends."""
        return other.end is not None and self.start == other.end + timedelta(days=1)
