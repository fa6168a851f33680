"""The report of an assessment as HTML pages that need nothing else: no script, font or network.

Each tree of reasons has one place; where another tree names its rule, a link leads there. A page
reads the same from a disk, by post and on paper.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from manumit.core import Answer, Citation
from manumit.errors import InputError
from manumit.identify import Assessment
from manumit.identify.outcome import DETERMINATION, LABELS, LAST_LABEL, OPEN_LABEL
from manumit.reference import (
    Article,
    Instrument,
    article_of,
    citation,
    indicator_label,
    indicators,
    instruments,
    rule_wording,
    statement,
    texts,
    word,
)
from manumit.tables import whole_file

if TYPE_CHECKING:
    from jinja2 import Environment

Counts: TypeAlias = Mapping[str, Mapping[str, int]]
"""Name of a result to the number of persons by its value."""

RIGHT_TO_LEFT = frozenset({"ar"})

_PLAIN_NAME = re.compile(
    r"(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[a-z0-9][a-z0-9._-]{0,79}", re.IGNORECASE
)
"""Ids that can be file names everywhere; those left out first are devices on Windows."""


def case_page(
    assessment: Assessment,
    *,
    language: str = "en",
    version: str,
    index_href: str | None = None,
    rejected: int = 0,
) -> str:
    """One case as a complete HTML document.

    Args:
        assessment: The case, assessed in `language`, with its reasons.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.
        index_href: Address of the list of cases; None when there is none.
        rejected: Rows of the input that could not be read, for a page that stands alone.

    Raises:
        InputError: The language is not available.
    """
    return _render(
        "case.html",
        language,
        version,
        rejected,
        case=assessment,
        index_href=index_href,
        trees={tree.rule: tree for tree in assessment.because},
        tests=legal_tests(assessment),
        opened={"c029.forced_labour", LABELS.get(assessment.label)},
        steps=next_steps(assessment, language),
        sources=_sources(assessment, language),
    )


def index_page(  # noqa: PLR0913 - each is a part of the page
    assessments: Sequence[Assessment],
    *,
    hrefs: Sequence[str] | None = None,
    language: str = "en",
    version: str,
    rejected: int = 0,
    counts: Counts | None = None,
    as_of: date | None = None,
) -> str:
    """The list of cases, with the number of persons by outcome, as a complete HTML document.

    Args:
        assessments: The cases, assessed in `language`.
        hrefs: Address of the page of each case, in the same order; None when there are none.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.
        rejected: Rows of the input that could not be read.
        counts: Name of a result to the number of persons by its value, when more were assessed
            than are listed; None counts `assessments`.
        as_of: Day whose law was applied; None takes it from `assessments`.

    Raises:
        InputError: The language is not available.
        ValueError: There is not one address for each case.
    """
    found = _tally(assessments) if counts is None else counts
    addresses = [""] * len(assessments) if hrefs is None else hrefs
    labels = found.get("label", {})
    return _render(
        "index.html",
        language,
        version,
        rejected,
        cases=list(zip(assessments, addresses, strict=True)),
        labels={n: labels[n] for n in (*LABELS, OPEN_LABEL, LAST_LABEL) if labels.get(n)},
        groups=_groups(found, language),
        days=sorted({each.as_of for each in assessments} | ({as_of} if as_of else set())),
    )


def _tally(assessments: Sequence[Assessment]) -> Counts:
    """How many of the cases have each value of each result."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for assessment in assessments:
        for name, value in assessment.results().items():
            counts[name][value] += 1
    return counts


def _groups(counts: Counts, language: str) -> dict[str, dict[str, Mapping[str, int]]]:
    """Heading to the name of a result to the number of persons by answer."""
    legal = {word(f"determination.{name}", language): counts.get(name) for name in DETERMINATION}
    eleven = {
        indicator_label(id_, language): counts.get(id_)
        for id_, indicator in indicators().items()
        if indicator.set == "ilo11"
    }
    rules = {
        word(f"instrument.{name}", language): counts.get(f"{name}.result")
        for name in ("delphi2009", "survey2012", "icls20")
    }
    groups = {
        word("report.tests", language): legal,
        word("instrument.ilo11", language): eleven,
        word("report.instruments", language): rules,
    }
    return {
        heading: found
        for heading, rows in groups.items()
        if (found := {name: each for name, each in rows.items() if each})
    }


