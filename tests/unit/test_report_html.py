"""Pages of the report: well formed, self-contained, complete in their sources, and inert."""

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pytest

from manumit.core import Answer
from manumit.errors import DataError, InputError
from manumit.identify import Assessment, Case, FactRecord, assess
from manumit.io.case_file import read_case
from manumit.reference import article_of, indicators, texts, word
from manumit.report import case_page, index_page, write_report

AS_OF, VERSION, YES = date(2026, 11, 22), "9.8.7", Answer.YES
ROOT = Path(__file__).parents[2]
CSS = ROOT / "src" / "manumit" / "report" / "templates" / "report.css"


def assessed(id_: str = "A-1", *, language: str = "en", **more: object) -> Assessment:
    held = {
        "documents_held": (FactRecord(YES, ("work",), ("e1", "e2")),),
        "threatened_with_denunciation": (FactRecord(YES, ("work",)),),
        "movement_limited": (FactRecord(YES),),
    }
    known = {"age": 30, "actor": "private", "work": YES, "complete": True, "facts": held}
    case = Case(**{"id": id_, "title": "Kept papers", "source": "Interview"} | known | more)
    return assess(case, AS_OF, language=language)


def nothing_recorded(id_: str = "empty") -> Assessment:
    return assess(Case(id_), AS_OF)


