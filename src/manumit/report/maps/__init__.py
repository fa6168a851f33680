"""The world as shapes of territories, for maps in reports.

The shapes are those of Natural Earth (public domain), simplified; `world.json` says from which
edition, and `tools/basemap.py` makes it. They take no position on borders.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, radians

from manumit.reference.territories import territory_name

DEGREE = 20
"""Units of the map in a degree of latitude."""

PARALLEL = 30
"""Degrees of latitude where the map keeps its proportions; most makers of goods live near it."""

LEFT, TOP, RIGHT, BOTTOM = -3000.0, -1560.0, 3320.0, 1120.0
"""The inhabited world on the map."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A territory on the map.

    Attributes:
        path: Outline, as the `d` of an SVG path; empty if it is too small to be drawn.
        box: Left, top, right and bottom of the outline; none if there is no outline.
        centre: A point well inside the largest part, in units of the map; None if the map has it
            only as a part of another.
        names: Names by language, where they are not English.
    """

    path: str
    box: tuple[int, ...]
    centre: tuple[float, float] | None
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """The shapes by ISO 3166-1 alpha-2 code, and where they come from."""

    shapes: dict[str, Shape]
    source: dict[str, str]


def point_of(latitude: float, longitude: float) -> tuple[float, float]:
    """A place on the map: equirectangular, to the right and down.

    Example:
        >>> point_of(-10, 0)
        (0.0, 200)
    """
    return longitude * DEGREE * cos(radians(PARALLEL)), -latitude * DEGREE


def name_of(code: str, language: str) -> str:
    """Name of a territory in a language; in English, or the code itself, where there is none.

    Example:
        >>> name_of("VN", "es"), name_of("ZZ", "en")
        ('Vietnam', 'ZZ')
    """
    shape = world().shapes.get(code)
    if shape is not None and language in shape.names:
        return shape.names[language]
    try:
        return territory_name(code)
    except KeyError:
        return code


@cache
def world() -> World:
    """The basemap, read once."""
    read = json.loads(files(__name__).joinpath("world.json").read_text(encoding="utf-8"))
    shapes = {
        code: Shape(
            each["path"],
            tuple(each["box"]),
            each["centre"] and tuple(each["centre"]),
            each["names"],
        )
        for code, each in read["territories"].items()
    }
    return World(shapes, read["source"])
