"""The review file: matches to be judged, and what people decided, kept from run to run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from manumit.errors import InputError
from manumit.supply.judgements import Judgement, supplier_key
from manumit.supply.model import Screened
from manumit.tables import Reject, safe_cell, whole_file

DECIDED = ("supplier", "list", "entry", "verdict", "who", "when", "why")
WRITTEN = ("verdict", "who", "when", "why")
"""What the person who judges writes."""
SHOWN = ("name", "address", "territory", "listed", "kind", "probability", "file", "row")
"""Columns for the person who judges; they are not read back."""
LONGEST_SHOWN = 1_000
"""Characters of a cell that is put forward; CSV readers refuse very long ones."""
VERDICTS = ("same", "different", "unsure")

Row = dict[str, str]


@dataclass(slots=True)
class Review:
    """What review files hold.

    Attributes:
        judgements: What people decided.
        kept: Rows in which somebody wrote something, as they stand, their own columns included.
        rejects: Rows with a verdict that cannot be used, and why.
    """

    judgements: list[Judgement] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_reviews(paths: Sequence[Path]) -> Review:
    """Read review files; rows in which nobody wrote anything are passed over.

    Raises:
        InputError: A file cannot be read, or lacks a column.
    """
    found = Review()
    seen: set[tuple[tuple[str, str], ...]] = set()
    for path in paths:
        for number, row in enumerate(_rows(path), start=2):
            cells = tuple(row.items())
            if not any(row[column] for column in WRITTEN) or cells in seen:
                continue
            seen.add(cells)
            found.kept.append(row)
            column, reason = _fault(row)
            if reason:
                reject = Reject(path.name, number, column, row[column], reason)
                found.rejects.append(reject)
                continue
            found.judgements.append(
                Judgement(
                    row["supplier"],
                    row["list"],
                    row["entry"],
                    row["verdict"],  # type: ignore[arg-type]  # one of VERDICTS
                    row["who"],
                    date.fromisoformat(row["when"]),
                    row["why"],
                )
            )
    return found


def _rows(path: Path) -> Iterator[Row]:
    """The rows, with all columns of the file and those it must have."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}.", where=path.name) from None
    except UnicodeDecodeError:
        raise InputError(
            "the review file is not UTF-8.",
            where=path.name,
            hint="Save it as CSV UTF-8, so that names keep their letters.",
        ) from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    columns = [name for name in reader.fieldnames or () if name]
    missing = [name for name in DECIDED if name not in columns]
    if missing:
        raise InputError(
            f"the review file lacks the column {missing[0]!r}.",
            where=path.name,
            field=missing[0],
            hint="Use the review.csv that `manumit screen --out` writes.",
        )
    columns = list(dict.fromkeys((*DECIDED, *SHOWN, *columns)))
    try:
        for row in reader:
            yield {name: _plain((row.get(name) or "").strip()) for name in columns}
    except csv.Error as error:
        raise InputError(
            f"line {reader.line_num + 1} cannot be read: {error}.",
            where=path.name,
            hint="Shorten what stands there, or leave the line out.",
        ) from None


def _plain(text: str) -> str:
    """A cell without the apostrophe that `_safe` puts before it."""
    return text[1:] if text[:1] == "'" and _is_formula(text) else text


def _safe(text: str) -> str:
    """A cell that no spreadsheet runs as a formula, and that `_plain` gives back as it was."""
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    bare = text.lstrip("'")
    return safe_cell(bare) != bare


def _fault(row: Row) -> tuple[str, str]:
    """The column at fault and the reason; both empty if the row can be used."""
    if row["verdict"] not in VERDICTS:
        return "verdict", f"a verdict is one of {', '.join(VERDICTS)}"
    for column in ("supplier", "list", "entry", "who", "why"):
        if not row[column]:
            return column, "a judgement says who decided and why, on which supplier and entry"
    try:
        date.fromisoformat(row["when"])
    except ValueError:
        return "when", "write the day as 2026-11-24"
    return "", ""


def write_review(path: Path, kept: Iterable[Row], screened: Iterable[Screened]) -> int:
    """Write the review file: what was decided, as it stands, then what nobody has judged.

    Args:
        path: The file.
        kept: Rows with a verdict.
        screened: Suppliers with their matches; only those by name and area are put forward, as a
            good and its place of origin are facts of the supplier list and not a question of
            who it is.

    Returns:
        How many matches are put forward.
    """
    put_forward = 0
    kept = list(kept)
    columns = dict.fromkeys((*DECIDED, *SHOWN, *(name for row in kept for name in row)))
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerows({k: _safe(v) for k, v in row.items()} for row in kept)
        for row in _open(screened):
            writer.writerow({k: _safe(v[:LONGEST_SHOWN]) for k, v in row.items()})
            put_forward += 1
    return put_forward


def _open(screened: Iterable[Screened]) -> Iterator[Row]:
    for one in screened:
        supplier = one.supplier
        for match in one.matches:
            if match.status == "proposed" and match.kind != "good":
                yield {
                    "supplier": supplier_key(supplier),
                    "list": match.list,
                    "entry": match.entry.id,
                    "verdict": "",
                    "who": "",
                    "when": "",
                    "why": "",
                    "name": supplier.names[0] if supplier.names else "",
                    "address": supplier.address,
                    "territory": supplier.territory,
                    "listed": match.entry.name,
                    "kind": match.kind,
                    "probability": f"{match.probability:.2f}",
                    "file": supplier.file,
                    "row": str(supplier.row),
                }
