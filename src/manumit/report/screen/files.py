"""Screened suppliers written to a folder: every match as CSV, and the page."""

import csv
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from manumit.errors import InputError
from manumit.report.screen.document import PLACES
from manumit.report.screen.findings import Findings
from manumit.report.screen.page import screen_page
from manumit.report.screen.phrases import ScreenPhrases, name_of_supplier
from manumit.supply.model import Screened
from manumit.tables import safe_cell, whole_file

HEADER = (
    "list",
    "entry_id",
    "entry",
    "kind",
    "probability",
    "status",
    "file",
    "row",
    "name",
    "territory",
    "why",
)


def matches_written(
    path: Path, screened: Iterable[Screened], *, language: str = "en"
) -> Generator[Screened, None, None]:
    """The same suppliers; their matches are written as CSV as they pass.

    The file is there once the last supplier has passed, and not at all if one fails.

    Args:
        path: The file, such as `matches.csv`.
        screened: The suppliers.
        language: Language of the reasons.

    Raises:
        InputError: The file cannot be written.
    """
    say = ScreenPhrases(language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for one in screened:
                writer.writerows(_rows(one, say))
                yield one
    except OSError as error:
        raise _not_written(path, error) from error


def _rows(one: Screened, say: ScreenPhrases) -> Iterator[list[str]]:
    supplier = one.supplier
    for match in one.matches:
        cells = (
            match.list,
            match.entry.id,
            match.entry.name,
            match.kind,
            f"{match.probability:.{PLACES}f}",
            match.status,
            supplier.file,
            str(supplier.row),
            name_of_supplier(supplier),
            supplier.territory,
            say.why(match),
        )
        yield [safe_cell(cell) for cell in cells]


def write_screen_page(
    path: Path, findings: Findings, *, language: str = "en", version: str, rejected: int = 0
) -> Path:
    """Write the page of a screening.

    Args:
        path: The file, such as `report.html`; one of the same name is replaced.
        findings: What was found, once all suppliers have passed.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.
        rejected: Rows of the input that could not be read.

    Raises:
        InputError: The language is not available, or the file cannot be written.
    """
    page = screen_page(findings, language=language, version=version, rejected=rejected)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            part.write_bytes(page.encode("utf-8", "replace"))
    except OSError as error:
        raise _not_written(path, error) from error
    return path


def _not_written(path: Path, error: OSError) -> InputError:
    return InputError(
        f"The report cannot be written: {error.strerror}.",
        where=str(path),
        hint="Name another folder, or free this one.",
    )
