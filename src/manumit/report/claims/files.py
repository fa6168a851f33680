"""Claims written to a folder: pages, and beside each the same statement as PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from manumit.errors import InputError
from manumit.report.claims.page import index_page, statement_page
from manumit.report.claims.pdf import statement_pdf
from manumit.report.claims.phrases import Phrases
from manumit.report.html import _file_names
from manumit.tables import whole_file

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        report: Path of `report.html`: the list of claims, or the page of the only claim.
        statements: Paths of the PDFs, in the order of the claims.
        note: Why there are no PDFs, in the language of the report; empty when they were written.
    """

    report: Path
    statements: tuple[Path, ...] = ()
    note: str = ""


def write_statements(
    claims: Sequence[Json],
    folder: Path,
    *,
    language: str = "en",
    version: str,
    rejected: int = 0,
) -> Written:
    """Write `report.html` with each statement as a page and as PDF.

    One claim is `report.html` and `claim.pdf`; several are pages and PDFs below `claims/`, named
    by the id of the claim where that can be a file name. A claim without lines, as long tables have
    them, is only a row of the list.

    Args:
        claims: Claim documents, with sentences in `language`.
        folder: Where to write; made if need be. Files of the same names are replaced.
        language: Language of the statements.
        version: Version of Manumit, for the foot of the pages.
        rejected: Rows of the input that could not be read.

    Raises:
        InputError: The language is not available, or the folder cannot be written.
    """
    with_pdf = find_spec("typst") is not None
    note = "" if with_pdf else Phrases(language)("pdf_absent")
    alone = len(claims) == 1 and "lines" in claims[0]
    below = folder if alone else folder / "claims"
    names = ["report"] if alone else _file_names([claim["id"] for claim in claims])
    statements, hrefs = [], []
    for claim, name in zip(claims, names, strict=True):
        if "lines" not in claim:
            hrefs.append("")
            continue
        path = below / f"{'claim' if alone else name}.pdf"
        page = statement_page(
            claim,
            language=language,
            version=version,
            index_href=None if alone else "../report.html",
            pdf_href=path.name if with_pdf else None,
            rejected=rejected if alone else 0,
        )
        _write(below / f"{name}.html", page.encode("utf-8", "replace"))
        hrefs.append(f"claims/{name}.html")
        if with_pdf:
            _write(path, statement_pdf(claim, language=language, version=version))
            statements.append(path)
    report = folder / "report.html"
    if not alone:
        page = index_page(
            claims, hrefs=hrefs, language=language, version=version, rejected=rejected, note=note
        )
        _write(report, page.encode("utf-8", "replace"))
    return Written(report, tuple(statements), note)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            part.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"The statement cannot be written: {error.strerror}.",
            where=str(path),
            hint="Name another folder, or free this one.",
        ) from error
