"""Tables of a web page that a browser saved."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from manumit.lists.parts import tidy


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, and the text between it and the table before.

    Attributes:
        above: The text.
        rows: Rows of cells; the header is the first.
    """

    above: str
    rows: list[list[str]] = field(default_factory=list)


def tables_of(text: str) -> tuple[list[PageTable], bool]:
    """Tables of a page, and whether the page is whole, which is to say that it ends."""
    page = _Page()
    page.feed(text)
    return page.tables, page.ended


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[PageTable] = []
        self.above = ""
        self.cell: str | None = None
        self.inside = self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "table":
            self.tables.append(PageTable(self.above))
            self.inside, self.above = True, ""
        elif tag == "tr" and self.inside:
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"} and self.inside and self.tables[-1].rows:
            self.cell = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.inside = False
        elif tag in {"td", "th"} and self.cell is not None:
            self.tables[-1].rows[-1].append(tidy(self.cell))
            self.cell = None
        self.ended |= tag == "html"

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell += data
        elif not self.inside:
            self.above += data
