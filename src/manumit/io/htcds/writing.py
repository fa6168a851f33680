"""Cases out as records of the standard."""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from manumit.core import Answer
from manumit.errors import InputError
from manumit.identify import Assessment, Case
from manumit.identify.inputs import child
from manumit.io.htcds.standard import as_text, codes_of, key_of
from manumit.reference import facts
from manumit.tables import safe_cell, whole_file


def write_htcds(pairs: Iterable[tuple[Case, Assessment]], path: Path) -> None:
    """Write cases as records of the standard, as JSON or CSV by the ending of the name.

    Trafficking status is at most a possible one: any other is for a named organisation to
    determine. No personal field is ever written.

    Raises:
        InputError: The name ends otherwise, the file cannot be written, or an assessment is not
            of the case beside it.
    """
    records = [_record(case, assessment) for case, assessment in pairs]
    out = StringIO(newline="")
    if path.suffix.lower() == ".json":
        json.dump(records, out, ensure_ascii=False, indent=2)
    elif path.suffix.lower() == ".csv":
        texts = (map(as_text, record.values()) for record in records)
        csv.writer(out).writerows([_WRITTEN, *(map(safe_cell, text) for text in texts)])
    else:
        raise InputError("name a file that ends in .json or .csv.", where=path.name)
    try:
        with whole_file(path) as part:
            part.write_text(out.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}.", where=path.name) from None


_WRITTEN = ("id", "vic_TraffickingStatus", "vic_AgeWhenTrafficked", "vic_MethodsOfControl",
            "vic_TypeOfExploitation", "prs_Gender", "cas_Status")  # fmt: skip


def _record(case: Case, assessment: Assessment) -> dict[str, Any]:
    if case.id != assessment.id:
        raise InputError(f"the assessment is of another case, {assessment.id}.", where=case.id)
    status = "PossibleVictimOfTrafficking" if assessment.answers["trafficking"].possible else ""
    methods = {
        facts()[code].htcds
        for code, records in case.facts.items()
        if any(record.answer is Answer.YES for record in records)
    }
    forced = assessment.answers["forced_labour"] is Answer.YES
    minor = forced and child(case.age, assessment.as_of) is Answer.YES
    kinds = ["ChildLabour"] * minor + ["ForcedLabour"] * forced
    gender = codes_of("prs_Gender").get(key_of(case.sex), "NonSpecifiedUnknown")
    values = (case.id, status, case.age, sorted(methods), kinds, gender, "Active")
    return dict(zip(_WRITTEN, values, strict=True))
