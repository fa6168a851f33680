"""Statements of claim as PDF, set by Typst; the same claim gives the same bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from manumit.errors import MissingExtra
from manumit.reference import texts, word
from manumit.report.claims.content import content
from manumit.report.claims.phrases import Phrases
from manumit.report.claims.plots import INK, Frame

if TYPE_CHECKING:
    from typst import Fonts

Json = Mapping[str, Any]

_LATIN = {"name": "Libertinus Serif"}
_FONTS = {
    "ltr": [_LATIN],
    "rtl": [
        _LATIN | {"covers": "[!-~\\u{A0}-\\u{24F}\\u{2010}-\\u{2044}\\u{2212}]"},
        {"name": "Noto Naskh Arabic"},
    ],
}
"""Fonts by direction. The first comes with Typst and sets digits and Latin letters everywhere; the
second comes with this package."""

_CHART_WIDTH = 700
_SHARED = ("made_with", "unreviewed")
"""Words of every report that stand in the PDF as well."""


def statement_pdf(
    claim: Json, *, language: str = "en", version: str, day: date | None = None
) -> bytes:
    """One claim as an A4 document, with tags for screen readers.

    Args:
        claim: A claim document, with sentences in `language`.
        language: Language of the document.
        version: Version of Manumit, for the foot of the last page.
        day: Day of the document; None takes the day whose law was applied.

    Returns:
        The PDF; the same for the same arguments.

    Raises:
        InputError: The language is not available.
        MissingExtra: Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtra("claims", "The statement of claim as PDF") from None
    written = date.fromisoformat(claim["as_of"]) if day is None else day
    data = _data(claim, language, version, written)
    return typst.compile(
        _template(),
        format="pdf",
        font_paths=_loaded_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime(written.year, written.month, written.day, tzinfo=UTC),
        pdf_standards="ua-1",
    )


def _data(claim: Json, language: str, version: str, day: date) -> dict[str, Any]:
    """What the template lays out: text only, never Typst."""
    say = Phrases(language)
    fonts = _FONTS[say.direction]
    family = ", ".join(f"'{font['name']}'" for font in fonts)

    def frame(id_: str, title: str, desc: str) -> Frame:
        return Frame(id_, title, desc, say.direction, INK, family, _CHART_WIDTH)

    words = {
        key.removeprefix("claim."): word(key, language)
        for key in texts("en").words
        if key.startswith("claim.")
    }
    words |= {key: word(f"report.{key}", language) for key in _SHARED}
    answers = {key: word(f"answer.{key}", language) for key in ("yes", "no", "unknown")}
    return {
        **content(claim, language, frame),
        "day": [day.year, day.month, day.day],
        "language": language,
        "direction": say.direction,
        "fonts": fonts,
        "version": say.kept(version),
        "draft": texts(language).status == "unreviewed",
        "words": words,
        "answers": answers,
    }


@cache
def _template() -> bytes:
    template = files("manumit.report") / "templates" / "claims" / "statement.typ"
    return template.read_bytes()


@cache
def _loaded_fonts() -> "Fonts":
    """The fonts of Typst and of this package; those of the machine would change the document."""
    from typst import Fonts

    with as_file(files("manumit.report") / "fonts") as folder:
        return Fonts(include_system_fonts=False, font_paths=[str(folder)])
