"""The mailbox: a receipt opens its box and no other, and nobody opens a box without it."""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from manumit.errors import CannotOpen, RefusedError
from manumit.reference import facts
from manumit.web.common import this_hour
from manumit.web.mailbox import proof, receipts, services, tries
from manumit.web.mailbox.files import Clean
from manumit.web.mailbox.forms import SignalForm
from manumit.web.mailbox.models import Allowance, Attachment, Attempt, Box, Desk, Message
from manumit.web.mailbox.questions import CARDS, QUESTIONS, STEPS, signal
from manumit.web.sealing import new_pair

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
ANSWERS = signal({"safe": "no", "age": "under", "happening": ["papers", "fee"], "place": "a port"})


@dataclass
class Open:
    desk: Desk
    private: bytes
    receipt: services.Receipt

    def box(self) -> services.OpenBox:
        return services.unlock(self.receipt.locator, self.receipt.secret)

    def row(self) -> Box:
        return Box.objects.get(locator=self.receipt.locator)


def new_desk() -> tuple[Desk, bytes]:
    pair = new_pair()
    return services.register_desk(uuid4(), "Night Desk", pair.public), pair.private


@pytest.fixture
def opened() -> Open:
    desk, private = new_desk()
    return Open(desk, private, services.open_box(desk, "fr", "web", ANSWERS))


def file(content: bytes = b"raw") -> Clean:
    return Clean("IMG_0042.jpg", "image/jpeg", b"copy", content, "ab" * 32, copied=True)


def test_the_worker_and_the_desk_read_the_same_and_nobody_else_does(opened: Open) -> None:
    services.write(opened.box(), "They came back.", [file()])
    services.answer(opened.row(), "Are you safe now?")
    mine = services.read(opened.box())
    assert mine == services.read_for_desk(opened.row(), opened.private)
    assert [entry.sender for entry in mine] == ["worker", "worker", "desk"]
    assert mine[0].answers["facts"] == ["documents_held"]
    assert mine[1].files[0].name == "IMG_0042.jpg"
    assert services.open_file(mine[1].files[0]) == b"copy"
    assert services.open_file(mine[1].files[0], original=True) == b"raw"
    with pytest.raises(CannotOpen):
        services.read_for_desk(opened.row(), new_pair().private)


def test_triage_sees_danger_and_age_and_nothing_more(opened: Open) -> None:
    row = opened.row()
    assert (row.danger, row.child, row.language, row.channel) == ("yes", "yes", "fr", "web")
    assert (row.opened.minute, row.opened.second, row.opened.microsecond) == (0, 0, 0)


