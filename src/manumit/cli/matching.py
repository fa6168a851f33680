"""One run of `manumit match`: pairs written and printed as they come."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path
from typing import Any, Literal

import click

from manumit.cli.extras import need
from manumit.cli.outputs import writing
from manumit.cli.rejects import keep_rejects, say_rejects
from manumit.io.pairs import PairFile
from manumit.io.suppliers import read_suppliers
from manumit.report.matches import SHOWN, print_matches
from manumit.report.terminal import console
from manumit.supply.link import Linker, Links, score_pairs
from manumit.supply.model import Supplier
from manumit.supply.records import Record, record_of
from manumit.tables import Reject, safe_cell, whole_file

Json = dict[str, Any]

SAID = 20
"""Unknown territories that are named."""
IN_FULL = 2_000_000_000
"""Rows on the left times rows on the right up to which two lists are compared in full; it takes
about a minute."""

LIKELY = ("probability", "same")
PAIR = ("row", "left_name", "right_name", *LIKELY)
BOTH = tuple(f"{side}_{part}" for side in ("left", "right") for part in ("file", "row", "name"))
"""Columns of the CSV."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        top: Records on the right for each on the left.
        threshold: Probability from which two records are taken to be the same.
        explain: Whether pairs are given with reasons.
        out: Folder for the pairs and rejects.
        output: `table`, `json` or `csv`, to print.
        engine: Where Splink runs for long lists and duplicates; None to compare lists in full
            where they are short enough.
        columns: Field to column.
        ignore: Columns to leave out.
        language: Language of the reasons.
    """

    top: int
    threshold: float
    explain: bool
    out: Path | None
    output: str
    engine: Literal["duckdb", "spark"] | None
    columns: Mapping[str, str]
    ignore: Sequence[str]
    language: str


class Run:
    """One run.

    Attributes:
        compared: Pairs that were given a probability.
        same: Those at or above the threshold.
        rejects: Rows and files that were left out.
        clusters: Groups of rows that are one, where duplicates are looked for.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.compared = 0
        self.same = 0
        self.rejects: list[Reject] = []
        self.clusters: list[Json] = []
        self._shown: list[tuple[float, int, Json]] = []

    def perform(self, inputs: Sequence[Path], pairs: Path | None) -> None:
        """Compare everything; write and print what was asked for."""
        header: tuple[str, ...]
        if pairs is not None:
            found, header = self._of_pairs(PairFile(pairs)), PAIR
        elif len(inputs) == 1:
            found, header = self._duplicates(self._read(inputs[0])), (*BOTH, *LIKELY)
        else:
            left, right = (self._read(path) for path in inputs)
            found, header = self._links(left, right), (*BOTH, "rank", *LIKELY)
        out = self.settings.out
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        with writing(out), ExitStack() as stack:
            sinks: list[_Csv | _Document] = []
            if out is not None:
                for name in ("pairs.csv", "pairs.json"):
                    part = stack.enter_context(whole_file(out / name))
                    file = stack.enter_context(part.open("w", encoding="utf-8", newline=""))
                    sinks.append(
                        _Csv(file.write, header) if name == "pairs.csv" else _Document(file.write)
                    )
            if self.settings.output != "table":
                sinks.append(
                    _Csv(_print, header) if self.settings.output == "csv" else _Document(_print)
                )
            for pair in self._counted(found):
                for each in sinks:
                    each.add(pair)
            end: Json = {"compared": self.compared, "same": self.same}
            if inputs and len(inputs) == 1:
                end["clusters"] = self.clusters
            for each in sinks:
                each.end(end | {"rejected": len(self.rejects)})
        self._say()

    def _counted(self, found: Iterable[Json]) -> Iterator[Json]:
        for pair in found:
            self.compared += 1
            self.same += pair["same"]
            # the count makes every entry differ, so that pairs themselves are never compared
            heappush(self._shown, (pair["probability"], -self.compared, pair))
            if len(self._shown) > SHOWN:
                heappop(self._shown)
            yield pair

    def _of_pairs(self, file: PairFile) -> Iterator[Json]:
        language = self._language()
        for batch in file.batches():
            links = score_pairs(batch.left, batch.right, language=language)
            for at, row in enumerate(batch.rows):
                left, right = batch.left[at].names[0], batch.right[at].names[0]
                pair = {"row": row, "left_name": left, "right_name": right}
                yield pair | self._likely(links, at)
        self.rejects += file.rejects
        unknown = list(file.unknown)
        for word in unknown[:SAID]:
            click.echo(
                f"Warning: {file.table.path.name}: no territory is called {word!r}", err=True
            )
        if len(unknown) > SAID:
            click.echo(f"Warning: and {len(unknown) - SAID} more unknown territories", err=True)

    def _links(self, one: Sequence[Supplier], other: Sequence[Supplier]) -> Iterator[Json]:
        links = self._linked([record_of(each) for each in one], [record_of(each) for each in other])
        before, rank = -1, 0
        for at, (i, j) in enumerate(zip(links.left.tolist(), links.right.tolist(), strict=True)):
            rank = rank + 1 if i == before else 1
            before = i
            if rank <= self.settings.top:
                pair = {"left": _named(one[i]), "right": _named(other[j]), "rank": rank}
                yield pair | self._likely(links, at)

    def _linked(self, left: Sequence[Record], right: Sequence[Record]) -> Links:
        """Every likely pair compared in full; in long lists, or on a cluster, with Splink."""
        if self.settings.engine is None and len(left) * len(right) <= IN_FULL:
            return Linker(right).link(left, self.settings.top, language=self._language())
        need("link", "Linking long lists")
        from manumit.supply.duplicates import find_links

        found = find_links(
            left, right, threshold=self.settings.threshold, backend=self.settings.engine or "duckdb"
        )
        return Links(*found)

    def _duplicates(self, rows: Sequence[Supplier]) -> Iterator[Json]:
        from manumit.supply.duplicates import find_duplicates

        found = find_duplicates(
            [record_of(each) for each in rows],
            threshold=self.settings.threshold,
            backend=self.settings.engine or "duckdb",
        )
        groups: dict[int, list[int]] = {}
        for at, first in enumerate(found.cluster.tolist()):
            groups.setdefault(first, []).append(at)
        self.clusters = [
            {"rows": [_named(rows[at]) for at in group]}
            for group in groups.values()
            if len(group) > 1
        ]
        links = Links(found.left, found.right, found.probability)
        for at, (i, j) in enumerate(zip(links.left.tolist(), links.right.tolist(), strict=True)):
            pair = {"left": _named(rows[i]), "right": _named(rows[j])}
            yield pair | self._likely(links, at)

    def _read(self, path: Path) -> list[Supplier]:
        intake = read_suppliers([path], mapping=self.settings.columns, ignore=self.settings.ignore)
        for warning in intake.warnings:
            click.echo(f"Warning: {warning}", err=True)
        self.rejects += intake.rejects
        return intake.suppliers

    def _language(self) -> str | None:
        return self.settings.language if self.settings.explain else None

    def _likely(self, links: Links, at: int) -> Json:
        probability = float(links.probability[at])
        made: Json = {
            "probability": round(probability, 4),
            "same": probability >= self.settings.threshold,
        }
        if links.because:
            made["because"] = [reason.to_dict() for reason in links.because[at]]
        return made

    def _say(self) -> None:
        out = self.settings.out
        if out is not None:
            keep_rejects(self.rejects, out)
        if self.settings.output == "table":
            shown = [pair for _, _, pair in sorted(self._shown, reverse=True)]
            print_matches(console(), shown, self.compared, self.same, len(self.rejects))
            if self.clusters:
                rows = sum(len(each["rows"]) for each in self.clusters)
                click.echo(
                    f"Groups of rows that are likely one: {len(self.clusters):,}, of {rows:,} rows"
                )
        say_rejects(self.rejects, out)
        if out is not None:
            click.echo(f"The pairs are in {out / 'pairs.csv'}", err=True)


