"""Acts of the log in words."""

from manumit.reference.words import say, topic


def act_in_words(act: str, language: str) -> str:
    """An act as it is told to people; one that has no words yet is told by its code."""
    key = f"act.{act}"
    return say(f"audit.{key}", language) if key in topic("audit").words else act.replace("_", " ")
