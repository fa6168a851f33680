"""What a statement of claim says, section by section, in words: the page and the PDF lay it out."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from manumit.report.claims.phrases import Phrases, decimal, exact, nothing, steps, total
from manumit.report.claims.plain import plain_page
from manumit.report.claims.plots import Bar, Frame, Series, bars, lines

Json = Mapping[str, Any]
Draw = Callable[[str, str, str], Frame]
"""Makes the frame of a chart from its id, title and description."""

GROUPED = 60
"""With more lines than this, lines stand below the head they belong to."""


def content(claim: Json, language: str, draw: Draw) -> dict[str, Any]:
    """The sections of a statement, with every amount and period as text.

    Args:
        claim: A claim document.
        language: Language of the statement.
        draw: Frame of each chart, which says how it is drawn.

    Raises:
        InputError: The language is not available.
    """
    say = Phrases(language)
    return {
        "id": claim["id"],
        "currency": claim["currency"],
        "about": list(_about(claim, say)),
        "notices": list(_notices(claim, say)),
        "total": say.figure(claim["total"], claim["currency"]),
        "sums": _sums(claim, say),
        "floor": _floor(claim, say),
        "heads": _heads(claim, say, draw),
        "groups": _groups(claim, say),
        "debts": [_debt(debt, n, claim, say, draw) for n, debt in enumerate(claim["debts"], 1)],
        "variants": _variants(claim, say),
        "missing": claim["missing"],
        "narrow": _narrow(claim, say),
        "notes": list(_notes(claim, say)),
        "schemes": [_scheme(scheme, say) for scheme in claim["schemes"]],
        "evidence": [_evidence(each, say) for each in claim["evidence"]],
        "sources": _sources(claim),
        "law": {
            "title": claim["law_title"],
            "href": claim["law_href"],
            "status": claim["law_status"],
        },
        "because": claim["because"],
        "plain": plain_page(claim, say),
    }


def _about(claim: Json, say: Phrases) -> Iterator[dict[str, str]]:
    employer = claim["employer"]
    rows = {
        "claim": say.kept(claim["id"]),
        "worker": say.kept(claim["worker"]),
        "employer": say("not_known") if employer is None else say.kept(employer),
        "period": say.days(claim["period"]),
        "law": say.kept(claim["law_title"]),
        "territory": say.kept(claim["territory"].upper()),
        "currency": say.kept(claim["currency"]),
        "as_of": say.kept(claim["as_of"]),
    }
    for key, value in rows.items():
        yield {"label": say(key), "value": value}
    if claim["reading"]:
        chosen = "، " if say.direction == "rtl" else ", "
        yield {
            "label": say("main_reading"),
            "value": chosen.join(say.kept(claim["reading"][id_]) for id_ in claim["reading"]),
        }


def _notices(claim: Json, say: Phrases) -> Iterator[str]:
    if claim["law_status"] != "reviewed":
        yield say(f"law_{claim['law_status']}")
    yield f"{say('not_decided')} {say('by_reference')}"


def _sums(claim: Json, say: Phrases) -> dict[str, Any]:
    """The way from what was due to the total; steps that add nothing are left out."""
    title = f"{say('summary')}, {say.kept(claim['currency'])}"
    return {"title": title, **_table({say(name): found for name, found in steps(claim)}, say)}


def _table(rows: Mapping[str, Json], say: Phrases) -> dict[str, Any]:
    """Ranges by name, as one column when all are known and as low, likely and high when not."""
    if all(exact(each) for each in rows.values()):
        columns, width = [say("amount")], 1
    else:
        columns, width = [say(end) for end in ("low", "likely", "high")], 3
    cells = [{"label": label, "cells": say.cells(each)[:width]} for label, each in rows.items()]
    return {"columns": columns, "rows": cells}


def _floor(claim: Json, say: Phrases) -> str:
    if claim["floor"] is None:
        return ""
    return say("floor", amount=say.money(claim["floor"], claim["currency"]))


def _heads(claim: Json, say: Phrases, draw: Draw) -> dict[str, Any]:
    rows = {say.named("head", each["head"]): each["amount"] for each in claim["heads"]}
    drawn = [_bar(label, each, say) for label, each in rows.items()]
    title = f"{say('heads')}, {say.kept(claim['currency'])}"
    chart = bars(drawn, draw("heads", title, say("heads_seen"))) if drawn else ""
    return {"svg": chart, "title": title, "desc": say("heads_seen"), **_table(rows, say)}


def _bar(label: str, found: Json, say: Phrases) -> Bar:
    likely, high = decimal(found["likely"]), decimal(found["high"])
    return Bar(label, Decimal(found["low"]), likely, high, say.figure(found)["main"])


def _groups(claim: Json, say: Phrases) -> list[dict[str, Any]]:
    """The lines in one group, or in a group a head when there are many, each with its sum."""
    if len(claim["lines"]) <= GROUPED:
        return [{"title": "", "lines": [_line(each, say) for each in claim["lines"]]}]
    order = {each["head"]: n for n, each in reversed(list(enumerate(claim["lines"])))}
    sorted_lines = sorted(claim["lines"], key=lambda each: order[each["head"]])
    found = []
    for head, members in groupby(sorted_lines, key=lambda each: each["head"]):
        group = list(members)
        found.append(
            {
                "title": say.named("head", head),
                "count": say("line_count", n=len(group)),
                "sum": say.figure(total(each["difference"] for each in group), claim["currency"]),
                "lines": [_line(each, say) for each in group],
            }
        )
    return found


def _line(line: Json, say: Phrases) -> dict[str, Any]:
    return {
        "head": say.named("head", line["head"]),
        "period": say.days(line["period"]),
        **{key: say.figure(line[key]) for key in ("due", "paid", "difference")},
        "evidence": [say.kept(id_) for id_ in line["evidence"]],
        "because": line["because"],
        "working": _working(line["because"], say),
    }


def _working(because: Json, say: Phrases) -> list[dict[str, str]]:
    """The arithmetic of a line, for paper: the reasons that carry a value, else what there is."""
    below = because["from"]
    shown = [each for each in below if each["value"]] or below or [because]
    return [
        {"says": each["says"], "value": say.kept(each["value"]) if each["value"] else ""}
        for each in shown
    ]


def _debt(debt: Json, number: int, claim: Json, say: Phrases, draw: Draw) -> dict[str, Any]:
    currency, months = claim["currency"], debt["months_to_clear"]
    to_clear = {None: say("not_known"), "never": say("never")}.get(months) or str(months)
    facts = {"to_clear": to_clear}
    if debt["cleared_at_legal_wage_month"] is not None:
        facts["cleared_at"] = str(debt["cleared_at_legal_wage_month"])
    if debt["over_recovery"] is not None:
        facts["over_recovery"] = say.money(debt["over_recovery"], currency)
    if debt["over_recovery_months"] is not None:
        facts["over_months"] = str(debt["over_recovery_months"])
    title = say("debt", n=number, principal=say.money(debt["principal"], currency))
    return {
        "title": title,
        "facts": [{"label": say(key), "value": value} for key, value in facts.items()],
        "limbs": [{"label": say(limb), "answer": debt[limb]} for limb in ("limb_a", "limb_b")],
        "because": debt["because"],
        **_balance(debt, f"debt-{number}", currency, say, draw),
    }


def _balance(debt: Json, id_: str, currency: str, say: Phrases, draw: Draw) -> dict[str, Any]:
    recorded, fair = debt["balances"]["recorded"], debt["balances"]["fair"]
    names = (say("balance_recorded"), say("balance_fair"))
    title = say("balance", currency=say.kept(currency))
    series = [
        Series(name, [decimal(value) for value in values])
        for name, values in zip(names, (recorded, fair), strict=True)
    ]
    chart = lines(series, draw(id_, title, say("balance_seen")), x_label=say("month"))
    months = range(max(len(recorded), len(fair)))
    rows = [
        [str(n), *(say.money(each[n]) if n < len(each) else "–" for each in (recorded, fair))]
        for n in months
    ]
    return {
        "svg": chart if rows else "",
        "balance": title,
        "desc": say("balance_seen"),
        "columns": [say("month"), *names],
        "rows": rows,
    }


def _variants(claim: Json, say: Phrases) -> dict[str, Any]:
    """The readings that give another sum, after the own one, and a sentence for the rest."""
    shown = ("arrears", "interest", "total")
    others = [each for id_, each in claim["variants"].items() if id_ not in claim["reading"]]
    differing = [each for each in others if any(each[key] != claim[key] for key in shown)]
    own = {"label": say("main_reading"), "article": "", **{key: claim[key] for key in shown}}
    rows = [
        {
            "label": each["label"],
            "article": say.kept(each["article"]) if each["article"] else "",
            **{key: say.figure(each[key]) for key in shown},
        }
        for each in (own, *differing)
    ]
    same = "; ".join(say.kept(each["label"]) for each in others if each not in differing)
    return {
        "rows": rows if differing else [],
        "same": say("same_readings", names=same) if same else "",
    }


def _narrow(claim: Json, say: Phrases) -> list[str]:
    found = claim["narrow_by"]
    if not found:
        return []
    currency = claim["currency"]
    width, leaves = (say.money(found[key], currency) for key in ("width", "leaves"))
    return [found["says"], say("narrows", width=width, leaves=leaves)]


def _notes(claim: Json, say: Phrases) -> Iterator[dict[str, str]]:
    limit, currency = claim["limitation"], claim["currency"]
    if limit:
        known = {"years": say.kept(limit["years"]), "since": say.kept(limit["since"])}
        if nothing(limit["outside"]):
            text = say("limitation_none", **known)
        else:
            text = say("limitation_text", **known, outside=say.sentence(limit["outside"], currency))
        source = say.kept(f"{limit['article']}.") if limit["article"] else ""
        yield {"title": say("limitation"), "text": f"{text} {source}".strip()}
    if claim["penalty"] and not nothing(claim["penalty"]):
        owed = say.sentence(claim["penalty"], currency)
        yield {"title": say("penalty"), "text": say("penalty_text", amount=owed)}


def _scheme(scheme: Json, say: Phrases) -> dict[str, Any]:
    worth = scheme["amount"]
    return {
        "title": scheme["title"],
        "answer": scheme["eligible"],
        "amount": say.sentence(worth, scheme["currency"]) if worth else say("not_known"),
        "because": scheme["because"],
    }


def _evidence(piece: Json, say: Phrases) -> dict[str, str]:
    def party(code: str | None, absent: str) -> str:
        return say(absent) if code is None else say.named("party", code)

    return {
        "id": piece["id"],
        "grade": _grade(piece["grade"], say),
        "note": piece["note"] or "–",
        "asserted_by": party(piece["asserted_by"], "not_known"),
        "contested_by": party(piece["contested_by"], "nobody"),
    }


def _grade(grade: str | None, say: Phrases) -> str:
    return say("not_known") if grade is None else f"{say.kept(grade)} · {say.named('grade', grade)}"


def _sources(claim: Json) -> list[Json]:
    """Every place that the claim or one of its reasons cites, once, in the order of the claim."""
    found = {each["id"]: each for each in claim["cites"]}
    trees = [claim["because"]]
    trees += [each["because"] for key in ("lines", "debts", "schemes") for each in claim[key]]
    for tree in trees:
        for each in _cited(tree):
            found.setdefault(each["id"], each)
    return list(found.values())


def _cited(reason: Json) -> Iterator[Json]:
    yield from reason["cites"]
    for each in reason["from"]:
        yield from _cited(each)
