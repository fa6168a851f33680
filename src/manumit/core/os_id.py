"""Ids of Open Supply Hub, and whether one can be right."""

import re

_SHAPE = re.compile("[A-Z]{2}[0-9]{7}[0-9A-HJKMNP-TV-Z]{6}")
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_SEPARATORS = str.maketrans("", "", "- \t\u00a0")


def os_id_check(start: str) -> str:
    """Check character for the first fourteen characters of an id.

    The code points of the two letters of the country and the values of the other signs in
    Crockford's base 32 are added up; the sum modulo 32 is the value of the check character.

    Source:
        Open Apparel Registry, api/oar_id.py.

    Example:
        >>> os_id_check("CN2021250D1DTN")
        '7'
    """
    values = map(_VALUES.__getitem__, start[2:])
    return _SIGNS[(ord(start[0]) + ord(start[1]) + sum(values)) % len(_SIGNS)]


def os_id(text: str) -> str | None:
    """An id in its usual spelling, in capitals and without hyphens and spaces.

    It is a country (ISO 3166-1 alpha-2), the day it was made (year and day of the year), five
    signs and a check character.

    Returns:
        None if the text has another shape, or the check character is not the right one.

    Example:
        >>> os_id("cn-2021250-d1dtn-7")
        'CN2021250D1DTN7'
        >>> os_id("CN2021250D1DTN8") is None
        True
    """
    plain = text if _SHAPE.fullmatch(text) else text.translate(_SEPARATORS).upper()
    if not _SHAPE.fullmatch(plain) or os_id_check(plain[:-1]) != plain[-1]:
        return None
    return plain
