"""Files of results as every command writes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manumit.errors import InputError


@contextmanager
def writing(out: Path | None) -> Iterator[None]:
    """Say where, when results cannot be written; earlier files stay as they are.

    Raises:
        InputError: The disk is full, or the folder may not be written to.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if out is None:
            raise
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"the results cannot be written: {reason}.",
            where=str(error.filename or out),
            hint="Free some room, or name another folder with --out.",
        ) from None
