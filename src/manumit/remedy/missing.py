"""What a claim does not know, as keys and numbers that a sentence in any language is made from."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from manumit.core import Answer
from manumit.reference import WageLaw
from manumit.remedy.model import WageCase
from manumit.remedy.readings import IF_AGREED, treatment_of

Missing: TypeAlias = tuple[str, Mapping[str, str]]


def missing_of(case: WageCase, law: WageLaw) -> tuple[Missing, ...]:
    """What is not known, and what was taken in its place; the most important first."""
    return (*_of_work(case, law), *_of_law(case, law), *_of_service(case, law))


def _of_work(case: WageCase, law: WageLaw) -> Iterator[Missing]:
    scheme = law.scheme
    unpaid = [work for work in case.work if work.paid is None]
    if unpaid:
        yield "paid", {"n": str(len(unpaid))}
    no_hours = [
        work
        for work in case.work
        if work.hours.worked is None and work.hours.overtime is None and not work.shifts
    ]
    if no_hours and scheme.overtime is not None:
        yield "hours", {"n": str(len(no_hours))}
    alone = [
        work
        for work in case.work
        if work.pay.basis == "hourly" and work.hours.worked is None and work.hours.normal is None
    ]
    if any(not work.shifts for work in alone):
        yield "normal_hours", {"n": str(len(alone))}
    spread = [
        work
        for work in case.work
        if work.weeks is None
        and (work.period.days or 1) > 7
        and work.hours.worked is not None
        and work.hours.overtime is None
    ]
    if spread and scheme.overtime is not None:
        yield "spread", {"n": str(len(spread))}
    if scheme.minimum is not None:
        for kind in scheme.minimum.allowances:
            if any(work.in_kind.get(kind, Answer.UNKNOWN) is Answer.UNKNOWN for work in case.work):
                yield "in_kind", {"kind": kind}
    for kind in dict.fromkeys(d.kind for work in case.work for d in work.deductions):
        rule, treatment = treatment_of(kind, law)
        if rule is None:
            yield "unlisted", {"kind": kind}
        if treatment in IF_AGREED and any(
            d.agreed is Answer.UNKNOWN for w in case.work for d in w.deductions if d.kind == kind
        ):
            yield "agreed", {"kind": kind}


def _of_law(case: WageCase, law: WageLaw) -> Iterator[Missing]:
    minimum = law.scheme.minimum
    if minimum is not None and minimum.bands and case.born is None and case.work:
        yield "age", {}
    for id_ in law.unapplied:
        yield "draft", {"id": id_}


def _of_service(case: WageCase, law: WageLaw) -> Iterator[Missing]:
    service, scheme = case.service, law.scheme
    if service is None:
        return
    if scheme.leave is not None and service.leave_taken_days is None:
        yield "leave_taken", {}
    if scheme.notice is not None and service.ended_by in ("employer", "unknown"):
        if service.ended_by == "unknown":
            yield "ended_by", {}
        if service.notice_given_days is None:
            yield "notice_given", {}
