"""Who acts, and what is known of a case when access is decided. No content of a case is here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who asks.

    Attributes:
        id: Id of the account.
        role: Code of the role, such as LI.
        agency: Id of the agency.
        skills: health, shelter.
        active: Whether the account is open.
    """

    id: str
    role: str
    agency: str
    skills: frozenset[str] = frozenset()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """An agency takes part in a case, in some classes of its data.

    Attributes:
        classes: Classes that it was given, or writes by its role.
        until: Its end, if it has one.
        own_filing: Whether it brought the complaint.
    """

    agency: str
    classes: frozenset[int]
    since: datetime
    until: datetime | None = None
    own_filing: bool = False

    def live(self, data_class: int, now: datetime) -> bool:
        """Whether it takes part in a class of data now."""
        begun = self.since <= now and (self.until is None or now < self.until)
        return begun and data_class in self.classes


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two agencies agreed that one may give the other."""

    id: str
    giver: str
    recipient: str
    purposes: frozenset[str]
    classes: frozenset[int]
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """What a worker allowed one agency to know, for one purpose, in a window of time."""

    purpose: str
    recipient: str
    classes: frozenset[int]
    starts: datetime
    ends: datetime
    agreement: str = ""
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A court order or an imminent danger that opens classes to an agency for a time.

    Attributes:
        kind: order or danger.
        since: When it was approved or decided; None while it waits.
    """

    kind: str
    agency: str
    classes: frozenset[int]
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Glass:
    """One person's emergency look at the case."""

    actor: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the rules of access need to know of one case.

    Attributes:
        owner: Agency that leads it.
        worker: Id of the worker's box.
        agreements: Those that consents of this case name.
        conflicts: Ids of people who must not see it.
        review_open: Whether a non-punishment review is open.
        joint_operation: Whether police take part in the inspection.
        claim_filed: Whether a wage claim is before a court.
    """

    id: str
    owner: str
    worker: str = ""
    parts: tuple[Part, ...] = ()
    consents: tuple[Consent, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    openings: tuple[Opening, ...] = ()
    glasses: tuple[Glass, ...] = ()
    conflicts: frozenset[str] = frozenset()
    review_open: bool = False
    joint_operation: bool = False
    claim_filed: bool = False

    @property
    def states(self) -> frozenset[str]:
        """Conditions that hold for the case whoever asks: claim, review, joint."""
        truths = {
            "claim": self.claim_filed,
            "review": self.review_open,
            "joint": self.joint_operation,
        }
        return frozenset(name for name, true in truths.items() if true)
