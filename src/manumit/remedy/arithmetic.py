"""The arithmetic of each head of a period, in the likely reading, as it is printed."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from manumit.remedy.due import hours_beyond, step_beyond
from manumit.remedy.elementwise import ONE, ZERO
from manumit.remedy.result import Part
from manumit.remedy.rounding import nearly_exact
from manumit.remedy.sums import is_short, number_or, plain

LIKELY = 1


class Sum(NamedTuple):
    """One printed sum: the key of what it says, and the arithmetic without its result."""

    key: str
    text: str
    value: Decimal


def head_sum(part: Part, head: str) -> Sum:
    """What was due under a head of a period."""
    return Sum(head, _HEADS[head](part), _due(part, head))


def _due(part: Part, head: str) -> Decimal:
    shares = part.reckoned[LIKELY].shares
    return next((share.due for share in shares if share.head == head), ZERO)


def steps_of(part: Part, head: str) -> Iterator[Sum]:
    """The sums that a head rests on: overtime hours, the hourly rate, what an hour adds."""
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    split = reckoned.split
    if head in ("wages", "minimum_wage"):
        if given.against and head == "minimum_wage" and given.paid is not None:
            sign = "−" if given.against > 0 else "+"
            text = f"{plain(given.paid)} {sign} {plain(abs(given.against))}"
            yield Sum("counted", text, reckoned.counted)
        return
    follows = given.overtime is None and given.worked is not None and split.overtime > 0
    if head == "overtime" and follows:
        yield Sum("overtime_hours", _overtime_hours(part), split.overtime)
    if reckoned.rate != reckoned.straight.rate:
        yield Sum("minimum_rate", plain(reckoned.rate), reckoned.rate)
    else:
        key = "regular_rate" if terms.overtime_of == "regular" else "rate"
        yield Sum(key, _own_rate(part), reckoned.rate)
    if head == "overtime" and terms.overtime_of == "regular":
        times = plain(terms.overtime_times or ONE)
        yield Sum("overtime_rate", f"{_rate(part)} × ({times} − 1)", reckoned.overtime_rate)


def _wages(part: Part) -> str:
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    split, amount = reckoned.split, plain(given.amount)
    hours = split.all if terms.overtime_of == "regular" else split.normal
    if given.basis == "hourly":
        text = f"{amount} × {plain(hours)}"
    elif given.basis == "daily":
        text = f"{amount} × {_days(part, hours)}"
    elif given.basis == "piece":
        text = amount
    elif given.basis == "monthly":
        text = f"{amount} × {_months(part)}"
    else:
        text = f"{amount} × {_weeks(part)}"
    if terms.overtime_of == "regular" and given.basis in ("salary", "monthly", "fluctuating"):
        text += _beyond_salary(part)
    for extra in (given.extra, given.extra_apart):
        text += f" + {plain(extra)}" if extra else ""
    return text


def _beyond_salary(part: Part) -> str:
    """Hours above those that a salary is for, at its own rate."""
    given, terms = part.given[LIKELY], part.terms
    straight, hours = part.reckoned[LIKELY].straight, part.reckoned[LIKELY].split.all
    if given.basis == "fluctuating" and not straight.assumed:
        return ""
    for_hours = given.for_hours or terms.week_hours or ZERO
    above = hours - for_hours * part.span.weeks
    if above <= 0:
        return ""
    weeks, months = part.span.weeks, part.span.months
    agreed = given.amount * (months if given.basis == "monthly" else weeks)
    own = nearly_exact((straight.base - agreed) / above)
    return f" + ({plain(hours)} − {plain(for_hours)} × {_weeks(part)}) × {plain(own)}"


def _week_pay(part: Part) -> str:
    given = part.given[LIKELY]
    amount = plain(given.amount)
    return f"{amount} × 12 ÷ 52" if given.basis == "monthly" else amount


def _minimum(part: Part) -> str:
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    if terms.minimum_month is not None and given.basis in ("monthly", "salary"):
        text = f"{plain(terms.minimum_month)} × {_months(part)}"
    else:
        split = reckoned.split
        hours = split.all if reckoned.straight.covers_all else split.normal
        text = f"{_minimum_hour(part)} × {plain(hours)}"
    if given.allowances:
        text += f" + {plain(given.allowances)}"
    if given.against <= 0 or terms.overtime_of != "regular":
        return text
    agreed, split = reckoned.agreed, reckoned.split
    usual = (terms.week_hours or ZERO) * part.span.weeks
    if split.all <= usual or reckoned.floor == (terms.minimum_hour or ZERO) * split.all:
        return text
    pay = plain(agreed)
    return f"{pay} − ({pay} − {text}) × {plain(usual)} ÷ {plain(split.all)}"


def _minimum_hour(part: Part) -> str:
    terms = part.terms
    value = terms.minimum_hour or ZERO
    return number_or(value, f"{plain(terms.minimum_month or ZERO)} ÷ {_month_hours(part)}")


def _month_hours(part: Part) -> str:
    terms = part.terms
    return number_or(terms.month_hours or ONE, f"{plain(terms.week_hours or ONE)} × 52 ÷ 12")


def _overtime(part: Part) -> str:
    reckoned, terms, span = part.reckoned[LIKELY], part.terms, part.span
    hours, times = reckoned.split.overtime, terms.overtime_times or ONE
    if terms.overtime_of == "regular":
        return f"{_hours(hours, part)} × {plain(reckoned.overtime_rate)}"
    factor = f"({plain(times)} − 1)" if reckoned.straight.covers_all else plain(times)
    text = f"{_hours(hours, part)} × {_rate(part)} × {factor}"
    beyond = hours_beyond(reckoned.split, span, terms)
    if beyond:
        text += f" + {plain(beyond)} × {_rate(part)} × {plain(step_beyond(terms))}"
    return text


def _hours(hours: Decimal, part: Part) -> str:
    given = part.given[LIKELY]
    if given.overtime is not None or given.worked is None:
        return plain(hours)
    return number_or(hours, _overtime_hours(part))


def _overtime_hours(part: Part) -> str:
    given, terms = part.given[LIKELY], part.terms
    text = plain(given.worked or ZERO)
    for other in (given.rest_day, given.holiday):
        text += f" − {plain(other)}" if other else ""
    if given.normal is not None:
        return f"{text} − {plain(given.normal)}"
    usual, weeks = plain(terms.week_hours or ZERO), _weeks(part)
    text += f" − {usual}" if weeks == "1" else f" − {usual} × {weeks}"
    return text


def _rate(part: Part) -> str:
    """The hourly rate in a sum: a number, or the arithmetic it comes from in brackets."""
    reckoned = part.reckoned[LIKELY]
    if is_short(reckoned.rate):
        return plain(reckoned.rate)
    if reckoned.rate != reckoned.straight.rate:
        return _minimum_hour(part)
    return f"({_own_rate(part)})"


def _own_rate(part: Part) -> str:
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    straight, split, amount = reckoned.straight, reckoned.split, plain(given.amount)
    if terms.overtime_of == "regular":
        if given.basis in ("salary", "monthly") or straight.assumed:
            hours = given.for_hours or terms.week_hours or ONE
            text = f"{_week_pay(part)} ÷ {plain(hours)}"
            extra = f" + {plain(given.extra)} ÷ {plain(split.all)}" if given.extra else ""
            return text + extra
        extra = f" + {plain(given.extra)}" if given.extra else ""
        if not split.all:
            return "0"
        base = number_or(straight.base, _base(part))
        return f"({base}{extra}) ÷ {plain(split.all)}" if extra else f"{base} ÷ {plain(split.all)}"
    text = _basic_rate(part, amount)
    if terms.overtime_of == "total" and given.extra and straight.base:
        base = _base(part)
        text = f"{text} × ({base} + {plain(given.extra)}) ÷ ({base})"
    return text


def _base(part: Part) -> str:
    """Pay of the period before extra pay."""
    given = part.given[LIKELY]
    bare = given._replace(extra=ZERO, extra_apart=ZERO)
    return _wages(part._replace(given=(bare, bare, bare)))


def _basic_rate(part: Part, amount: str) -> str:
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    split = reckoned.split
    if given.basis == "hourly":
        return amount
    if given.basis == "daily" and terms.day_hours:
        return f"{amount} ÷ {plain(terms.day_hours)}"
    if given.basis == "monthly" and terms.month_hours:
        return f"{amount} ÷ {_month_hours(part)}"
    if given.basis == "piece":
        return f"{amount} ÷ {plain(split.all)}" if split.all else "0"
    hours = given.for_hours or terms.week_hours
    if given.basis in ("salary", "fluctuating") and hours:
        return f"{amount} ÷ {plain(hours)}"
    base = _base(part)
    return f"{base} ÷ {plain(split.normal)}" if split.normal else "0"


def _night(part: Part) -> str:
    given, reckoned, terms = part.given[LIKELY], part.reckoned[LIKELY], part.terms
    at_night = min(given.night, reckoned.split.overtime)
    night, usual = plain(terms.night_times or ONE), plain(terms.overtime_times or ONE)
    hours = plain(at_night) if at_night != reckoned.split.overtime else _hours(at_night, part)
    texts = [f"{hours} × {_rate(part)} × ({night} − {usual})"] if at_night else []
    other = given.night - at_night
    if terms.night_within == "all" and other:
        texts.append(f"{plain(other)} × {_rate(part)} × ({night} − 1)")
    return " + ".join(texts) or "0"


def _on_day(part: Part, head: str) -> str:
    reckoned, terms = part.reckoned[LIKELY], part.terms
    hours: Decimal = getattr(reckoned.split, head)
    if not hours:
        return "0"
    premium, rate = getattr(terms, head), _rate(part)
    once = f" − {plain(hours)} × {rate}" if reckoned.straight.covers_all else ""
    if premium is None:
        return f"{plain(hours)} × {rate}{once}"
    if not premium.steps or not terms.day_hours:
        return f"{plain(hours)} × {rate} × {plain(premium.times)}{once}"
    first = min(hours, terms.day_hours)
    days = next(
        (days for share, days in premium.steps if first <= share * terms.day_hours),
        premium.steps[-1][1],
    )
    text = f"{plain(days)} × {plain(terms.day_hours)} × {rate}"
    if hours > first:
        text += f" + {plain(hours - first)} × {rate} × {plain(premium.times)}"
    return text + once


def _days(part: Part, hours: Decimal) -> str:
    given, terms = part.given[LIKELY], part.terms
    if given.days is not None:
        return plain(given.days)
    return f"{plain(hours)} ÷ {plain(terms.day_hours or Decimal(8))}"


def _weeks(part: Part) -> str:
    weeks = part.span.weeks
    return number_or(weeks, f"{plain(part.span.days)} ÷ 7") if weeks != ONE else "1"


def _months(part: Part) -> str:
    """Months of a period, as the law counts a part of a month."""
    months, span, period = part.span.months, part.span, part.work.period
    if is_short(months):
        return plain(months)
    if months == span.weeks * 12 / 52:
        return f"({plain(span.days)} ÷ 7 × 12 ÷ 52)"
    if months == span.days / 30:
        return f"({plain(span.days)} ÷ 30)"
    return f"({_calendar(period.start, part.work.last)})"


def _calendar(start: date, end: date) -> str:
    parts, day = [], start
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last = min(end, day.replace(day=length))
        parts.append(f"{(last - day).days + 1} ÷ {length}")
        day = last + timedelta(days=1)
    return " + ".join(parts)


def _rest_day(part: Part) -> str:
    return _on_day(part, "rest_day")


def _holiday(part: Part) -> str:
    return _on_day(part, "holiday")


_HEADS: dict[str, Callable[[Part], str]] = {
    "wages": _wages,
    "minimum_wage": _minimum,
    "overtime": _overtime,
    "night": _night,
    "rest_day": _rest_day,
    "holiday": _holiday,
}
