"""What the user should know of the rows of a file, put together by what it is."""

from collections.abc import Iterator

ROWS_SHOWN = 20


class Notices:
    """Warnings, each with the rows it holds for."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int | str]] = {}
        self._counts: dict[str, int] = {}

    def add(self, says: str, row: int | str) -> None:
        """Add a row to a warning; as text, with what else is to be said of it."""
        count = self._counts.get(says, 0)
        self._counts[says] = count + 1
        if count < ROWS_SHOWN:
            self._rows.setdefault(says, []).append(row)

    def lines(self) -> Iterator[str]:
        """A line for each warning, with its first rows and the number of the others."""
        for says, rows in self._rows.items():
            more = self._counts[says] - len(rows)
            shown = ", ".join(map(str, rows)) + (f" and {more:,} more" if more else "")
            yield f"{'row' if len(rows) == 1 else 'rows'} {shown}: {says}"
