"""Guards of the wage law: what stands in a statement of claim leads to law, not to talk of it."""

import re
from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlsplit

import pytest

from manumit.reference import legislation, wage_law, wage_schemes
from manumit.reference.compiled import data_paths
from manumit.reference.models import Parameter, Source
from manumit.reference.wage_scheme import Deductions, Provision, WageScheme
from manumit.remedy.compensation import compensation_schemes

WANTING = (
    # sharing of documents: nobody answers for what is uploaded, and titles may be wrong
    *("scribd", "fdocuments", "slideshare", "pdfslide"),
    # blogs and forums
    *("blogspot", "wordpress", "medium.com", "pages.dev", "/blog/"),
    # news and magazines
    *("gulfnews", "gulf-times", "khaleejtimes", "pledgetimes", "menafn", "newpages", "sauress"),
    *("thedohaglobe", "iloveqatar", "alwast", "orissadiary", "dubaivibes"),
    # guides and firms that sell services
    *("remofirst", "rivermate", "alleanza", "ksaexpats", "labourlawuae", "justlogin", "advocates"),
)
"""Parts of addresses of kinds that may support a value as a source, and never stand beside an
article in a statement of claim."""

PLACE = re.compile(
    r"\b(articles?|art\.|sections?|regulations?|rules?|paragraphs?|schedule|act|law|order|"
    r"orders|directive|convention|code|d[eé]crets?|decretos?|arr[êe]t[ée]s?|lei|s[uú]mula|"
    r"SI \d|USC|CFR|decree-law|resolution)\b",
    re.IGNORECASE,
)
SCHEMES = sorted(set(wage_schemes().values()))
VALUES = [path for path in data_paths("legislation") if not path.endswith("/scheme.yml")]


def whole(id_: str) -> WageScheme:
    """A scheme with its drafts."""
    law = wage_law(id_)
    return wage_law(id_, drafts=frozenset(law.unapplied)).scheme


def rules_of(scheme: WageScheme) -> Iterator[tuple[str, Provision]]:
    """Every rule, kind of deduction and variant of a scheme, with its name."""
    for field in fields(scheme):
        rule = getattr(scheme, field.name)
        if isinstance(rule, Provision):
            yield field.name, rule
        if isinstance(rule, Deductions):
            yield from ((f"deductions.{kind}", each) for kind, each in rule.kinds.items())
    yield from ((f"variants.{name}", each) for name, each in scheme.variants.items())


def own_rules_of(scheme: WageScheme) -> list[Provision]:
    """The rules of a scheme without kinds of deductions and variants."""
    return [rule for name, rule in rules_of(scheme) if "." not in name]


def parameter_of(path: str) -> Parameter:
    """The value that a file holds."""
    territory, *names = path.removeprefix("legislation/").removesuffix(".yml").split("/")
    branch = legislation(territory)
    for name in names:
        branch = getattr(branch, name)
    return branch.parameters[branch.path]


def names_law(sources: tuple[Source, ...]) -> bool:
    """Whether a title names an article, an act or a decree."""
    return any(PLACE.search(source.title) for source in sources)


@pytest.mark.parametrize("id_", SCHEMES)
def test_no_rule_leads_to_news_to_a_blog_or_to_a_shared_document(id_: str) -> None:
    scheme = whole(id_)
    addresses = {name: rule.href for name, rule in rules_of(scheme)} | {"scheme": scheme.href}
    wanting = {
        name: href
        for name, href in addresses.items()
        if href and any(part in href.lower() for part in WANTING)
    }
    assert not wanting
    assert all(urlsplit(href).scheme in ("http", "https") for href in addresses.values() if href)


@pytest.mark.parametrize("id_", SCHEMES)
def test_every_reviewed_rule_has_an_address_or_its_scheme_has_one(id_: str) -> None:
    scheme = whole(id_)
    bare = [
        name
        for name, rule in rules_of(scheme)
        if rule.status == "reviewed" and not (rule.href or scheme.href)
    ]
    assert not bare


@pytest.mark.parametrize("id_", SCHEMES)
def test_a_scheme_is_reviewed_only_if_most_of_its_rules_are(id_: str) -> None:
    scheme = whole(id_)
    rules = own_rules_of(scheme)
    reviewed = sum(rule.status == "reviewed" for rule in rules)
    assert scheme.status != "reviewed" or reviewed * 2 >= len(rules)


@pytest.mark.parametrize("id_", SCHEMES)
def test_a_kind_of_deduction_is_no_surer_than_the_rule_on_deductions(id_: str) -> None:
    rule = whole(id_).deductions
    if rule is not None and rule.status != "reviewed":
        assert all(kind.status != "reviewed" for kind in rule.kinds.values())


@pytest.mark.parametrize("id_", SCHEMES)
def test_every_draft_rule_says_so_in_the_limits(id_: str) -> None:
    scheme = whole(id_)
    if any(rule.status == "draft" for _, rule in rules_of(scheme)):
        assert "draft" in scheme.limits


@pytest.mark.parametrize("path", VALUES)
def test_every_value_names_the_law_that_sets_it_and_a_later_day_to_look_again(path: str) -> None:
    parameter = parameter_of(path)
    assert names_law(parameter.source)
    assert parameter.recheck_after > parameter.reviewed_on
    assert all(str(source.as_of) <= str(parameter.reviewed_on) for source in parameter.source)


@pytest.mark.parametrize("path", VALUES)
def test_every_draft_value_says_why(path: str) -> None:
    parameter = parameter_of(path)
    if parameter.status == "draft":
        assert any(word in parameter.label.lower() for word in ("draft", "not", "unsure"))


@pytest.mark.parametrize("id_", sorted(compensation_schemes()))
def test_every_compensation_scheme_says_why_it_is_a_draft(id_: str) -> None:
    scheme = compensation_schemes()[id_]
    assert scheme.status != "draft" or "draft" in scheme.limits
    assert not any(part in scheme.href.lower() for part in WANTING)
    assert not any("scribd" in source.href for source in scheme.source)
