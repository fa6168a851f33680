"""A row of a table is the same person, answered among others or explained alone."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from manumit.identify import C105_PURPOSES
from manumit.identify.assess import summarise
from manumit.identify.evaluate import evaluate
from manumit.identify.inputs import leaf_answers
from manumit.identify.rules import graph
from manumit.identify.table import assess_table
from manumit.io.interviews import InterviewReader
from manumit.reference import conditions, facts
from manumit.tables import open_table
from tests.helpers import DAY, examples

ANSWERS = ("yes", "no", "unknown", "", " Yes ", "NO")
FACT_COLUMNS = [
    *facts(),
    *(f"{fact.code}@{phase}" for fact in facts().values() for phase in fact.phases),
]
WORDS = {
    "age": ("", "unknown", "3", "17", "18", "60"),
    "actor": ("", "state", "private", "mixed", "unknown"),
    "fact_finding": ("", "open", "complete"),
    "c105_purpose": ("", "none", "unknown", *C105_PURPOSES),
}


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.lists(st.sampled_from(FACT_COLUMNS), min_size=1, max_size=12, unique=True))
    columns += draw(st.lists(st.sampled_from(list(conditions())), max_size=6, unique=True))
    columns += draw(st.lists(st.sampled_from([*WORDS, "work", "moved"]), unique=True))
    row = st.tuples(*(st.sampled_from(WORDS.get(name, ANSWERS)) for name in columns))
    rows = draw(st.lists(row, min_size=1, max_size=12))
    return [["id", *columns], *([f"p{n}", *cells] for n, cells in enumerate(rows))]


@given(tables())
@examples(60)
def test_a_row_answered_among_others_and_explained_alone_is_one_person(
    table: list[list[str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        ((interviews, _),) = InterviewReader(open_table(path, plain=("id",))).batches()
    columns = {name: column.text() for name, column in assess_table(interviews.rows, DAY).items()}
    assert interviews.ids == [row[0] for row in table[1:]]
    for at, case in enumerate(interviews.cases()):
        alone = summarise(graph(), evaluate(graph(), leaf_answers(case, DAY)), case, DAY)
        assert {name: words[at] for name, words in columns.items()} == alone.results()
