"""The fictional office, as its data file describes it."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.schema import build

PATH = "demo/office.yml"


@dataclass(frozen=True, slots=True)
class SampleAgency:
    """An agency with its one person."""

    name: str
    person: str
    username: str
    does: str


@dataclass(frozen=True, slots=True)
class SampleAgreement:
    """What two agencies agreed."""

    giver: str
    recipient: str
    purposes: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleEstablishment:
    """A place of work or a recruiter."""

    name: str
    kind: str
    address: str
    industry: str
    history: str
    company: str = ""


@dataclass(frozen=True, slots=True)
class SampleSignal:
    """What a worker wrote on the intake's page."""

    language: str
    answers: dict[str, object]


@dataclass(frozen=True, slots=True)
class SampleConsent:
    """What a worker agreed to."""

    purpose: str
    recipient: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleReferral:
    """A referral that was sent, and whether it was accepted."""

    recipient: str
    purpose: str
    service: str
    classes: tuple[str, ...]
    accepted: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A case, led by the hotline."""

    child: str
    danger: str
    entries: dict[str, dict[str, str]]
    facts: dict[str, str]
    establishment: str
    consents: tuple[SampleConsent, ...]
    referrals: tuple[SampleReferral, ...]
    certificate: Literal["yes", "no"] = "no"
    work: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The file as it stands."""

    status: Literal["reviewed"]
    password: str
    agencies: dict[str, SampleAgency]
    agreements: tuple[SampleAgreement, ...]
    establishments: tuple[SampleEstablishment, ...]
    signals: tuple[SampleSignal, ...]
    cases: tuple[SampleCase, ...]


@cache
def sample() -> Sample:
    """The fictional office."""
    return build(Sample, load_yaml(PATH), fail=fail_in(PATH))
