"""All keys of an agency are renewed; what stops halfway goes on where it stopped."""

import pytest
from django.utils import timezone

from manumit.web.cases.models import Case
from manumit.web.referrals.services import accept
from manumit.web.vault import renewal, services
from manumit.web.vault.models import CaseKey, Entry, Wrap
from manumit.web.vault.services import open_entries
from tests.web.office.sharing import consented, hotline_case, referred
from tests.web.office.world import World

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
CASES, EACH = 4, 3


@pytest.fixture
def cases(world: World) -> list[Case]:
    found = []
    for _ in range(CASES):
        case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
        door = world.door("INT", case, "support")
        for number in range(EACH):
            door.write("identity", {"name": f"Name {number}"})
        found.append(case)
    return found


def versions() -> list[int]:
    return sorted(CaseKey.objects.values_list("version", flat=True))


def all_open(world: World) -> bool:
    entries = list(Entry.objects.select_related("key"))
    return len(open_entries(entries, world.asker("INT").holder)) == CASES * EACH


def test_every_key_of_an_agency_is_renewed(world: World, cases: list[Case]) -> None:
    holder, old = world.asker("INT").holder, {wrap.pk for wrap in Wrap.objects.all()}
    assert renewal.mark(holder.agency) == CASES
    assert renewal.go_on(holder, timezone.now()) == 0
    assert versions() == [2] * CASES
    assert not Wrap.objects.filter(pk__in=old).exists()
    assert all_open(world)


def test_a_renewal_that_was_stopped_goes_on(
    world: World, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle of a case, with half of its entries sealed anew in memory."""
    holder, sealed = world.asker("INT").holder, services.encrypt
    calls = iter(range(1000))

    def stops(*given: object) -> bytes:
        if next(calls) == EACH + 1:
            raise KeyboardInterrupt
        return sealed(*given)  # type: ignore[arg-type]

    renewal.mark(holder.agency)
    monkeypatch.setattr(services, "encrypt", stops)
    with pytest.raises(KeyboardInterrupt):
        renewal.go_on(holder, timezone.now())
    monkeypatch.undo()
    assert versions() == [1] * (CASES - 1) + [2]
    assert all_open(world)
    assert renewal.go_on(holder, timezone.now(), most=1) == CASES - 2
    assert renewal.go_on(holder, timezone.now()) == 0
    assert versions() == [2] * CASES
    assert all_open(world)


def test_a_case_that_does_not_open_stays_marked(world: World, cases: list[Case]) -> None:
    holder, broken = world.asker("INT").holder, Entry.objects.earliest("order")
    Entry.objects.filter(pk=broken.pk).update(body=b"x" * 300)
    renewal.mark(holder.agency)
    assert renewal.go_on(holder, timezone.now()) == 1
    assert Entry.objects.get(pk=broken.pk).key_version == 1
    assert list(renewal.left(holder.agency)) == [broken.case]


def test_a_broken_entry_does_not_hold_up_a_withdrawal(world: World, cases: list[Case]) -> None:
    """The recipient loses its wrap at once; the key stays marked, and is renewed when it can be."""
    case, lost = cases[0], world.agencies["SOC"]
    key = case.keys.get()
    Wrap.objects.create(key=key, agency=lost, version=key.version, sealed=b"x")
    Entry.objects.filter(key=key).update(body=b"x" * 300)
    door = world.door("INT", case, "support")
    services.share(case, door.asker.holder, door.now)
    assert not Wrap.objects.filter(agency=lost).exists()
    key.refresh_from_db()
    assert key.stale


def test_a_referral_that_waits_keeps_its_keys_through_a_renewal(world: World) -> None:
    world.agree("INT", "LI", {"inspection"})
    case = hotline_case(world)
    consented(world, case, "LI", "inspection", {6})
    waiting = referred(world, case, "LI", "inspection", {6})
    renewal.mark(str(world.agencies["INT"].id))
    assert renewal.go_on(world.asker("INT").holder, timezone.now()) == 0
    accept(world.people["LI"], waiting, timezone.now())
    assert world.door("LI", case, "inspection").reveal(6, "Plan")
