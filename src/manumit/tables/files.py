"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file to write to, which takes the place of `path` once all went well.

    It lies beside `path`, under its name with `.part` at the end. When writing fails it is
    removed; a run that is killed leaves it, and never a `path` that looks complete.

    Example:
        >>> with whole_file(Path("report.html")) as part:
        ...     part.write_text("all of it")
    """
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        if part.exists():
            os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
