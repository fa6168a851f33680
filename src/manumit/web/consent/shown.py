"""Classes of data, purposes and what an agency sees of them, in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.formats import date_format

from manumit.casework.offers import Offer
from manumit.casework.policy import CODES
from manumit.reference.words import say

DAY = "j F Y"


def last_day(end: datetime) -> str:
    """The last day before a moment, which is the first of the next day."""
    return date_format(end - timedelta(seconds=1), DAY)


def class_words(number: int, language: str) -> str:
    """A class of data."""
    return say(f"access.class.{CODES[number]}", language)


def classes_in_words(codes: Iterable[str], language: str) -> list[str]:
    """Classes of data, as they are kept, in the order of the matrix."""
    return [class_words(number, language) for number in sorted(map(int, codes))]


def purpose_words(code: str, language: str) -> str:
    """A purpose."""
    return say(f"access.purpose.{code}", language)


def purposes_in_words(codes: Iterable[str], language: str) -> list[str]:
    """Purposes, by name."""
    return sorted(purpose_words(code, language) for code in codes)


def sees(form: str, language: str) -> str:
    """What is seen of a class in a form."""
    return say(f"consent.sees.{form}", language)


def offer_words(offer: Offer, purpose: str, language: str) -> str:
    """What an agency sees of a class that is offered to it for a purpose."""
    paper = purpose == "residence_certificate" and offer.form == "derived"
    return sees("certificate" if paper else offer.form, language)


def in_words(seen: Mapping[int, str], language: str) -> list[tuple[str, str]]:
    """Classes and forms as pairs of words."""
    return [(class_words(number, language), sees(form, language)) for number, form in seen.items()]
