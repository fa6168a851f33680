"""Every exception that Manumit raises on purpose.

    ManumitError           root; .code is stable, .hint says how to mend it
    ├─ DataError           a data file of the project is wrong: .path .line .key
    ├─ InputError          what the user gave is wrong: .where .field .allowed
    ├─ MissingExtra        an optional library is not installed: .extra
    ├─ NotInForce          no value covers the day asked for: .id .day
    ├─ NotReviewed         draft data was asked for without naming it: .id
    ├─ LogBroken           the log of acts is not what it was: .number .what
    ├─ CannotOpen          sealed content does not open with this key, at this place
    └─ RefusedError        the system declines: .reason
       ├─ AccessRefused    the actor may not do it; shown as a page that is not there
       ├─ ConsentMissing   nothing may be given without consent or agreement: .purpose
       └─ EstimateRefused  the data cannot tell the number: .where

A message says what is wrong, where, and how to mend it. Unknown answers are values, not
exceptions. Messages hold ids, never names or free text of a case.
"""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches


class ManumitError(Exception):
    """Root of all errors; `code` is stable, `hint` says how to mend the cause."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DataError(ManumitError):
    """A data file of the project is wrong; a developer mends it."""

    code = "data"

    def __init__(self, message: str, *, path: str, line: int = 0, key: str = "") -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(f"{place}: {key + ': ' if key else ''}{message}")
        self.path, self.line, self.key = path, line, key


class InputError(ManumitError):
    """What the user gave cannot be used; the user mends it.

    Attributes:
        where: File, with line or row when known.
        field: Column, key or option at fault.
        value: The value found, shortened.
        allowed: Values that would do, when they can be listed.
    """

    code = "input"

    def __init__(  # noqa: PLR0913 - each part of a good message
        self,
        message: str,
        *,
        where: str = "",
        field: str = "",
        value: str = "",
        allowed: Sequence[str] = (),
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.where, self.field, self.value, self.allowed = where, field, value[:80], tuple(allowed)

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.where, self.field) if part)
        return f"{place + ': ' if place else ''}{super().__str__()}"


class MissingExtra(ManumitError):
    """An optional library that this input needs is not installed."""

    code = "extra"

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            f"{what} needs libraries that are not installed.",
            hint=f"Install them with: pip install 'manumit[{extra}]'",
        )
        self.extra = extra


class NotInForce(ManumitError):
    """No value of the law or method covers the day asked for."""

    code = "not_in_force"

    def __init__(self, id: str, day: date, *, hint: str = "") -> None:  # noqa: A002
        super().__init__(f"{id} has no value on {day.isoformat()}.", hint=hint)
        self.id, self.day = id, day


class NotReviewed(ManumitError):
    """Draft data or a draft rule was used without asking for it by name."""

    code = "not_reviewed"

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(
            f"{id} is a draft and does not run.", hint="Ask for it by name to use it anyway."
        )
        self.id = id


class CannotOpen(ManumitError):
    """Sealed content does not open: the key is another, or the content was moved or changed."""

    code = "cannot_open"

    def __init__(self) -> None:
        super().__init__("The sealed content does not open with this key at this place.")


class RefusedError(ManumitError):
    """The system declines to do something.

    Attributes:
        reason: Code of the reason; for the log, not for the one who asked.
    """

    code = "refused"

    def __init__(self, message: str, *, reason: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class AccessRefused(RefusedError):
    """The actor may not do it. Pages answer as if there were nothing there."""

    code = "access_refused"

    def __init__(self, reason: str) -> None:
        super().__init__("There is no such case, or it is not open to you.", reason=reason)


class ConsentMissing(RefusedError):
    """Nothing may be given to this recipient without consent, or without an agreement.

    Attributes:
        purpose: Code of the purpose.
    """

    code = "consent_missing"

    def __init__(self, message: str, *, reason: str, purpose: str, hint: str = "") -> None:
        super().__init__(message, reason=reason, hint=hint)
        self.purpose = purpose


class EstimateRefused(RefusedError):
    """The data cannot tell the number, so none is given.

    Attributes:
        where: Name of the table.
    """

    code = "estimate_refused"

    def __init__(self, message: str, *, where: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{where}: {message}", reason=reason, hint=hint)
        self.where = where


class LogBroken(ManumitError):
    """The log of acts is not what it was, or a proof or checkpoint of it does not hold.

    Attributes:
        number: Number of the record at which it shows, or the size of the log that was signed.
        what: What is wrong.
    """

    code = "log_broken"

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"The log of acts is broken at {number}: {what}")
        self.number, self.what = number, what


def nearest(word: str, known: Sequence[str], *, most: int = 3) -> list[str]:
    """Known words nearest to `word`, best first, for "did you mean" hints.

    Example:
        >>> nearest("document_held", ["documents_held", "locked_in"])
        ['documents_held']
    """
    return get_close_matches(word, known, n=most, cutoff=0.6)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint that names the nearest known words, or points to the full list when none is near."""
    close = nearest(word, known)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known are {len(known)} names, such as {', '.join(list(known)[:4])}."
