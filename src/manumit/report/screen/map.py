"""A map of suppliers as SVG: a mark for each place, an angular one where a match needs a look.

The land is scaled to the map, while marks stand at percentages of it, so that they keep their size
on a phone and on paper. Shape tells the state of a mark as well as colour does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations

from manumit.report.claims.phrases import unmarked
from manumit.report.maps import BOTTOM, DEGREE, LEFT, RIGHT, TOP, Shape, point_of, world
from manumit.report.screen.findings import FINE, STATES, Findings, State, Tally
from manumit.report.screen.phrases import ScreenPhrases

RATIO = 2.0
"""Width of a map of a region by its height."""

LEAST, LEAST_OF_TERRITORIES = 15 * DEGREE, 75 * DEGREE
"""Least width of a map, and of one that marks a whole territory, so that it is seen."""

MARGIN, WORLD = 0.12, 0.55
"""Share of the width kept free around the marks; share of the width of the world from which all of
it is shown."""

CELLS = 110
"""Columns of a grid over the map; points of one cell and state are one mark."""

WIDTH, APART = 1000, 26
"""Width of the map in CSS pixels for which numbered marks are moved apart, and how far."""

MANY = 10
"""Suppliers from which the mark of a point is drawn larger."""


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that is shown, in units of the map."""

    left: float
    top: float
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point as shares of width and height."""
        return (x - self.left) / self.width, (y - self.top) / self.height

    def shows(self, shape: Shape) -> bool:
        """Whether a part of a shape may lie within."""
        if not shape.path:
            return False
        left, top, right, bottom = shape.box
        across = left <= self.left + self.width and right >= self.left
        return across and top <= self.top + self.height and bottom >= self.top


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Attributes:
        x: Place across, in units of the map.
        y: Place down.
        tally: Suppliers that it stands for.
        label: What it is called: the only supplier, or the place.
        numbered: Whether it stands at the centre of a territory and shows its number.
    """

    x: float
    y: float
    tally: Tally
    label: str
    numbered: bool = False


def world_map(findings: Findings, say: ScreenPhrases) -> str:
    """The map as one SVG element; empty where no place of a supplier is known.

    It shows the region that the suppliers are in, or the world.
    """
    marks = [*_of_territories(findings, say), *_of_points(findings)]
    if len(marks) == 0:
        return ""
    view = _view(marks)
    drawn = sorted(_gathered(marks, view, say), key=_height)
    places = _apart([view.place(mark.x, mark.y) for mark in drawn], drawn, view)
    shapes = "".join(_mark(mark, x, y, say) for mark, (x, y) in zip(drawn, places, strict=True))
    names = "".join(_names(view, findings, say))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" direction="ltr" '
        f'style="aspect-ratio: {view.width:.0f} / {view.height:.0f}" '
        f'aria-labelledby="map-title map-desc">'
        f'<title id="map-title">{escape(say.page("map"))}</title>'
        f'<desc id="map-desc">{escape(say.page("map_seen"))}</desc>'
        f"{_land(view, findings, say)}{names}{shapes}</svg>"
    )


def _height(mark: Mark) -> tuple[bool, int]:
    """What lies on top has the greater height: numbers, then what asks for a look."""
    return mark.numbered, -STATES.index(mark.tally.state)


def off_the_map(findings: Findings) -> int:
    """How many suppliers have neither a point nor a territory that the map has a centre of."""
    shapes = world().shapes
    return sum(
        tally.suppliers
        for code, tally in findings.pointless.items()
        if code not in shapes or shapes[code].centre is None
    )


def _of_territories(findings: Findings, say: ScreenPhrases) -> Iterator[Mark]:
    for code, tally in findings.pointless.items():
        shape = world().shapes.get(code)
        if shape is not None and shape.centre is not None:
            x, y = shape.centre
            yield Mark(x, y, tally, say.territory(code), numbered=True)


def _of_points(findings: Findings) -> Iterator[Mark]:
    for (latitude, longitude), tally in findings.points.items():
        x, y = point_of(latitude / FINE, longitude / FINE)
        yield Mark(x, y, tally, tally.name)


