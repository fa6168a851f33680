"""Claim documents as the engine writes them, for tests of what shows them to people."""

from decimal import Decimal
from typing import Any

Json = dict[str, Any]

FLSA = {
    "id": "us.flsa.overtime",
    "title": "Fair Labor Standards Act of 1938, 29 USC 207(a)(1)",
    "href": "https://www.law.cornell.edu/uscode/text/29/207",
}
REGULAR_RATE = {
    "id": "us.flsa.regular_rate",
    "title": "29 CFR 778.110(a)",
    "href": "https://www.law.cornell.edu/cfr/text/29/778.110",
}


def rng(low: str, likely: str | None = "", high: str | None = "") -> Json:
    """A range; one amount stands for all three."""
    return {
        "low": low,
        "likely": low if likely == "" else likely,
        "high": low if high == "" else high,
    }


def why(says: str, *below: Json, **fields: Any) -> Json:
    """One node of a tree of reasons."""
    empty = {"answer": None, "value": None, "rule": None, "evidence": [], "cites": []}
    return {"says": says} | empty | fields | {"from": list(below)}


def overtime_week(id_: str = "example-1", **changes: Any) -> Json:
    """A week of 46 hours at 12 dollars of which 40 were paid, and liquidated damages."""
    line = why(
        "6 hours above 40 are due at one and a half times the regular rate.",
        why("The week had 46 hours of work.", value="46 h", evidence=["e1"], rule="hours"),
        why("The regular rate is 12.00 an hour.", value="12.00", evidence=["e2"],
            cites=[REGULAR_RATE]),
        value="6 × 12.00 × 1.5 = 108.00", rule="us.flsa.overtime", evidence=["e1"],
        cites=[FLSA],
    )  # fmt: skip
    return {
        "id": id_, "worker": "w1", "employer": "emp-3", "law": "us.flsa",
        "law_title": "Fair Labor Standards Act of 1938 and 29 CFR Part 778",
        "law_href": "https://www.law.cornell.edu/uscode/text/29/chapter-8",
        "law_status": "reviewed", "reading": {}, "territory": "us", "currency": "USD",
        "as_of": "2026-11-01", "period": {"from": "2026-03-02", "to": "2026-03-08"},
        "due": rng("588.00"), "paid": rng("480.00"), "underpayment": rng("108.00"),
        "arrears": rng("108.00"), "interest": rng("0.00"), "multiplied": rng("216.00"),
        "repaid": "0.00",
        "total": rng("216.00"), "floor": "108.00",
        "heads": [
            {"head": "overtime", "code": "W3", "amount": rng("108.00")},
            {"head": "multiplier", "code": "W15", "amount": rng("108.00")},
        ],
        "lines": [{
            "head": "overtime", "code": "W3",
            "period": {"from": "2026-03-02", "to": "2026-03-08"},
            "due": rng("588.00"), "paid": rng("480.00"), "difference": rng("108.00"),
            "evidence": ["e1", "e2"], "because": line,
        }],
        "debts": [], "variants": {}, "narrow_by": None, "missing": [], "penalty": None,
        "limitation": None, "schemes": [],
        "evidence": [
            {"id": "e1", "grade": "E3", "note": "photographs of the roster",
             "asserted_by": "worker", "contested_by": None},
            {"id": "e2", "grade": "E1", "note": "pay slip of the week",
             "asserted_by": "employer", "contested_by": None},
        ],
        "cites": [FLSA, REGULAR_RATE],
        "because": why("The claim is the arrears and an equal amount.", line,
                       value="108.00 + 108.00 = 216.00", cites=[FLSA]),
    } | changes  # fmt: skip


