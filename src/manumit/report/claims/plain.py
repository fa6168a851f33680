"""A claim in plain words, for the worker: what, why, how, and what happens next."""

from collections.abc import Mapping
from typing import Any

from manumit.report.claims.phrases import Phrases, exact, nothing

Json = Mapping[str, Any]
_ADDED = ("uplift", "multiplier", "interest", "repaid")
"""Heads that follow from others; the page explains them by how the claim was worked out."""


def plain_page(claim: Json, say: Phrases) -> list[dict[str, Any]]:
    """Sections of the page: a title, sentences, whether they are steps, and rows with amounts."""
    parts = (
        ("plain_what", _what(claim, say), False),
        ("plain_why", _why(claim, say), False),
        ("plain_how", [say(key) for key in _how(claim)], True),
        ("plain_next", [say(key) for key in _next(claim)], True),
    )
    sections: list[dict[str, Any]] = [
        {"title": say(key), "says": says, "numbered": numbered, "rows": []}
        for key, says, numbered in parts
    ]
    sections[0]["rows"] = _parts(claim, say)
    return sections


def _what(claim: Json, say: Phrases) -> list[str]:
    total, currency = claim["total"], claim["currency"]
    if nothing(total):
        return [say("plain_nothing")]
    says = [say("plain_total", total=say.figure(total, currency)["main"])]
    if total["likely"] is not None and not exact(total):
        says.append(say("plain_range", range=say.span(total, currency)))
    return says


def _parts(claim: Json, say: Phrases) -> list[dict[str, str]]:
    return [
        {
            "label": say.named("head", each["head"]),
            "amount": say.figure(each["amount"], claim["currency"])["main"],
        }
        for each in claim["heads"]
        if not nothing(each["amount"])
    ]


def _why(claim: Json, say: Phrases) -> list[str]:
    heads = [each["head"] for each in claim["heads"] if not nothing(each["amount"])]
    return [say.named("why", head) for head in heads if head not in _ADDED]


def _how(claim: Json) -> list[str]:
    present = {each["head"] for each in claim["heads"] if not nothing(each["amount"])}
    added = [f"plain_{head}" for head in _ADDED if head in present]
    spread = [] if exact(claim["total"]) else ["plain_open"]
    return ["plain_due", "plain_paid", *added, *spread]


def _next(claim: Json) -> list[str]:
    soon = ["plain_soon"] if claim["limitation"] else []
    scheme = [each["eligible"] for each in claim["schemes"] if each["eligible"] != "no"]
    steps = ["plain_check", "plain_choose", "plain_decides", "plain_keep"]
    return [*steps, *soon, *(["plain_scheme"] if scheme else [])]