def _view(marks: Sequence[Mark]) -> View:
    """The least part of the world that has all marks with a margin, or all of it."""
    xs, ys = [mark.x for mark in marks], [mark.y for mark in marks]
    span = max(max(xs) - min(xs), RATIO * (max(ys) - min(ys)))
    least = LEAST_OF_TERRITORIES if any(mark.numbered for mark in marks) else LEAST
    width = max(least, span * (1 + 2 * MARGIN))
    if width > WORLD * (RIGHT - LEFT):
        return View(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)
    height = width / RATIO
    return View((min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height)


def _gathered(marks: Iterable[Mark], view: View, say: ScreenPhrases) -> Iterator[Mark]:
    """Marks of points that would lie on each other, made one; the others as they are."""
    cell = view.width / CELLS
    cells: defaultdict[tuple[int, int, State], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.numbered:
            yield mark
        else:
            cells[round(mark.x / cell), round(mark.y / cell), mark.tally.state].append(mark)
    for together in cells.values():
        tally = Tally()
        for mark in together:
            tally.states.update(mark.tally.states)
        x = sum(mark.x for mark in together) / len(together)
        y = sum(mark.y for mark in together) / len(together)
        alone = tally.suppliers == 1
        yield Mark(x, y, tally, together[0].label if alone else say.page("map_point"))


def _apart(
    places: list[tuple[float, float]], marks: Sequence[Mark], view: View
) -> list[tuple[float, float]]:
    """The places, those of numbered marks moved until their numbers can be read."""
    height = WIDTH * view.height / view.width
    numbered = [at for at, mark in enumerate(marks) if mark.numbered]
    spots = {at: [places[at][0] * WIDTH, places[at][1] * height] for at in numbered}
    for _ in range(20):
        moved = False
        for one, other in combinations(numbered, 2):
            (ax, ay), (bx, by) = spots[one], spots[other]
            if abs(ax - bx) >= APART or abs(ay - by) >= APART:
                continue
            length = max(1.0, ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)
            push = (APART - length) / 2
            if push <= 0:
                continue
            step_x, step_y = push * (bx - ax) / length, push * (by - ay) / length
            spots[one] = [ax - step_x, ay - step_y]
            spots[other] = [bx + step_x, by + step_y]
            moved = True
        if not moved:
            break
    return [
        (spots[at][0] / WIDTH, spots[at][1] / height) if at in spots else place
        for at, place in enumerate(places)
    ]


def _land(view: View, findings: Findings, say: ScreenPhrases) -> str:
    """The territories, those with a match by good hatched, each with its name."""
    box = f"{view.left:.0f} {view.top:.0f} {view.width:.0f} {view.height:.0f}"
    step = view.width / 160
    hatch = (
        f'<pattern id="hatch" width="{step:.1f}" height="{step:.1f}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect class="land" width="{step:.1f}" height="{step:.1f}"/>'
        f'<rect class="hatch" width="{step / 3:.1f}" height="{step:.1f}"/></pattern>'
    )
    shapes = "".join(
        f'<path class="{"good" if code in findings.by_good else "land"}" d="{shape.path}">'
        f"<title>{escape(say.territory(code))}</title></path>"
        for code, shape in world().shapes.items()
        if view.shows(shape)
    )
    return (
        f'<svg viewBox="{box}" width="100%" height="100%" preserveAspectRatio="none">'
        f"<defs>{hatch}</defs>{shapes}</svg>"
    )


def _names(view: View, findings: Findings, say: ScreenPhrases) -> Iterator[str]:
    """Names of the territories of suppliers, on a map of a region."""
    if view.width == RIGHT - LEFT:
        return
    for code in findings.territories:
        shape = world().shapes.get(code)
        if shape is None or shape.centre is None:
            continue
        x, y = view.place(*shape.centre)
        if 0 < x < 1 and 0 < y < 1:
            name = escape(say.territory(code))
            place = f'x="{100 * x:.2f}%" y="{100 * y:.2f}%"'
            yield f'<svg {place}><text class="name" y="25">{name}</text></svg>'


def _mark(mark: Mark, x: float, y: float, say: ScreenPhrases) -> str:
    place = f'x="{100 * x:.2f}%" y="{100 * y:.2f}%"'
    title = f"<title>{escape(_title(mark, say))}</title>"
    state = mark.tally.state
    if mark.numbered:
        inner = _numbered(mark.tally, say)
    else:
        inner = _drawn(state, 1.45 if mark.tally.suppliers >= MANY else 1)
    return f'<svg {place} class="{state}">{title}{inner}</svg>'


def _numbered(tally: Tally, say: ScreenPhrases) -> str:
    """A square with how many of the suppliers need a look, or a circle with their number."""
    text, look = say.count(tally.suppliers), tally.states["look"]
    if look:
        text = f"{say.count(look)}/{text}"
    half = 10 + 3.3 * max(0, len(unmarked(text)) - 2)
    if look:
        shape = f'<rect x="{-half:.1f}" y="-9" width="{2 * half:.1f}" height="18"/>'
    else:
        shape = f'<ellipse rx="{half + 1:.1f}" ry="11"/>'
    return f'{shape}<text y="4">{text}</text>'


def _drawn(state: State, scale: float) -> str:
    """A diamond, for a look; a ring, where something could not be checked; a disc."""
    if state == "look":
        reach = 7 * scale
        return f'<path d="M0{-reach:.1f}L{reach:.1f} 0 0 {reach:.1f}{-reach:.1f} 0z"/>'
    return f'<circle r="{4.2 * scale:.1f}"/>'


def _title(mark: Mark, say: ScreenPhrases) -> str:
    states = mark.tally.states
    if mark.tally.suppliers == 1:
        return f"{say.kept(mark.label)} · {say.page(mark.tally.state)}"
    counts = (f"{say.page(state)}: {say.count(states[state])}" for state in STATES if states[state])
    return " · ".join([mark.label, *counts])