def test_a_wrong_locator_and_a_wrong_secret_end_alike_after_the_same_work(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[tuple[int, int]] = []
    slow, unsealed = services.slow_key, services.decrypt
    monkeypatch.setattr(
        services, "slow_key", lambda secret, salt: work.append((0, len(salt))) or slow(secret, salt)
    )
    monkeypatch.setattr(
        services,
        "decrypt",
        lambda key, sealed, place: work.append((1, len(sealed))) or unsealed(key, sealed, place),
    )
    seen = []
    for locator in (opened.receipt.locator, "00000000"):
        work.clear()
        with pytest.raises(CannotOpen) as caught:
            services.unlock(locator, "1" * 16)
        seen.append((str(caught.value), tuple(work)))
    assert seen[0] == seen[1]
    assert seen[0][1] == ((0, 16), (1, services.WRAPPED_BYTES))


@pytest.mark.parametrize("there", [True, False])
def test_five_wrong_tries_an_hour_and_then_not_even_the_right_one(
    opened: Open, there: bool
) -> None:
    locator = opened.receipt.locator if there else "12345678"
    for _ in range(tries.MOST_TRIES):
        with pytest.raises(CannotOpen):
            services.unlock(locator, "2" * 16)
    with pytest.raises(CannotOpen):
        services.unlock(locator, opened.receipt.secret)
    assert Attempt.objects.get(locator=tries.mark_of(locator)).tries == tries.MOST_TRIES + 1
    assert not Attempt.objects.filter(locator__contains=locator).exists()


def test_tries_of_the_last_hour_still_count_and_older_ones_are_forgotten(opened: Open) -> None:
    for _ in range(tries.MOST_TRIES):
        with pytest.raises(CannotOpen):
            services.unlock(opened.receipt.locator, "2" * 16)
    Attempt.objects.update(hour=this_hour() - timedelta(hours=1))
    with pytest.raises(CannotOpen):
        opened.box()
    for row in Attempt.objects.all():
        Attempt.objects.filter(pk=row.pk).update(hour=row.hour - timedelta(hours=2))
    assert services.read(opened.box())


def test_whoever_opens_the_box_uses_up_no_try(opened: Open) -> None:
    for _ in range(tries.MOST_TRIES + 3):
        assert services.read(opened.box())


def test_a_message_moved_to_another_box_or_order_does_not_open(opened: Open) -> None:
    other = services.open_box(opened.desk, "en", "web", {"safe": "yes"})
    mine, theirs = opened.row().messages.get(), Box.objects.get(locator=other.locator)
    Message.objects.filter(box=theirs).update(for_desk=mine.for_desk)
    with pytest.raises(CannotOpen):
        services.read_for_desk(theirs, opened.private)
    services.answer(opened.row(), "First")
    services.answer(opened.row(), "Second")
    first, second = opened.row().messages.filter(sender="desk").order_by("order")
    Message.objects.filter(pk=first.pk).update(for_worker=second.for_worker)
    with pytest.raises(CannotOpen):
        services.read(opened.box())


def test_a_file_moved_to_another_row_or_column_does_not_open(opened: Open) -> None:
    services.write(opened.box(), "", [file(), file(b"other")])
    notes = services.read(opened.box())[1].files
    row = Attachment.objects.get(pk=notes[0].id)
    Attachment.objects.filter(pk=row.pk).update(copy=row.original)
    with pytest.raises(CannotOpen):
        services.open_file(notes[0])
    Attachment.objects.filter(pk=notes[1].id).update(original=row.original)
    with pytest.raises(CannotOpen):
        services.open_file(notes[1], original=True)


def test_a_closed_box_holds_nothing_and_opens_for_nobody(opened: Open) -> None:
    box = opened.box()
    services.write(box, "Secret", [file()])
    row = opened.row()
    services.shred(box)
    row.refresh_from_db()
    assert row.state == "closed"
    assert row.locator is None
    assert not any((row.wrapped_key, row.salt))
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()
    for act in (opened.box, lambda: services.read(box), lambda: services.write(box, "more")):
        with pytest.raises(CannotOpen):
            act()
    with pytest.raises(RefusedError) as caught:
        services.answer(row, "Hello?")
    assert caught.value.reason == "box_closed"


def test_sending_twice_makes_one_box_and_one_message(opened: Open) -> None:
    sending = services.prepare()
    first = services.open_box(opened.desk, "en", "web", ANSWERS, sending=sending)
    assert first == services.open_box(opened.desk, "en", "web", ANSWERS, sending=sending)
    assert Box.objects.count() == 2
    once = uuid4()
    for _ in range(2):
        services.write(opened.box(), "Once", message_id=once)
    assert [entry.text for entry in services.read(opened.box())] == ["", "Once"]


def test_a_locator_that_is_taken_gives_way_to_another(opened: Open) -> None:
    taken = services.Sending(uuid4(), services.Receipt(opened.receipt.locator, "3" * 16))
    receipt = services.open_box(opened.desk, "en", "web", {}, sending=taken)
    assert receipt.locator != opened.receipt.locator
    assert services.unlock(receipt.locator, receipt.secret)
    assert services.read(opened.box())


def test_a_box_says_whether_it_waits_for_an_answer(opened: Open) -> None:
    states = [opened.row().state]
    services.answer(opened.row(), "We are here.")
    states.append(opened.row().state)
    services.write(opened.box(), "Thank you.")
    states.append(opened.row().state)
    assert states == ["new", "answered", "waiting"]


def test_one_box_takes_only_so_many_messages_an_hour(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manumit.web.mailbox.messages.MOST_MESSAGES", 2)
    box = opened.box()
    services.write(box, "Second")
    with pytest.raises(RefusedError) as caught:
        services.write(box, "Third")
    assert caught.value.reason == "too_many_messages"


def test_a_closed_desk_takes_nothing(opened: Open) -> None:
    services.register_desk(opened.desk.pk, "Night Desk", b"", is_open=False)
    opened.desk.refresh_from_db()
    assert not services.open_desks()
    with pytest.raises(RefusedError):
        services.open_box(opened.desk, "en", "web", {})


def test_receipts_are_random_digits_of_53_bits() -> None:
    made = [receipts.new_receipt() for _ in range(4000)]
    assert len({receipt.secret for receipt in made}) == len(made)
    assert 10**receipts.SECRET_DIGITS >= 2**53
    for receipt in made:
        assert len(receipt.locator) == 8
        assert len(receipt.secret) == 16
    seen = Counter("".join(receipt.secret for receipt in made))
    expected = 4000 * 16 / 10
    chi_squared = sum((seen[str(digit)] - expected) ** 2 / expected for digit in range(10))
    assert chi_squared < 40  # nine degrees of freedom: once in 100,000
    assert made[0].secret not in repr(made[0])


@pytest.mark.parametrize("typed", ["4831 0927", "4831-0927", " 48310927", "٤٨٣١ ٠٩٢٧", "۴۸۳۱۰۹۲۷"])
def test_digits_are_read_in_any_script_and_grouping(typed: str) -> None:
    assert receipts.digits(typed) == "48310927"
    assert receipts.grouped("48310927") == "4831 0927"


def test_never_more_than_two_guesses_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def guess(*_: object) -> bytes:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return b""

    monkeypatch.setattr(receipts, "key_from", guess)
    threads = [threading.Thread(target=receipts.slow_key, args=("1", b"")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == receipts.AT_ONCE


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "PATIENCE_SECONDS", 0)
    with receipts._slot(), receipts._slot(), pytest.raises(RefusedError) as caught:
        receipts.slow_key("1", b"0" * 16)
    assert caught.value.reason == "busy"


def test_the_allowance_of_all_is_larger_with_work_than_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "ALLOWED", {("open", False): 2, ("open", True): 3})
    for proven, allowed in ((False, 2), (True, 3)):
        for _ in range(allowed):
            tries.take("open", proven=proven)
        with pytest.raises(RefusedError) as caught:
            tries.take("open", proven=proven)
        assert caught.value.reason == "allowance"
    Allowance.objects.update(hour=this_hour() - timedelta(hours=1))
    tries.take("open", proven=False)
    assert 1 <= tries.minutes_to_wait() <= 60


def test_a_proof_counts_once_for_its_kind_and_only_if_we_asked_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof, "BITS", 4)
    asked = proof.new_challenge("open")
    found = proof.solve(asked)
    assert not proof.spend("unlock", asked, found)
    assert not proof.spend("open", asked + "0", found)
    assert not proof.spend("open", asked, "")
    assert not proof.spend("open", "", found)
    assert proof.spend("open", asked, found)
    assert not proof.spend("open", asked, found)
    late = proof.new_challenge("open")
    answer = proof.solve(late)
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not proof.spend("open", late, answer)


def test_every_card_says_a_fact_or_none_and_every_question_has_a_page() -> None:
    assert {card.fact for card in CARDS if card.fact} <= set(facts())
    assert len(CARDS) >= 12
    assert {question.step for question in QUESTIONS} == set(STEPS)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_form_for_calls_asks_the_same_questions_in_every_language(language: str) -> None:
    form = SignalForm(language, {"safe": "unsure", "happening": ["hours"], "account": "Night work"})
    assert set(form.fields) == {question.name for question in QUESTIONS}
    assert form.is_valid()
    answers = form.answers()
    assert answers["facts"] == ["excessive_hours"]
    assert (answers["danger"], answers["child"]) == ("unknown", "unknown")
    assert "place" not in answers
    assert not SignalForm(language, {"reply": "call"}).is_valid()
    assert "<svg" in str(form)
