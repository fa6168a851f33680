"""Classes of data in words that a worker uses."""

from manumit.casework.policy import CODES
from manumit.reference.words import say, topic


def part_in_words(number: int, language: str) -> str:
    """A class of data, in words that a worker uses; in those of the office where there are none."""
    key = f"part.{CODES[number]}"
    known = key in topic("worker").words
    return say(f"worker.{key}" if known else f"access.class.{CODES[number]}", language)