def write_report(  # noqa: PLR0913 - each is a part of the report
    assessments: Sequence[Assessment],
    folder: Path,
    *,
    language: str = "en",
    version: str,
    rejected: int = 0,
    counts: Counts | None = None,
    as_of: date | None = None,
) -> Path:
    """Write `report.html`, and one page a case below `cases/` unless there is only one case.

    Args:
        assessments: The cases, assessed in `language`, with their reasons.
        folder: Where to write; made if need be. Pages of the same names are replaced.
        language: Language of the pages.
        version: Version of Manumit, for the foot of the pages.
        rejected: Rows of the input that could not be read.
        counts: As for `index_page`.
        as_of: As for `index_page`.

    Returns:
        The path of `report.html`: the list of cases, or the page of the only case.

    Raises:
        InputError: The language is not available, or the folder cannot be written.
    """
    report = folder / "report.html"
    of_case = partial(case_page, language=language, version=version)
    persons = len(assessments) if counts is None else sum(counts["label"].values())
    if len(assessments) == persons == 1:
        _write(report, of_case(assessments[0], rejected=rejected))
        return report
    names = _file_names([each.id for each in assessments])
    for assessment, name in zip(assessments, names, strict=True):
        _write(folder / "cases" / f"{name}.html", of_case(assessment, index_href="../report.html"))
    of_all = partial(index_page, language=language, version=version, rejected=rejected)
    hrefs = [f"cases/{name}.html" for name in names]
    _write(report, of_all(assessments, hrefs=hrefs, counts=counts, as_of=as_of))
    return report


def _write(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            part.write_bytes(page.encode("utf-8", "replace"))
    except OSError as error:
        raise InputError(
            f"The report cannot be written: {error.strerror}.",
            where=str(path),
            hint="Name another folder, or free this one.",
        ) from error


def _file_names(ids: Sequence[str]) -> list[str]:
    """A file name for each case: its id where that is plain and unlike all others, else a number.

    Example:
        >>> _file_names(["A1", "a1", "b/2", "b2"])
        ['case-0001', 'case-0002', 'case-0003', 'b2']
    """
    times = Counter(id_.lower() for id_ in ids)
    numbers = (name for n in count(1) if (name := f"case-{n:04}") not in times)
    return [
        id_ if _PLAIN_NAME.fullmatch(id_) and times[id_.lower()] == 1 else next(numbers)
        for id_ in ids
    ]


def legal_tests(assessment: Assessment) -> list[tuple[str, str]]:
    """Rule and key of the name of each test: the legal tests, what bars them, what they open.

    A rule without a key goes by its own label.
    """
    given = {tree.rule for tree in assessment.because}
    bars = {
        "c029.exception": "determination.exception",
        "c029.ordinary_duty": "",
        "protection.abusive_conditions": "",
    }
    named = {rule: f"determination.{name}" for name, rule in DETERMINATION.items()}
    opened = {rule: key for rule, key in named.items() if rule.startswith("protection.")}
    legal = {rule: key for rule, key in named.items() if rule not in opened}
    return [(rule, key) for rule, key in (legal | bars | opened).items() if rule in given]


def next_steps(assessment: Assessment, language: str) -> list[tuple[str, list[Citation]]]:
    """Key of each step that follows now, with the articles that ask for it."""
    answers = assessment.answers
    protect = answers["protection_opened"] is Answer.YES
    steps = (
        ("step_protection", protect, ("P029.3", "R203.5")),
        ("step_child", answers["treat_as_child"] is Answer.YES, ("R203.10",)),
        ("step_wages", answers["wage_claim_open"].possible, ("C095.12.1", "R203.12")),
        ("step_non_punishment", protect, ("P029.4.2",)),
    )
    found = [(key, [citation(each, language) for each in ids]) for key, due, ids in steps if due]
    return found or [("step_none", [])]


def _sources(assessment: Assessment, language: str) -> list[tuple[Instrument, dict[str, Article]]]:
    """Every article cited on the page of a case, once, below its instrument."""
    cited = {each.id for _, cites in next_steps(assessment, language) for each in cites}
    for tree in assessment.because:
        cited |= {each.id for node in tree.walk() for each in node.cites}
    found = []
    for instrument in instruments().values():
        articles = {id_: article_of(id_)[1] for id_ in instrument.articles if id_ in cited}
        if articles:
            found.append((instrument, articles))
    return found


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("manumit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, language: str, version: str, rejected: int, **values: object) -> str:
    return (
        _templates()
        .get_template(template)
        .render(
            values,
            language=language,
            direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
            unreviewed=texts(language).status == "unreviewed",
            version=version,
            rejected=rejected,
            word=partial(word, language=language),
            label=lambda rule: rule_wording(rule, language).label,
            indicator=lambda rule: indicator_label(rule, language),
            statements=lambda codes: [statement(code, language) for code in codes.split(", ")],
        )
    )