def _named(supplier: Supplier) -> Json:
    name = supplier.names[0] if supplier.names else ""
    return {"file": supplier.file, "row": supplier.row, "name": name}


def _print(text: str) -> None:
    sys.stdout.write(text)


class _Document:
    """Pairs as one JSON document."""

    def __init__(self, write: Any) -> None:
        self._write, self._any = write, False
        write('{"pairs": [')

    def add(self, pair: Json) -> None:
        self._write((",\n" if self._any else "\n") + json.dumps(pair, ensure_ascii=False))
        self._any = True

    def end(self, end: Json) -> None:
        self._write("\n], " + json.dumps(end, ensure_ascii=False)[1:] + "\n")


class _Csv:
    """Pairs as CSV."""

    def __init__(self, write: Any, header: Sequence[str]) -> None:
        self._write = write
        self._line(header)

    def _line(self, cells: Iterable[str]) -> None:
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        self._write(line.getvalue())

    def add(self, pair: Json) -> None:
        self._line(safe_cell(str(cell)) for cell in _flat(pair).values())

    def end(self, end: Json) -> None:
        pass


def _flat(pair: Json) -> Json:
    flat: Json = {}
    for key, value in pair.items():
        if isinstance(value, dict):
            flat |= {f"{key}_{part}": each for part, each in value.items()}
        elif isinstance(value, bool):
            flat[key] = "yes" if value else "no"
        elif not isinstance(value, list):
            flat[key] = value
    return flat
