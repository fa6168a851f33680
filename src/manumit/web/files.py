"""Files that one process makes and all others find."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex


def put_once(path: Path, text: str, mode: int) -> None:
    """Write a file whole and for good, unless another process was first.

    Args:
        path: Where it is to be; its folder is there.
        text: What it holds.
        mode: Who may read it, such as 0o600.
    """
    with _part(path, text, mode) as part, suppress(FileExistsError):
        _name(part, path)


def put_anew(path: Path, text: str, mode: int) -> None:
    """Write a file whole, in the place of one that may be there."""
    with _part(path, text, mode) as part:
        part.replace(path)


@contextmanager
def _part(path: Path, text: str, mode: int) -> Iterator[Path]:
    """A file beside the place where it is to be, on the disk and not yet under its name."""
    part = path.with_name(f"{path.name}.{token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a share that knows no links
        if not path.exists():
            part.rename(path)
