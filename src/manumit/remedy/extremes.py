"""Exact ends of a period whose hourly rate is rounded and falls as the hours rise.

Where all pay is spread over all hours, more hours mean a lower rate. The claim still rises with the
hours, but where the rounded rate drops by a cent it drops a little too. The ends are therefore
looked for not only at the ends of the hours but also where the rate turns beside them. Hours are
taken to the hundredth.
"""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from manumit.reference import WageLaw
from manumit.remedy.due import Given, Reckoning
from manumit.remedy.elementwise import anywhere
from manumit.remedy.model import Work

_HUNDREDTH = Decimal("0.01")
TURNS = 3
"""Turns looked at on each side of an end. A drop of half a cent on the hours above forty is made
good by the next (hours - 40) / 80 turns, fewer than two in a week of 168 hours."""


def rate_turns(work: Work, law: WageLaw) -> bool:
    """Whether the rounded rate of a period depends on hours that are not certain."""
    overtime, rounding = law.scheme.overtime, law.scheme.rounding.rate
    worked = work.hours.worked
    if overtime is None or overtime.of != "regular" or rounding is None or worked is None:
        return False
    spread = work.pay.basis in ("piece", "fluctuating", "daily") or len(work.extra) > 0
    return spread and anywhere(worked.open)


def turned(
    end: tuple[Given, Reckoning],
    work: Work,
    law: WageLaw,
    reckoned: Callable[[Given], Reckoning],
    *,
    greatest: bool,
) -> tuple[Given, Reckoning]:
    """The hours near one end, with their reckoning, at which least or most is owed.

    Args:
        end: Facts and reckoning at the end.
        work: The period.
        law: The law.
        reckoned: Reckons other facts.
        greatest: Whether the most is looked for.
    """
    given, found = end
    worked, rounding = work.hours.worked, law.scheme.rounding.rate
    if worked is None or rounding is None or not given.worked:
        return end
    pay, unit = found.straight.base + given.extra, rounding.unit
    cents = (pay / given.worked / unit).quantize(Decimal(1))
    best = end
    for step in range(-TURNS, TURNS + 1):
        rate = (cents + step) * unit - unit / 2
        if rate <= 0:
            continue
        turn = (pay / rate).quantize(_HUNDREDTH, ROUND_FLOOR)
        for hours in (turn, turn + _HUNDREDTH):
            if worked.low <= hours <= worked.high:
                other = given._replace(worked=hours)
                pair = (other, reckoned(other))
                more, less = _owed(pair[1]) > _owed(best[1]), _owed(pair[1]) < _owed(best[1])
                if more if greatest else less:
                    best = pair
    return best


def _owed(reckoning: Reckoning) -> Decimal:
    return sum((share.difference for share in reckoning.shares), Decimal(0))
