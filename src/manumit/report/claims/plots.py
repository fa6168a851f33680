"""Small charts as SVG that any report can use: readable on a phone, on paper and without colour.

Positions across are percentages and text is text, so that a chart fills the width it is given and
its letters keep their size. Colours are CSS variables with a fallback that prints well; a chart
for a renderer without CSS takes `INK` and a width.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape
from itertools import pairwise
from typing import NamedTuple

ROW, TEXT, PLOT = 46, 14, 190
"""Heights in CSS pixels: a bar with its label, a letter, the field of a line chart."""

MARGIN = Decimal("0.13")
"""Share of the width of a line chart that holds the numbers beside its field."""


class Bar(NamedTuple):
    """One row of a bar chart.

    Attributes:
        label: Name of the row.
        low: Least value.
        likely: Value of the bar; None leaves the bar at `low`, in outline.
        high: Greatest value; None when there is no bound.
        text: The value in words, written at the end of the row.
    """

    label: str
    low: Decimal
    likely: Decimal | None
    high: Decimal | None
    text: str = ""


class Series(NamedTuple):
    """One line of a line chart: its name, and a value at 0, 1, 2 and so on; None is a gap."""

    label: str
    values: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of a chart: text, first series, second series, lines of the field."""

    ink: str = "var(--plot-ink, #1d242b)"
    first: str = "var(--plot-first, #1f4a75)"
    second: str = "var(--plot-second, #6f7b87)"
    rule: str = "var(--plot-rule, #b9bcc0)"


INK = Colours("#1d242b", "#1f4a75", "#6f7b87", "#b9bcc0")
"""Fixed colours, told apart in grey as well."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a chart is drawn.

    Attributes:
        id: Start of the ids in the SVG; unique on a page.
        title: What the chart shows, read aloud first.
        desc: What can be seen in it, in a sentence.
        direction: `ltr` or `rtl`; values grow, and months run, in this direction.
        colours: Colours of the chart.
        font: Font family; empty takes the font of the page.
        width: Width in pixels; 0 fills the width there is.
    """

    id: str
    title: str
    desc: str
    direction: str = "ltr"
    colours: Colours = Colours()
    font: str = ""
    width: int = 0

    def x(self, share: Decimal) -> str:
        """Place across of a share from 0 to 1, from the side where reading starts."""
        return f"{100 * (1 - share if self.direction == 'rtl' else share):.2f}%"

    def text(self, share: Decimal, y: int, content: str, *, anchor: str = "start") -> str:
        """Text at a place; `start` and `end` are those of the reading direction."""
        fill, inner = self.colours.ink, escape(content)
        if self.direction == "rtl":
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
            inner = f"\u2067{inner}\u2069"
        place = f'x="{self.x(share)}" y="{y}" text-anchor="{anchor}"'
        return f'<text {place} fill="{fill}">{inner}</text>'

    def svg(self, height: int, shapes: Iterator[str]) -> str:
        """The whole drawing; reading order is held here, so that the shapes need not mirror."""
        size = f'width="{self.width or "100%"}" height="{height}"'
        font = f' font-family="{escape(self.font)}"' if self.font else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" {size} role="img" '
            f'aria-labelledby="{self.id}-title {self.id}-desc" direction="ltr" '
            f'font-size="{TEXT}"{font}>'
            f'<title id="{self.id}-title">{escape(self.title)}</title>'
            f'<desc id="{self.id}-desc">{escape(self.desc)}</desc>{"".join(shapes)}</svg>'
        )


def bars(rows: Sequence[Bar], frame: Frame) -> str:
    """Bars with a mark from low to high, each below its label, as one SVG element.

    Values in words have the class `value`, so that a page can hide them where there is no room.
    """
    ends = [value for bar in rows for value in (bar.low, bar.likely, bar.high) if value is not None]
    least, most = min([Decimal(0), *ends]), max([Decimal(0), *ends])
    span = most - least or Decimal(1)

    def share(value: Decimal) -> Decimal:
        return (value - least) / span

    def shapes() -> Iterator[str]:
        for number, bar in enumerate(rows):
            y = number * ROW
            yield frame.text(Decimal(0), y + 15, bar.label)
            value = frame.text(Decimal(1), y + 15, bar.text, anchor="end")
            yield f'<g class="value">{value}</g>'
            yield _bar(frame, bar, y + 22, share)

    return frame.svg(len(rows) * ROW, shapes())


