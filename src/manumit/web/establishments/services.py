"""The register of establishments: who sees what of it, and what is like what is there already."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from manumit.casework.access import allow
from manumit.casework.policy import purposes_of
from manumit.errors import AccessRefused
from manumit.web.accounts import acts
from manumit.web.accounts.models import User
from manumit.web.establishments.models import Establishment

CLASS = 1
"""The class of data that establishments are."""

READERS = ("LI", "POL", "PRO", "SOC", "INT", "UNI", "STA", "AUD")
PROPOSERS = ("SOC", "INT", "UNI")
CHECKERS = ("LI",)
ALIKE, MOST = 0.3, 5
"""Probability from which two are shown as alike, and how many are shown."""


def seen_by(person: User) -> QuerySet[Establishment]:
    """Establishments that a person sees: unchecked ones only if the role proposes or checks.

    That someone proposed a place could tell others that there is a case about it.
    """
    found = Establishment.objects.order_by("name", "id")
    return found if person.agency.role in (*CHECKERS, *PROPOSERS) else found.filter(checked=True)


def own_record(person: User) -> QuerySet[Establishment]:
    """Establishments of the person's own company, as they are public."""
    found = Establishment.objects.filter(company=person.agency, checked=True)
    return found.order_by("name", "id")


def search(rows: QuerySet[Establishment], text: str) -> QuerySet[Establishment]:
    """Rows in which each word stands in the name or in the address."""
    for word in text.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(address__icontains=word))
    return rows


def may_write(person: User) -> bool:
    """Whether the rules of access let a person enter and change what is public."""
    role = person.agency.role
    return any(
        allow(person.actor(), CLASS, "write", None, purpose=purpose, now=timezone.now())
        for purpose in purposes_of(role)
    )


def save(person: User, made: Establishment) -> Establishment:
    """Enter or change an establishment, or propose one.

    Raises:
        AccessRefused: The person's role does neither, or changes what it only may propose.
    """
    writes = may_write(person)
    new = made._state.adding
    if not writes and not (new and person.agency.role in PROPOSERS):
        raise AccessRefused("does_not_write_establishments")
    made.checked = writes
    if not writes:
        made.company, made.history = None, ""
    act = "establishment_written" if writes else "establishment_proposed"
    acts.write(person, act, data_class=CLASS, target=made.id)
    made.save()
    return made


def alike(made: Establishment, rows: Sequence[Establishment]) -> list[Establishment]:
    """Establishments that may be the same as one that is about to be entered, likeliest first."""
    others = [each for each in rows if each.pk != made.pk]
    if not others:
        return []
    try:
        from manumit.supply.link import Linker
        from manumit.supply.records import Record
    except ImportError:  # the libraries that compare names are an extra
        plain = " ".join(made.name.casefold().split())
        return [each for each in others if " ".join(each.name.casefold().split()) == plain][:MOST]

    def compared(each: Establishment) -> Record:
        return Record((each.name,), address=each.address, territory=each.territory)

    links = Linker([compared(each) for each in others]).link([compared(made)], MOST)
    likely = zip(links.right.tolist(), links.probability.tolist(), strict=True)
    return [others[at] for at, probability in likely if probability >= ALIKE]
