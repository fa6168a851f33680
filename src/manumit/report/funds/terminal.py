"""A fund on a terminal: the policies side by side, and the sentences to read them by."""

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.report.claims.phrases import unmarked
from manumit.report.funds.page import columns, row
from manumit.report.funds.phrases import FundPhrases, Json
from manumit.report.terminal import NARROW


def print_fund(out: Console, document: Json, language: str) -> None:
    """The policies as a table where there is room for it, then each in sentences.

    Args:
        out: Where to print.
        document: A document of `fund_document`, with sentences in `language`.
        language: Language of what is printed.
    """
    say = FundPhrases(language)
    out.print(Text(document["title"] or say.fund("title"), style="bold"))
    if out.width >= NARROW:
        out.print(_table(document, say))
    for found in document["policies"]:
        out.print(Text(say.policy(found), style="bold"))
        for sentence in (say.gives(found, document), *found["reads"]):
            out.print(Padding(Text(unmarked(sentence)), (0, 0, 0, 2)))
    simulated = say.fund("simulated", runs=document["runs"], seed=document["seed"])
    out.print(Text(unmarked(simulated), style="dim"))


def _table(document: Json, say: FundPhrases) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(say.fund("policy"))
    for name in columns(document, say):
        table.add_column(unmarked(name), justify="right")
    for found in document["policies"]:
        policy = row(found, document, say)
        texts = ("\n".join(filter(None, each.values())) for each in policy["figures"])
        table.add_row(policy["name"], *map(unmarked, texts))
    return table
