"""Line drawings that stand beside words, for readers of any language and of none."""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent / "static" / "look" / "pictograms"
_OPENING = SafeString(
    '<svg class="pictogram" viewBox="0 0 24 24" width="24" height="24" fill="none" \
stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
)


@cache
def names() -> tuple[str, ...]:
    """Names of all pictograms, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def pictogram(name: str, label: str = "") -> SafeString:
    """A pictogram as markup; without a label it is left out of what is read aloud.

    Raises:
        KeyError: There is no such pictogram.
    """
    if not label:
        return format_html(
            '{} aria-hidden="true" focusable="false">{}</svg>', _OPENING, _drawing(name)
        )
    return format_html(
        '{} role="img" aria-label="{}"><title>{}</title>{}</svg>',
        _OPENING,
        label,
        label,
        _drawing(name),
    )


def with_words(name: str, words: str) -> SafeString:
    """A pictogram before its words, as the label of a choice."""
    return format_html("{} {}", pictogram(name), words)


@cache
def _drawing(name: str) -> SafeString:
    """What stands between the tags of the file. The files are the project's own."""
    if name not in names():
        raise KeyError(name)
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    inner = text[text.index(">") + 1 : text.rindex("</svg>")]
    return SafeString(inner.strip())
