"""The encoding of a text file, found by its first bytes."""

import codecs
import re
from typing import NamedTuple

_WESTERN = ("cp1252", "Windows-1252 (Latin-1)")
_EAST_ASIAN = (
    ("euc_kr", "EUC-KR (Korean)", rb"[\xa1-\xa3\xb0-\xc8][\xa1-\xfe]"),
    ("gb18030", "GB 18030 (Chinese)", rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
    ("cp932", "Shift JIS (Japanese)", rb"[\x81-\x83\x88-\x97][\x40-\x7e\x80-\xfc]"),
    ("big5", "Big5 (Chinese)", rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
)
"""Codec, name, and the bytes of its common characters, which make up most of a text. Where
two fit alike the first is taken: common Korean characters are a part of what is common in Chinese.
"""

_ENOUGH = 0.6
"""Share of the bytes above ASCII that must be of common characters. In Western text they mostly
stand alone, and two together stand between letters."""


class Encoding(NamedTuple):
    """A codec, and what to say of having chosen it."""

    codec: str
    note: str


def encoding_of(sample: bytes) -> Encoding:
    """The encoding of a text by its first bytes; Windows-1252 if no other one fits.

    UTF-16 is known by its mark, UTF-8 by its form, the encodings of East Asia by their form and by
    holding common characters.
    """
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "")
    if _decodes(sample, "utf-8-sig"):
        return Encoding("utf-8-sig", "")
    shares = [_share(sample, codec, common) for codec, _, common in _EAST_ASIAN]
    best = max(shares)
    codec, name = _EAST_ASIAN[shares.index(best)][:2] if best >= _ENOUGH else _WESTERN
    return Encoding(codec, f"The text is not UTF-8; it was read as {name}.")


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _share(sample: bytes, codec: str, common: bytes) -> float:
    """Share of the bytes above ASCII in common characters of a codec; 0 if it does not decode."""
    if not _decodes(sample, codec):
        return 0.0
    words = re.findall(rb"(?<![A-Za-z])(?:" + common + rb")+(?![A-Za-z])", sample)
    return _above_ascii(b"".join(words)) / max(_above_ascii(sample), 1)


def _above_ascii(text: bytes) -> int:
    return len(text) - len(text.translate(None, bytes(range(0x80, 0x100))))
