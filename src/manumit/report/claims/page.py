"""Claims as HTML pages that need nothing else, in the look of the report of an assessment."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from manumit.core import Answer, Because, Citation
from manumit.report.claims.content import content
from manumit.report.claims.phrases import Phrases, total
from manumit.report.claims.plots import Frame
from manumit.report.html import _render

Json = Mapping[str, Any]

LISTED = 2000
"""Claims that the list has rows for; its sums count them all."""


def statement_page(  # noqa: PLR0913 - each is a part of the page
    claim: Json,
    *,
    language: str = "en",
    version: str,
    index_href: str | None = None,
    pdf_href: str | None = None,
    rejected: int = 0,
) -> str:
    """One claim as a complete HTML document.

    Args:
        claim: A claim document, with sentences in `language`.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.
        index_href: Address of the list of claims; None when there is none.
        pdf_href: Address of the same statement as PDF; None when there is none.
        rejected: Rows of the input that could not be read, for a page that stands alone.

    Raises:
        InputError: The language is not available.
    """
    say = Phrases(language)

    def frame(id_: str, title: str, desc: str) -> Frame:
        return Frame(f"plot-{id_}", title, desc, say.direction)

    return _render(
        "claims/statement.html",
        language,
        version,
        rejected,
        claim=content(claim, language, frame),
        case={"evidence": {each["id"] for each in claim["evidence"]}},
        trees={},
        reason=partial(reason_tree, say=say),
        say=say,
        index_href=index_href,
        pdf_href=pdf_href,
    )


def index_page(  # noqa: PLR0913 - each is a part of the page
    claims: Sequence[Json],
    *,
    hrefs: Sequence[str] | None = None,
    language: str = "en",
    version: str,
    rejected: int = 0,
    note: str = "",
) -> str:
    """The list of claims, with the sum in each currency, as a complete HTML document.

    Args:
        claims: Claim documents; those of a long table may have sums and no lines.
        hrefs: Address of the page of each claim, in the same order, empty for a claim without one;
            None when there are none.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.
        rejected: Rows of the input that could not be read.
        note: A sentence for the head of the page.

    Raises:
        InputError: The language is not available.
        ValueError: There is not one address for each claim.
    """
    addresses = [""] * len(claims) if hrefs is None else hrefs
    return _render(
        "claims/index.html",
        language,
        version,
        rejected,
        claims=list(zip(claims, addresses, strict=True))[:LISTED],
        more=max(0, len(claims) - LISTED),
        sums=sums_by_currency(claims),
        days=sorted({claim["as_of"] for claim in claims}),
        say=Phrases(language),
        note=note,
    )


def sums_by_currency(claims: Sequence[Json]) -> dict[str, tuple[int, Json]]:
    """Currency to the number of claims in it and the sum of their totals, in order of the code."""
    ordered = sorted(claims, key=lambda claim: str(claim["currency"]))
    groups = groupby(ordered, key=lambda claim: str(claim["currency"]))
    members = {currency: [claim["total"] for claim in found] for currency, found in groups}
    return {currency: (len(found), total(found)) for currency, found in members.items()}


def reason_tree(found: Json, say: Phrases) -> Because:
    """A tree of reasons from its JSON, as the parts of the report's pages read it."""
    given, value = found["answer"], found["value"]
    return Because(
        says=found["says"],
        answer=None if given is None else Answer(given),
        value=None if value is None else say.kept(value),
        rule=found["rule"] or "",
        evidence=tuple(found["evidence"]),
        cites=tuple(Citation(each["id"], each["title"], each["href"]) for each in found["cites"]),
        because=tuple(reason_tree(each, say) for each in found["from"]),
    )