class Page(HTMLParser):
    """Elements and text of a page; refuses tags that do not close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []
        self.ids = [attrs["id"] for _, attrs in self.elements if "id" in attrs]
        self.hrefs = [attrs["href"] for attrs in self.all("a")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len({name for name, _ in attrs}), f"{tag} repeats an attribute"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @cached_property
    def text(self) -> str:
        return flat(" ".join(self.words))


def flat(text: str) -> str:
    return " ".join(text.split())


def case_html(assessment: Assessment, **more: object) -> Page:
    return Page(case_page(assessment, version=VERSION, **more))


@pytest.fixture(scope="module")
def cases() -> list[Assessment]:
    judged = [read_case(path).case for path in sorted(ROOT.glob("examples/judgments/*.yaml"))]
    return [assessed(), nothing_recorded(), *(assess(case, AS_OF) for case in judged)]


@pytest.fixture(scope="module")
def pages(cases: list[Assessment]) -> list[tuple[str, Page]]:
    hrefs = [f"cases/{n}.html" for n, _ in enumerate(cases)]
    index = index_page(cases, hrefs=hrefs, version=VERSION, rejected=2)
    raw = [index, *(case_page(each, version=VERSION) for each in cases)]
    return [(each, Page(each)) for each in raw]


def test_pages_are_well_formed_and_their_links_lead_somewhere(
    pages: list[tuple[str, Page]],
) -> None:
    for _, page in pages:
        assert len(page.ids) == len(set(page.ids))
        assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
        assert page.hrefs[0].startswith("#"), "the first link skips to the content"
        assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
        assert f"Made with Manumit {VERSION}" in page.text
        assert word("report.not_a_finding", "en") in page.text


def test_pages_load_nothing_and_run_nothing(pages: list[tuple[str, Page]]) -> None:
    for raw, page in pages:
        tags = {tag for tag, _ in page.elements}
        assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
        names = {name for _, attrs in page.elements for name in attrs}
        assert names.isdisjoint({"src", "srcset", "style"})
        assert not [name for name in names if name.startswith("on")]
        outside = re.compile(r"\s*(https?:)?//").match
        loaders = {tag for tag, each in page.elements if any(map(outside, each.values()))}
        assert loaders <= {"a"}
        css = raw[raw.index("<style>") : raw.index("</style>")]
        assert "url(" not in css
        assert "@import" not in css
        policies = [each["content"] for each in page.all("meta") if "http-equiv" in each]
        assert len(policies) == 1
        assert "default-src 'none'" in policies[0]


def test_every_cited_article_is_among_the_sources_once(cases: list[Assessment]) -> None:
    for assessment in cases:
        page = case_html(assessment)
        cited = {c.id for tree in assessment.because for node in tree.walk() for c in node.cites}
        for id_ in cited:
            assert page.ids.count(f"source-{id_}") == 1
            assert flat(article_of(id_)[1].says) in page.text
        sources = [id_[7:] for id_ in page.ids if id_.startswith("source-")]
        unread = [id_ for id_ in sources if article_of(id_)[1].status != "reviewed"]
        marks = page.text.count(word("report.provisional", "en"))
        assert marks == len(unread) + 1, "one for the key to the mark"


def test_every_reason_is_on_the_page_and_each_tree_has_one_place(cases: list[Assessment]) -> None:
    for assessment in cases:
        page = case_html(assessment)
        nodes = [node for tree in assessment.because for node in tree.walk()]
        assert all(flat(node.says) in page.text for node in nodes)
        assert all(page.ids.count(tree.rule) == 1 for tree in assessment.because)
        shown = [each for each in page.all("ul") if each.get("class") == "reasons"]
        assert len(shown) == len([node for node in nodes if node.because])
    assert "#c029.forced_labour" in case_html(assessed()).hrefs, "named in another tree"


def test_evidence_values_and_facts_stand_beside_the_reason_in_words() -> None:
    text = case_html(assessed(age=15)).text
    assert "Evidence e1 · e2" in text
    assert "The person is a child ( 15 )" in text
    assert "Beaten or otherwise physically hurt" in text
    assert "physical_violence" not in text


def test_an_answer_is_told_by_a_word_and_not_by_colour_alone() -> None:
    raw = "".join(case_page(each, version=VERSION) for each in (nothing_recorded(), assessed()))
    chips = set(re.findall(r'<span class="chip (\w+)">([^<]*)</span>', raw))
    told = "yes/yes no/no unknown/unknown yes/present no/not present no/none"
    assert {"/".join(chip) for chip in chips} == set(re.split(r" (?=\w+/)", told))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: int) -> None:
    """WCAG 2.1, success criterion 1.4.3: a contrast of 4.5 to 1."""
    values = re.findall(r":root \{(.*?)\}", CSS.read_text("utf-8"), re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", values))
    pairs = "ink/paper ink/card ink/notice soft/paper soft/card link/paper link/card"
    for pair in f"{pairs} yes-ink/yes no-ink/no unknown-ink/unknown".split():
        low, high = sorted(luminance(colours[name]) for name in pair.split("/"))
        assert (high + 0.05) / (low + 0.05) >= 4.5, pair


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_word_of_ours_calls_the_person_a_victim(pages: list[tuple[str, Page]]) -> None:
    published = "|".join(re.escape(each.label) for each in indicators().values())
    for _, page in pages:
        assert "victim" not in re.sub(published, "", page.text).lower()


@pytest.mark.parametrize(
    ("protection", "child", "wages", "expected"),
    [
        ("yes", "unknown", "unknown", "protection wages non_punishment"),
        ("unknown", "yes", "yes", "child wages"),
        ("no", "no", "no", "none"),
    ],
)
def test_steps_follow_from_the_answers(
    protection: str, child: str, wages: str, expected: str
) -> None:
    names = ("protection_opened", "treat_as_child", "wage_claim_open")
    given = dict(zip(names, map(Answer, (protection, child, wages)), strict=True))
    text = case_html(replace(assessed(), answers={**assessed().answers, **given})).text
    steps = ("protection", "child", "wages", "non_punishment", "none")
    told = [step for step in steps if word(f"report.step_{step}", "en") in text]
    assert " ".join(told) == expected


def test_all_questions_are_there_and_ten_are_seen_at_first() -> None:
    empty = nothing_recorded()
    page = case_html(empty)
    assert len(empty.questions) > 10
    assert all(flat(each.ask) in page.text for each in empty.questions)
    assert [each["start"] for each in page.all("ol")] == ["1", "11"]
    assert f"Further questions: {len(empty.questions) - 10}" in page.text
    none_left = case_html(replace(empty, questions=()))
    assert word("report.nothing_missing", "en") in none_left.text
    assert "Assessment · empty" in page.text, "a case without title goes by its id"


def test_script_in_a_case_comes_out_inert() -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'
    facts = {"documents_held": (FactRecord(YES, evidence=(attack,)),)}
    nasty = assessed(attack, title=attack, source=attack, facts=facts)
    for raw in (
        case_page(nasty, version=attack, index_href=attack),
        index_page([nasty], hrefs=[attack], version=attack),
    ):
        page = Page(raw)
        assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img"})
        assert "<script" not in raw
        assert page.text.count(attack) >= 3


def test_the_list_of_cases_counts_persons_by_outcome() -> None:
    found = [assessed("a"), assessed("b"), nothing_recorded("c")]
    page = Page(index_page(found, hrefs=["1", "2", "3"], version=VERSION, rejected=4))
    assert f"{word('label.forced_labour', 'en')} 2" in page.text
    assert f"{word('label.undetermined', 'en')} 1" in page.text
    assert "Rows that could not be read: 4" in page.text
    assert page.hrefs[-3:] == ["1", "2", "3"]
    assert len(page.all("caption")) == len(page.all("table")) == 5
    assert all(each["scope"] in ("col", "row") for each in page.all("th"))
    with pytest.raises(ValueError, match="zip"):
        index_page(found, hrefs=[], version=VERSION)


def test_more_persons_can_be_counted_than_are_listed(tmp_path: Path) -> None:
    counts = {
        "label": {"forced_labour": 12345, "serfdom": 0},
        "trafficking": {"yes": 1, "unknown": 2000, "no": 10344},
    }
    page = Page(index_page([], version=VERSION, counts=counts, as_of=date(2026, 11, 22)))
    assert f"{word('label.forced_labour', 'en')} 12 345" in page.text
    assert word("label.serfdom", "en") not in page.text
    assert f"{word('determination.trafficking', 'en')} 1 2 000 10 344" in page.text
    assert "2026-11-22" in page.text
    assert len(page.all("table")) == 2
    report = write_report([assessed()], tmp_path, version=VERSION, counts=counts)
    assert "cases/A-1.html" in Page(report.read_text("utf-8")).hrefs
    assert len(Page(index_page([assessed()], version=VERSION)).hrefs) == 1, "no pages, no links"


def test_one_case_is_the_report_and_still_counts_rejected_rows(tmp_path: Path) -> None:
    path = write_report([assessed()], tmp_path / "new" / "out", version=VERSION, rejected=1)
    assert path == tmp_path / "new" / "out" / "report.html"
    assert list(path.parent.iterdir()) == [path]
    page = Page(path.read_text("utf-8"))
    assert "Rows that could not be read: 1" in page.text
    assert word("report.back", "en") not in page.text


def test_each_case_has_a_file_that_the_list_links_to(tmp_path: Path) -> None:
    ids = ["plain-1", "Ana", "ana", "a/b", "../up", "case-0001", "x" * 81, "nul", ".hidden", ""]
    report = write_report([nothing_recorded(id_) for id_ in ids], tmp_path, version=VERSION)
    linked = [href for href in Page(report.read_text("utf-8")).hrefs if href.startswith("cases/")]
    names = ["plain-1", *(f"case-000{n}" for n in (2, 3, 4, 5, 1, 6, 7, 8, 9))]
    assert linked == [f"cases/{name}.html" for name in names]
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")}
    assert files == {*linked, "report.html"}
    for href in linked:
        assert "../report.html" in Page((tmp_path / href).read_text("utf-8")).hrefs


def test_a_folder_or_language_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match=r"report\.html.*cannot be written"):
        write_report([assessed()], tmp_path / "taken", version=VERSION)
    with pytest.raises(InputError, match="not available"):
        write_report([assessed()], tmp_path, language="xx", version=VERSION)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_page_is_in_its_language_and_direction(language: str) -> None:
    try:
        status = texts(language).status
    except DataError:
        pytest.skip(f"texts/{language}.yml is not here")
    page = case_html(assessed(language=language), language=language)
    direction = "rtl" if language == "ar" else "ltr"
    assert page.all("html") == [{"lang": language, "dir": direction}]
    remark = flat(word("report.unreviewed", language))
    assert (remark in page.text) == (status == "unreviewed")
    assert flat(word("report.not_a_finding", language)) in page.text
    paraphrases = [attrs for attrs in page.all("dd") if "lang" in attrs]
    assert len(paraphrases) > 5
    assert all(attrs == {"lang": "en", "dir": "ltr"} for attrs in paraphrases)