MONTHS = [(2025 + (n + 3) // 12, (n + 3) % 12 + 1) for n in range(18)]
LAST = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
ARTICLE_12 = {
    "id": "C189.12",
    "title": "Domestic Workers Convention, 2011 (No. 189), Article 12",
    "href": "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C189",
}
ARTICLE_8 = {"id": "C095.8", "title": "Protection of Wages Convention, Article 8", "href": ""}
DEBT_LAW = {
    "id": "SC1956.1.a",
    "title": "Supplementary Convention of 1956, Article 1(a)",
    "href": "https://www.ohchr.org/en/instruments-mechanisms/instruments/supplementary-convention",
}


def _month_line(at: tuple[int, int], head: str, code: str, due: Json, paid: Json) -> Json:
    year, month = at
    period = {"from": f"{year}-{month:02}-01", "to": f"{year}-{month:02}-{LAST.get(month, 31)}"}
    pairs = (("low", "high"), ("likely", "likely"), ("high", "low"))
    difference = {a: str(Decimal(due[a]) - Decimal(paid[b])) for a, b in pairs}
    because = why(
        f"What was due for {head.replace('_', ' ')} in the month, less what was paid.",
        why("Hours of the month, as the worker remembers them.", value="312 to 364 h",
            evidence=["e1", "e4"], answer="unknown", rule="hours"),
        why("Cash handed over on the last day of the month.", evidence=["e2"],
            value=paid["likely"], rule="paid"),
        value=f"{due['likely']} − {paid['likely']} = {difference['likely']}",
        rule=f"law.{head}", evidence=["e1"], cites=[ARTICLE_12],
    )  # fmt: skip
    return {"head": head, "code": code, "period": period, "due": due, "paid": paid,
            "difference": difference, "evidence": ["e1", "e2"], "because": because}  # fmt: skip


def _sum(ranges: list[Json]) -> Json:
    return {end: str(sum(Decimal(each[end]) for each in ranges)) for end in rng("0")}


def domestic_work(id_: str = "domestic-18-months", **changes: Any) -> Json:
    """Eighteen months in a household: ranges, a debt, readings, gaps, notes and a scheme."""
    lines = []
    for at in MONTHS:
        shortfall = (rng("1180.00", "1240.00", "1300.00"), rng("400.00", "450.00", "500.00"))
        lines.append(_month_line(at, "minimum_wage", "W2", *shortfall))
        overtime = rng("310.00", "402.50", "520.75")
        lines.append(_month_line(at, "overtime", "W3", overtime, rng("0.00")))
        rest = rng("88.00", "132.00", "176.00")
        lines.append(_month_line(at, "rest_day", "W4", rest, rng("0.00")))
        cut = rng("30.00")
        lines.append(_month_line(at, "deductions", "W6", cut, rng("0.00")))
    by_head = {
        head: _sum([each["difference"] for each in lines if each["head"] == head])
        for head in ("minimum_wage", "overtime", "rest_day", "deductions")
    }
    over, fees = rng("2302.00"), rng("0.00", None, "1500.00")
    interest = rng("401.22", "612.40", "850.10")
    under = _sum(list(by_head.values()))
    arrears = _sum([under, over])
    total = _sum([arrears, interest])
    codes = {"minimum_wage": "W2", "overtime": "W3", "rest_day": "W4", "deductions": "W6"}
    heads = [{"head": k, "code": codes[k], "amount": v} for k, v in by_head.items()]
    heads += [{"head": "debt_over_recovery", "code": "W6", "amount": over},
              {"head": "interest", "code": "W14", "amount": interest}]  # fmt: skip
    recorded = ["1200.00", *(str(1200 - 10 * n) for n in range(1, 41))]
    fair = [str(max(0, 1200 - 180 * n)) for n in range(41)]
    other = {"arrears": arrears, "underpayment": under, "due": under, "interest": interest,
             "multiplied": arrears}  # fmt: skip
    return {
        "id": id_, "worker": "w-2041", "employer": None, "law": "xx.household",
        "law_title": "Act on domestic work, as amended in 2024", "law_href": "",
        "law_status": "provisional",
        "reading": {"hourly_208": "A month of 208 hours"},
        "territory": "xx",
        "currency": "EUR", "as_of": "2026-11-01",
        "period": {"from": "2025-04-01", "to": "2026-09-30"},
        "due": _sum([each["due"] for each in lines]),
        "paid": _sum([each["paid"] for each in lines]),
        "underpayment": under, "arrears": arrears, "interest": interest,
        "multiplied": arrears, "repaid": "0.00", "total": total, "floor": "12240.00",
        "heads": heads,
        "lines": lines,
        "debts": [{
            "principal": "1200.00", "months_to_clear": "never", "limb_a": "yes",
            "limb_b": "unknown", "cleared_at_legal_wage_month": 7,
            "over_recovery": "2302.00", "over_recovery_months": 33,
            "balances": {"recorded": recorded, "fair": fair},
            "because": why("The value of the work was not applied to the debt.",
                           why("50.00 a month were kept and 10.00 were counted.", answer="yes",
                               evidence=["e3"], cites=[DEBT_LAW]), answer="yes"),
        }],
        "variants": {
            "hourly_208": {"label": "An hour’s pay is a 208th of a month’s",
                           "article": "Art. 14(2)", "total": total, **other},
            "hourly_173": {"label": "An hour’s pay is 12/52 of a month’s pay, divided by 40",
                           "article": "Art. 14(3); Labour Court, 12 May 2021", **other,
                           "total": rng("39502.10", "43120.75", "47318.00")},
        },
        "narrow_by": {"fact": "hours", "width": "8612.88", "leaves": "1210.40",
                      "says": "The employer’s time records would narrow the claim most."},
        "missing": ["Whether board was agreed as part of the wage, and at what value.",
                    "When the worker’s own copy of the contract was signed."],
        "penalty": rng("1500.00", "1500.00", "3000.00"),
        "limitation": {"years": "2", "since": "2024-11-01", "outside": rng("0.00"),
                       "article": "Art. 31"},
        "schemes": [
            {"id": "xx.fund", "title": "Fund for persons subjected to forced labour",
             "eligible": "unknown", "currency": "EUR", "amount": None, "missing": [],
             "because": why("No decision on forced labour is recorded yet.", answer="unknown",
                            cites=[ARTICLE_8])},
            {"id": "xx.guarantee", "title": "Wage guarantee institution", "eligible": "no",
             "currency": "EUR", "missing": [],
             "amount": fees, "because": why("The employer is not insolvent.", answer="no")},
        ],
        "evidence": [
            {"id": "e1", "grade": "E4", "note": "account of a usual week, given twice",
             "asserted_by": "worker", "contested_by": "employer"},
            {"id": "e2", "grade": "E2", "note": "remittance slips for eleven months",
             "asserted_by": "worker", "contested_by": None},
            {"id": "e3", "grade": "E1", "note": "notebook of the household with sums kept back",
             "asserted_by": "employer", "contested_by": None},
            {"id": "e4", "grade": "E6", "note": None, "asserted_by": None,
             "contested_by": None},
        ],
        "cites": [ARTICLE_12],
        "because": why("The total is the arrears and the interest on them.",
                       why("What was due and not paid in eighteen months.",
                           value=under["likely"], rule="arrears"),
                       why("Interest at 4 % a year from each due date.",
                           value=interest["likely"], rule="interest"),
                       value=f"{arrears['likely']} + {interest['likely']} = {total['likely']}"),
    } | changes  # fmt: skip


def arabic_claim(id_: str = "ar-77", **changes: Any) -> Json:
    """A year in a workshop, with the sentences in Arabic and the law's title in English."""
    law = {"id": "ae.labour_2021.19", "title": "Federal Decree-Law No. 33 of 2021, Article 19(2)",
           "href": "https://uaelegislation.gov.ae/en/legislations/1541"}  # fmt: skip
    overtime = why(
        "ساعات العمل الإضافية مستحقة بالأجر الأساسي مضافًا إليه 25 %.",
        why("عدد الساعات الإضافية في الشهر", value="52 h", evidence=["e1"], rule="hours"),
        why("لم يُدفع عنها شيء.", answer="yes", evidence=["e2"]),
        value="52 × 10.00 × 1.25 = 650.00", rule="ae.overtime", evidence=["e1"], cites=[law],
    )  # fmt: skip
    months = [f"2025-{n:02}" for n in range(1, 7)]
    return overtime_week(id_) | {
        "worker": "w77", "employer": "emp-12", "law": "ae.labour_2021", "law_status": "draft",
        "law_title": "Federal Decree-Law No. 33 of 2021 on the Regulation of Labour Relations",
        "law_href": law["href"], "reading": {}, "territory": "ae", "currency": "AED",
        "period": {"from": "2025-01-01", "to": "2025-06-30"},
        "due": rng("3900.00", "3900.00", "4680.00"), "paid": rng("0.00"),
        "underpayment": rng("3900.00", "3900.00", "4680.00"),
        "arrears": rng("3900.00", "3900.00", "4680.00"),
        "multiplied": rng("3900.00", "3900.00", "4680.00"),
        "total": rng("11400.00", "12150.00", "13430.00"),
        "floor": None,
        "heads": [
            {"head": "overtime", "code": "W3", "amount": rng("3900.00", "3900.00", "4680.00")},
            {"head": "end_of_service", "code": "W9", "amount": rng("7000.00")},
            {"head": "recruitment_fees", "code": "W13",
             "amount": rng("500.00", "1250.00", "1750.00")},
        ],
        "lines": [
            {"head": "overtime", "code": "W3",
             "period": {"from": f"{month}-01", "to": f"{month}-28"},
             "due": rng("650.00", "650.00", "780.00"), "paid": rng("0.00"),
             "difference": rng("650.00", "650.00", "780.00"), "evidence": ["e1"],
             "because": overtime} for month in months
        ],
        "debts": [{
            "principal": "3000.00", "months_to_clear": 14, "limb_a": "yes", "limb_b": "no",
            "cleared_at_legal_wage_month": 5, "over_recovery": "1980.00",
            "over_recovery_months": 9,
            "balances": {"recorded": [str(3000 - 215 * n) for n in range(14)],
                         "fair": [str(max(0, 3000 - 640 * n)) for n in range(14)]},
            "because": why("لم تُحتسب قيمة العمل كاملة في سداد الدَّين.", answer="yes",
                           cites=[law]),
        }],
        "variants": {"gratuity_365": {
            "label": "أجر اليوم جزء من 365 من أجر السنة", "article": "Article 51",
            **{key: rng("3900.00", "3900.00", "4680.00")
               for key in ("due", "underpayment", "arrears")},
            "interest": rng("0.00"), "multiplied": rng("0.00"),
            "total": rng("11304.11", "12054.11", "13334.11")}},
        "missing": ["سجلات صاحب العمل لساعات العمل"],
        "narrow_by": {"fact": "hours", "width": "2030.00", "leaves": "750.00",
                      "says": "سجلات الدوام لدى صاحب العمل هي أكثر ما يضيّق المطالبة."},
        "limitation": {"years": "2", "since": "2024-11-01", "outside": rng("0.00"),
                       "article": "Article 54(9)"},
        "evidence": [
            {"id": "e1", "grade": "E3", "note": "صور لجدول الدوام (WhatsApp)",
             "asserted_by": "worker", "contested_by": "employer"},
            {"id": "e2", "grade": "E2", "note": "SIF 2025-01 … 2025-06",
             "asserted_by": "worker", "contested_by": None},
        ],
        "cites": [law],
        "because": why("المجموع هو المتأخرات ومكافأة نهاية الخدمة ورسوم التوظيف.", overtime,
                       value="3900.00 + 7000.00 + 1250.00 = 12150.00"),
    } | changes  # fmt: skip