def _bar(frame: Frame, bar: Bar, y: int, share: Callable[[Decimal], Decimal]) -> str:
    value = bar.low if bar.likely is None else bar.likely
    left, right = sorted((share(Decimal(0)), share(value)))
    start = 1 - right if frame.direction == "rtl" else left
    box = f'x="{100 * start:.2f}%" y="{y}" width="{100 * (right - left):.2f}%" height="12"'
    first, ink = frame.colours.first, frame.colours.ink
    fill = first if bar.likely is not None else "none"
    drawn = f'<rect {box} fill="{fill}" stroke="{first}"/>'
    if bar.high is None or bar.high == bar.low:
        return drawn
    low, high = frame.x(share(bar.low)), frame.x(share(bar.high))
    middle = y + 16
    ends = "".join(
        f'<line x1="{x}" x2="{x}" y1="{middle - 3}" y2="{middle + 3}"/>' for x in (low, high)
    )
    across = f'<line x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/>'
    return f'{drawn}<g stroke="{ink}" stroke-width="1.5">{across}{ends}</g>'


def lines(series: Sequence[Series], frame: Frame, *, x_label: str = "") -> str:
    """One or two lines over 0, 1, 2 and so on, with a legend, as one SVG element.

    The first is heavy, the second thin with rings, so that they differ without colour.
    """
    values = [value for each in series for value in each.values if value is not None]
    last = max((len(each.values) for each in series), default=1) - 1 or 1
    step, most = _scale(max(values, default=Decimal(1)))
    top = len(series) * 20 + 16

    def share(at: int) -> Decimal:
        return MARGIN + (1 - MARGIN) * at / last

    def y(value: Decimal) -> Decimal:
        return top + PLOT * (1 - max(value, Decimal(0)) / most)

    def shapes() -> Iterator[str]:
        yield from _legend(series, frame)
        for tick in range(int(most / step) + 1):
            level = y(tick * step)
            yield (
                f'<line x1="{frame.x(MARGIN)}" x2="{frame.x(Decimal(1))}" '
                f'y1="{level:.1f}" y2="{level:.1f}" '
                f'stroke="{frame.colours.rule}"/>'
            )
            yield frame.text(Decimal(0), int(level) + 5, f"{tick * step:,f}".replace(",", "\u202f"))
        for number, each in enumerate(series):
            yield _line(each.values, frame, number, share, y)
        for at in sorted({0, last // 2, last}):
            anchor = {0: "start", last: "end"}.get(at, "middle")
            name = f"{x_label} {at}" if at in (0, last) else str(at)
            yield frame.text(share(at), top + PLOT + 18, name.strip(), anchor=anchor)

    return frame.svg(top + PLOT + 24, shapes())


def _scale(most: Decimal) -> tuple[Decimal, Decimal]:
    """Step between two lines of the field, 1, 2 or 5 by a power of ten, and the highest line."""
    if most <= 0:
        return Decimal(1), Decimal(1)
    power = Decimal(10) ** (most.adjusted() - 1)
    step = next(n * power for n in (2, 5, 10, 20, 50) if most <= n * power * 5)
    return step, step * (most / step).to_integral_value(ROUND_CEILING)


def _legend(series: Sequence[Series], frame: Frame) -> Iterator[str]:
    edge, back = ("100%", -1) if frame.direction == "rtl" else ("0", 1)
    for number, each in enumerate(series):
        middle, height = number * 20 + 9, 2 if number else 4
        colour = frame.colours.second if number else frame.colours.first
        yield (
            f'<g transform="translate({min(0, 26 * back)} 0)"><rect x="{edge}" '
            f'y="{middle - height / 2}" width="26" height="{height}" fill="{colour}"/></g>'
        )
        if number:
            yield f'<g transform="translate({13 * back} 0)">{_ring(frame, edge, middle)}</g>'
        text = frame.text(Decimal(0), middle + 5, each.label)
        yield f'<g transform="translate({34 * back} 0)">{text}</g>'


def _line(
    values: Sequence[Decimal | None],
    frame: Frame,
    number: int,
    share: Callable[[int], Decimal],
    y: Callable[[Decimal], Decimal],
) -> str:
    points = [(frame.x(share(at)), v if v is None else y(v)) for at, v in enumerate(values)]
    drawn = [
        f'<line x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}"/>'
        for (x1, y1), (x2, y2) in pairwise(points)
        if y1 is not None and y2 is not None
    ]
    rings = [_ring(frame, x, level) for x, level in points if number and level is not None]
    return f"<g {_stroke(frame, number)}>{''.join(drawn)}</g>{''.join(rings)}"


def _stroke(frame: Frame, number: int) -> str:
    colour = frame.colours.second if number else frame.colours.first
    return f'stroke="{colour}" stroke-width="{1.5 if number else 3}" stroke-linecap="round"'


def _ring(frame: Frame, x: str, y: Decimal | int) -> str:
    return (
        f'<circle cx="{x}" cy="{y:.1f}" r="2.5" fill="none" '
        f'stroke="{frame.colours.second}" stroke-width="1.5"/>'
    )
