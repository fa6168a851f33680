"""Write the basemap of reports anew from Natural Earth, as the npm package `world-atlas` has it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m tools.basemap package/countries-50m.json

Needs Babel, which comes with the documentation tools, for the codes and names of territories.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import hypot
from pathlib import Path
from string import ascii_uppercase
from typing import Any, TypeAlias

from babel.core import Locale, get_global

from manumit.reference.territories import territory_code
from manumit.report.maps import DEGREE, point_of

TARGET = Path(__file__).parents[1] / "src/manumit/report/maps/world.json"
SOURCE = {
    "title": "Natural Earth, Admin 0 countries, 1:50,000,000, version 4.1",
    "licence": "public domain",
    "href": "https://www.naturalearthdata.com/",
    "by": "npm package world-atlas 2.0.2 (ISC)",
    "names": "Unicode CLDR, by Babel (Unicode licence)",
}
LANGUAGES = ("fr", "es", "ar")
WITHOUT_CODE = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}
"""Shapes that have no code in the source, by its name of them."""

LEFT_OUT = {"AQ"}
TOLERANCE, LEAST_RING, GRID = 0.1 * DEGREE, 0.08 * DEGREE**2, 30
"""How far a simplified line may lie off, and the area below which an islet is left out."""

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = Sequence[Point]


def main(arguments: list[str]) -> None:
    """Read the TopoJSON named first, and write `world.json`."""
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    arcs = [simplified(arc) for arc in _arcs(topology)]
    rings: dict[str, list[Line]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = _code(geometry)
        if code and code not in LEFT_OUT:
            rings[code] += [_ring(ring, arcs) for ring in _outlines(geometry)]
    entered = {
        code
        for pair in product(ascii_uppercase, repeat=2)
        if (code := territory_code("".join(pair)))
    }
    codes = sorted((entered | set(rings)) - LEFT_OUT)
    territories = {code: _territory(code, rings[code]) for code in codes}
    lines = (
        f" {json.dumps(code)}: {json.dumps(found, ensure_ascii=False, separators=(',', ':'))}"
        for code, found in territories.items()
    )
    head = json.dumps(SOURCE, indent=1)
    TARGET.write_text(
        f'{{"source": {head},\n"territories": {{\n' + ",\n".join(lines) + "\n}}\n",
        encoding="utf-8",
    )
    print(f"{len(territories)} territories, {TARGET.stat().st_size:,} bytes")


def _arcs(topology: dict[str, Any]) -> Iterator[Line]:
    (scale_x, scale_y), (left, top) = (topology["transform"][key] for key in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append(point_of(y * scale_y + top, x * scale_x + left))
        yield line


def simplified(line: Line) -> Line:
    """The line with fewer points, none of those left out lying further off than the tolerance."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        x, y = point
        if length == 0:
            return hypot(x - ax, y - ay)
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    far = max(range(1, len(line) - 1), key=lambda at: off(line[at]))
    if off(line[far]) < TOLERANCE:
        return [line[0], line[-1]]
    return [*simplified(line[: far + 1])[:-1], *simplified(line[far:])]


def _outlines(geometry: dict[str, Any]) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [polygon[0] for polygon in polygons]


def _ring(numbers: Sequence[int], arcs: Sequence[Line]) -> Line:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return list(_unwrapped(points))


def _unwrapped(points: Line) -> Iterator[Point]:
    """The points, those beyond the 180th meridian moved to where the others are."""
    turn = point_of(0, 360)[0]
    before = points[0][0]
    for x, y in points:
        before = x + turn * round((before - x) / turn)
        yield before, y


def _code(geometry: dict[str, Any]) -> str | None:
    name = geometry["properties"]["name"]
    aliases = get_global("territory_aliases").get(geometry.get("id", ""), [])
    code = aliases[0] if aliases else WITHOUT_CODE.get(name) or territory_code(name)
    if code is None:
        print(f"left out: {name}", file=sys.stderr)
    return code


def _territory(code: str, rings: Sequence[Line]) -> dict[str, Any]:
    ordered = sorted(rings, key=area, reverse=True)
    kept = [*ordered[:1], *(ring for ring in ordered[1:] if area(ring) >= LEAST_RING)]
    return {
        "path": "".join(path for ring in kept if (path := path_of(ring))),
        "box": _box(kept),
        "centre": [round(each) for each in centre(ordered[0])] if ordered else None,
        "names": {each: str(Locale(each).territories[code]) for each in LANGUAGES},
    }


def _box(rings: Sequence[Line]) -> list[int]:
    xs = [round(x) for ring in rings for x, _ in ring]
    ys = [round(y) for ring in rings for _, y in ring]
    return [min(xs), min(ys), max(xs), max(ys)] if xs else []


def path_of(ring: Line) -> str:
    """A ring as SVG in whole units, each point relative to the one before; empty if too small."""
    points = [(round(x), round(y)) for x, y in ring[:-1]]
    steps = [
        f"{bx - ax} {by - ay}".replace(" -", "-")
        for (ax, ay), (bx, by) in pairwise(points)
        if (ax, ay) != (bx, by)
    ]
    if len(steps) < 2:
        return ""
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"


def area(ring: Line) -> float:
    """Area of a ring, by the shoelace formula."""
    pairs = pairwise(ring)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def centre(ring: Line) -> Point:
    """The point of a grid that lies furthest inside the ring; the middle of a small ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    best, found = 0.0, ((left + right) / 2, (top + bottom) / 2)
    for row in range(1, GRID):
        y = top + (bottom - top) * row / GRID
        for column in range(1, GRID):
            x = left + (right - left) * column / GRID
            if inside((x, y), ring):
                depth = min(_away((x, y), a, b) for a, b in pairwise(ring))
                if depth > best:
                    best, found = depth, (x, y)
    return found


def inside(point: Point, ring: Line) -> bool:
    """Whether a point lies inside a ring."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def _away(point: Point, a: Point, b: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = 0.0 if length == 0 else ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
    share = min(1.0, max(0.0, share))
    return hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


if __name__ == "__main__":
    main(sys.argv[1:])
