"""Register numbers of companies, checked by their check characters."""

import re
from collections.abc import Callable, Mapping

_SEPARATORS = re.compile(r"[\s./-]+")
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def register_number(kind: str, text: str) -> str | None:
    """A register number in its usual spelling, in capitals and without points and spaces.

    Args:
        kind: `lei`, `duns`, `cnpj`, `uscc`, or another kind, which is taken as it stands.
        text: The number as written.

    Returns:
        None if it has another shape, or its check characters are not the right ones.

    Example:
        >>> register_number("cnpj", "33.000.167/0001-01")
        '33000167000101'
    """
    valid = _VALID.get(kind)
    if valid is None:
        return text
    plain = _SEPARATORS.sub("", text).upper()
    return plain if valid(plain) else None


def _is_lei(text: str) -> bool:
    """ISO 17442: eighteen letters and digits, then two digits after ISO 7064, MOD 97-10."""
    if not re.fullmatch("[0-9A-Z]{18}[0-9]{2}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def _is_duns(text: str) -> bool:
    """Nine digits; newer numbers have no check digit."""
    return re.fullmatch("[0-9]{9}", text) is not None


def _is_cnpj(text: str) -> bool:
    """Twelve letters and digits, then two check digits modulo 11.

    Source:
        Receita Federal do Brasil, Instrução Normativa RFB 2.229 of 2024, for letters.
    """
    if not re.fullmatch("[0-9A-Z]{12}[0-9]{2}", text) or len(set(text)) == 1:
        return False
    for size in (12, 13):
        values = (ord(sign) - ord("0") for sign in reversed(text[:size]))
        rest = sum(value * (2 + at % 8) for at, value in enumerate(values)) % 11
        if int(text[size]) != (0 if rest < 2 else 11 - rest):
            return False
    return True


def _is_uscc(text: str) -> bool:
    """Eighteen signs, the last one a check character modulo 31.

    Source:
        GB 32100-2015.
    """
    if not re.fullmatch(f"[{_USCC_SIGNS}]{{18}}", text):
        return False
    total = sum(_USCC_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(text[:17]))
    return _USCC_SIGNS[-total % 31] == text[17]


_VALID: Mapping[str, Callable[[str], bool]] = {
    "lei": _is_lei,
    "duns": _is_duns,
    "cnpj": _is_cnpj,
    "uscc": _is_uscc,
}
