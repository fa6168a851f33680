"""Row-level security: what the office's role reaches of the database without any filter."""

# ruff: noqa: S608 - names of tables and functions stand in the statements
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from manumit.casework.columns import tables
from manumit.casework.policy import purposes_of
from manumit.errors import AccessRefused, CannotOpen
from manumit.web.cases.models import Case
from manumit.web.cases.opening import New, open_case
from manumit.web.consent.models import Proposal
from manumit.web.consent.proposals import Asked, agree, decline, propose
from manumit.web.consent.services import Given, give, withdraw
from manumit.web.demo.world import make_world_once
from manumit.web.door.door import access_case
from manumit.web.door.rls import INTAKE_ROLE, OFFICE_ROLE, RULES_ROLE, secure
from manumit.web.door.rls_policies import OFFICE
from manumit.web.door.rls_session import telling
from manumit.web.door.rls_session import told as told_of
from manumit.web.evidence.services import add, file_entry, opened
from manumit.web.mailbox import services as boxes
from manumit.web.mailbox.files import clean
from manumit.web.mailbox.rls import POLICIES, name_box
from manumit.web.referrals.services import accept, draft, send
from manumit.web.sealing import new_pair
from manumit.web.vault.models import Entry, Wrap
from manumit.web.vault.services import open_entries, share
from manumit.web.worker.services import asker_of, give_receipt, own_door
from tests.postgres import SUPERUSER, Cluster
from tests.web.office.on_postgres import OWNER, asking, migrated, signed_in_as
from tests.web.office.test_routes import ROUTES
from tests.web.office.world import World, make_world
from tests.web.office.world import signed_in as sign_in_client

CASE_TABLES = tuple(OFFICE)


@pytest.fixture(scope="module")
def office(postgres: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = migrated(postgres, "rls")
        yield name
    postgres.drop(name)


@pytest.fixture(scope="module")
def told(postgres: Cluster, office: str) -> tuple[World, Case]:
    """A case of the intake, referred to the inspectorate and accepted, as the program does it."""
    with signed_in_as(postgres, office, OFFICE_ROLE):
        world = make_world()
        intake, inspector = world.people["INT"], world.people["LI"]
        with asking(actor=intake.pk):
            case = open_case(world.asker("INT"), New(child="no", danger="no"))
            door = world.door("INT", case, "support")
            door.write("identity", {"name": "Amina Osei"})
            door.write("account", {"text": "My passport.", "conditions": "Twelve hours a day."})
            world.agree("INT", "LI", {"wage_claim", "inspection"})
            refer(world, case)
        with asking(actor=inspector.pk):
            accept(inspector, inspector.agency.referrals_received.get(), timezone.now())
    return world, case


def refer(world: World, case: Case) -> None:
    now = timezone.now()
    terms = Given(
        purpose="wage_claim",
        recipient=world.agencies["LI"],
        classes=frozenset({3, 6, 8}),
        starts=now - timedelta(minutes=1),
        ends=now + timedelta(days=9),
        language="en",
        explained="spoken",
        text_version="1",
    )
    give(world.door("INT", case, "support"), terms)
    door = world.door("INT", case, "support")
    made = draft(door, world.agencies["LI"], "wage_claim", {3, 6, 8}, "wage_claim")
    send(world.door("INT", case, "support"), made)


@pytest.fixture
def signed_in(postgres: Cluster, office: str, told: tuple[World, Case]) -> Iterator[None]:
    with signed_in_as(postgres, office, OFFICE_ROLE):
        yield


def sql(statement: str, *given: object, using: str = "default") -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, given or None)
        return list(cursor.fetchall())


def mailbox(statement: str) -> list[tuple[Any, ...]]:
    return sql(statement, using="mailbox")


STRANGERS = ("POL", "PRO", "IMM", "SOC", "UNI", "COM", "STA", "ADM")


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("role", STRANGERS)
def test_an_agency_that_has_no_part_reaches_no_row(told: tuple[World, Case], role: str) -> None:
    """Not by reading, counting, guessing an id, joining, locking, changing or deleting."""
    world, case = told
    with asking(actor=world.people[role].pk):
        for table in CASE_TABLES:
            assert sql(f"SELECT count(*) FROM {table}") == [(0,)], table
        assert sql("SELECT FROM cases_case WHERE id = %s", case.pk) == []
        assert sql("SELECT FROM cases_case WHERE reference = %s", case.reference) == []
        assert sql("SELECT FROM vault_entry WHERE case_id = %s", case.pk) == []
        joined = "accounts_agency a JOIN cases_case c ON c.owner_id = a.id"
        assert sql(f"SELECT c.id FROM {joined} LEFT JOIN vault_entry e ON e.case_id = c.id") == []
        for statement in (
            "UPDATE cases_case SET closed = now() WHERE id = %s RETURNING 1",
            "SELECT FROM cases_case WHERE id = %s FOR UPDATE",
            "DELETE FROM vault_wrap WHERE key_id IN (SELECT id FROM vault_casekey)"
            " AND %s IS NOT NULL RETURNING 1",
        ):
            assert sql(statement, case.pk) == [], statement
        for function in ("access_consents", "access_ways"):
            assert sql(f"SELECT * FROM {function}(%s)", case.pk) == []
        assert sql("SELECT access_next_order(%s)", case.pk) == [(1,)]
        assert sql("SELECT access_next_order(%s)", uuid4()) == [(1,)]


@pytest.mark.usefixtures("signed_in")
def test_nobody_at_all_reaches_no_row(told: tuple[World, Case]) -> None:
    world, _ = told
    unknown = ("", str(uuid4()))
    for actor in unknown:
        with asking(actor=actor):
            for table in CASE_TABLES:
                assert sql(f"SELECT count(*) FROM {table}") == [(0,)], table
    with asking(box=uuid4()):
        assert sql("SELECT count(*) FROM cases_case") == [(0,)]
    with asking(actor=world.people["INT"].pk, purpose=""):
        assert sql("SELECT count(*) FROM cases_case") == [(0,)]
    with asking(actor=world.people["INT"].pk, purpose="wage_claim"):
        assert sql("SELECT count(*) FROM cases_case") == [(0,)]


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("role", STRANGERS)
def test_no_function_tells_a_stranger_that_a_case_exists(
    told: tuple[World, Case], role: str
) -> None:
    """Asked of a real case and its keys, each answers what it answers of one that never was."""
    world, case = told
    owner, other = case.owner_id, uuid4()
    with asking(actor=world.people["INT"].pk):
        key = sql("SELECT id FROM vault_casekey LIMIT 1")[0][0]
    functions = sql(
        "SELECT proname, proargtypes::regtype[]::text[] FROM pg_proc"
        " WHERE proname ~ '^access_' AND has_function_privilege(oid, 'execute') AND pronargs > 0"
    )
    answers = dict[str, list[object]]()
    with asking(actor=world.people[role].pk), telling(sharing=str(case.pk), task=""):
        for name, types in functions:
            words = ["read"] if types[0] == "text" else ["full"]
            for id_ in (case.pk, key, other):
                given = {"uuid": [id_, owner], "integer": [3], "text": list(words)}
                call = f"SELECT * FROM {name}({', '.join(['%s'] * len(types))})"
                answers.setdefault(name, []).append(sql(call, *(given[k].pop(0) for k in types)))
    assert len(answers) > 14
    for name, (of_case, of_key, of_nothing) in answers.items():
        assert of_case == of_key == of_nothing, name


@pytest.mark.usefixtures("signed_in")
def test_an_error_tells_nothing_of_rows_that_are_hidden(told: tuple[World, Case]) -> None:
    """A condition that fails on a hidden row would tell of it: it is asked after the policy."""
    world, case = told
    with asking(actor=world.people["POL"].pk):
        assert sql("SELECT FROM cases_case WHERE 1 / (length(reference) - 9) > 0") == []
        plan = sql("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT FROM cases_case")
        assert case.reference not in str(plan)
        again = "INSERT INTO cases_part (case_id, agency_id, classes, since, own_filing)"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql(
                f"{again} VALUES (%s, %s, ',3,', now(), false) RETURNING id",
                case.pk,
                world.agencies["POL"].pk,
            )


@pytest.mark.usefixtures("signed_in")
def test_a_part_shows_what_it_covers_and_no_more(told: tuple[World, Case]) -> None:
    world, _ = told
    rows = "SELECT DISTINCT data_class, form FROM vault_entry ORDER BY 1, 2"
    with asking(actor=world.people["LI"].pk, purpose="inspection"):
        assert sql(rows) == []  # the worker agreed for another purpose
    with asking(actor=world.people["LI"].pk, purpose="wage_claim"):
        assert sql(rows) == [(3, "full"), (6, "redacted")]
        assert sql("SELECT DISTINCT agency_id FROM vault_wrap") == [(world.agencies["LI"].pk,)]
    with asking(actor=world.people["INT"].pk):
        assert sql(rows) == [(3, "full"), (6, "full"), (6, "redacted")]
    with asking(actor=world.people["AUD"].pk):
        assert sql(rows) == [(3, "full"), (6, "full")]  # that they are there; it has no key


@pytest.mark.usefixtures("signed_in")
def test_nobody_takes_over_a_case_or_writes_what_is_not_theirs(told: tuple[World, Case]) -> None:
    world, case = told
    mine = world.agencies["LI"].pk
    with asking(actor=world.people["LI"].pk):
        for statement in (
            "UPDATE cases_case SET owner_id = %s WHERE id = %s RETURNING 1",
            "INSERT INTO consent_disclosure (agency_id, case_id, purpose, classes, at)"
            " SELECT %s, gen_random_uuid(), 'x', ',3,', now() WHERE %s IS NOT NULL RETURNING 1",
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                sql(statement, mine, case.pk)
        for table in ("vault_entry", "consent_consent", "cases_case", "audit_record"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                sql(f"DELETE FROM {table} RETURNING 1")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql("UPDATE vault_entry SET data_class = 10 RETURNING 1")
        assert sql("UPDATE vault_entry SET body = '' RETURNING 1") == []
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql(
                "INSERT INTO cases_case (id, reference, owner_id, opened, closing_reason, child,"
                " danger, review_open, joint_operation, claim_filed) VALUES (gen_random_uuid(),"
                " 'BBBB-BBBB', %s, now(), '', 'no', 'no', false, false, false) RETURNING 1",
                world.agencies["SOC"].pk,
            )


@pytest.mark.usefixtures("signed_in")
def test_the_program_works_as_it_does_without_row_level_security(
    told: tuple[World, Case],
) -> None:
    """Reading with consent, withdrawal, renewal of the key, and the end of access."""
    world, _ = told
    with asking(actor=world.people["INT"].pk):
        case = open_case(world.asker("INT"), New(child="no", danger="no"))
        world.door("INT", case, "support").write("identity", {"name": "Bo Chen"})
        refer(world, case)
    inspector = world.people["LI"]
    with asking(actor=inspector.pk):
        waiting = inspector.agency.referrals_received.filter(case=case).get()
        assert waiting.case.reference == case.reference
        with pytest.raises(AccessRefused):
            world.door("LI", case, "wage_claim")
        accept(inspector, waiting, timezone.now())
        door = world.door("LI", case, "wage_claim")
        assert door.reveal(3, "To file")[0].content == {"name": "Bo Chen"}
        door.write("wage_claim", {"document": {"owed": "120"}})
    with asking(actor=world.people["INT"].pk):
        door = world.door("INT", case, "support")
        assert door.reveal(8, "To know")[0].content == {"document": {"owed": "120"}}
        before = Entry.objects.get(case=case, data_class=3).key_version
        withdraw(door, case.consents.get(), "spoken")
        entry = Entry.objects.get(case=case, data_class=3)
        assert entry.key_version == before + 1
        assert world.door("INT", case, "support").reveal(3, "Call")[0].content["name"] == "Bo Chen"
    with asking(actor=inspector.pk):
        with pytest.raises(AccessRefused):
            world.door("LI", case, "wage_claim").reveal(3, "To file")
        assert not Wrap.objects.filter(key=entry.key_id).exists()
        assert not Entry.objects.filter(pk=entry.pk).exists()


@pytest.mark.usefixtures("signed_in")
def test_a_worker_who_withdraws_takes_back_what_waits(told: tuple[World, Case]) -> None:
    world, _ = told
    with asking(actor=world.people["INT"].pk):
        case = open_case(world.asker("INT"), New(child="no", danger="no"))
        world.door("INT", case, "support").write("identity", {"name": "Bo Chen"})
        receipt = give_receipt(world.door("INT", case, "support"), "en")
        refer(world, case)
    box = boxes.unlock(receipt.locator, receipt.secret)
    with asking(box=box.id):
        door = own_door(box)
        assert door is not None
        withdraw(door, case.consents.get(), "own_page")
        assert case.referrals.get().state == "revoked"
    with asking(actor=world.people["LI"].pk):
        assert not Wrap.objects.filter(key__case=case).exists()


@pytest.mark.usefixtures("signed_in")
def test_a_worker_alone_says_yes_and_shares_the_keys(told: tuple[World, Case]) -> None:
    """An agency asks and can answer for nobody; the worker answers, and asks for nothing."""
    world, _ = told
    now, inspector = timezone.now(), world.agencies["LI"]
    with asking(actor=world.people["INT"].pk):
        case = open_case(world.asker("INT"), New(child="no", danger="no"))
        world.door("INT", case, "support").write("identity", {"name": "Bo Chen"})
        receipt = give_receipt(world.door("INT", case, "support"), "en")
        case.parts.create(agency=inspector, classes={3}, since=now)
        terms = Asked(
            "wage_claim", inspector, frozenset({3}), now, now + timedelta(days=9), "written"
        )
        proposal, other = (propose(world.door("INT", case, "support"), terms) for _ in "12")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql("UPDATE consent_proposal SET outcome = 'yes' RETURNING 1")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql("UPDATE consent_proposal SET classes = ',4,' RETURNING 1")
    with asking(actor=world.people["LI"].pk):
        assert sql("SELECT FROM consent_proposal") == []
    box = boxes.unlock(receipt.locator, receipt.secret)
    with asking(box=box.id):
        worker = access_case(asker_of(box), case.reference, "own_file")
        agree(worker, proposal, "en")
        decline(worker, other)
        assert sql("UPDATE consent_proposal SET outcome = 'no' RETURNING 1") == []
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Proposal(**_fields(proposal) | {"id": uuid4()}).save(force_insert=True)
    with asking(actor=world.people["LI"].pk):
        found = world.door("LI", case, "wage_claim").reveal(3, "To file")
        assert found[0].content == {"name": "Bo Chen"}


def _fields(proposal: Proposal) -> dict[str, Any]:
    return {field.attname: getattr(proposal, field.attname) for field in proposal._meta.fields}


@pytest.mark.usefixtures("signed_in")
def test_files_are_added_and_opened_as_without_row_level_security(told: tuple[World, Case]) -> None:
    world, _ = told
    with asking(actor=world.people["INT"].pk):
        case = open_case(world.asker("INT"), New(child="no", danger="no"))
        add(world.door("INT", case, "support"), [clean("a.ogg", b"OggS says")])
        door = world.door("INT", case, "support")
        entry = file_entry(door, door.entries(9)[0].pk)
        assert opened(door, entry, "To look").content == b"OggS says"
    with asking(actor=world.people["LI"].pk):
        assert sql("SELECT FROM vault_entry WHERE id = %s", entry.pk) == []


@pytest.mark.usefixtures("signed_in")
def test_a_key_is_not_renewed_while_someone_writes(
    postgres: Cluster, office: str, told: tuple[World, Case]
) -> None:
    """Or what is written would be sealed with a key that is gone when it arrives."""
    import psycopg

    world, case = told
    with (
        psycopg.connect(postgres.url(office)) as writer,
        asking(actor=world.people["INT"].pk),
    ):
        writer.execute("SELECT FROM office.cases_case WHERE id = %s FOR UPDATE", [case.pk])
        case.keys.update(stale=True)
        door = world.door("INT", case, "support")
        sql("SELECT set_config('lock_timeout', '100ms', false)")
        with pytest.raises(DatabaseError, match="lock timeout"):
            share(case, door.asker.holder, door.now)
        writer.rollback()
        share(case, door.asker.holder, door.now)


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("role", "takes_part"),
    [("LI", True), ("POL", False), pytest.param("INT", True, marks=pytest.mark.study)],
)
def test_every_page_answers_on_postgresql(
    told: tuple[World, Case], role: str, *, takes_part: bool
) -> None:
    """The program names who asks by itself; a page of the case is there for who has a part."""
    world, case = told
    client = sign_in_client(world, role)
    purpose = purposes_of(role)[-1].replace("_", "-")
    seen = list[str]()
    for at in ROUTES:
        whole = at.replace("AAAA-AAAA", case.reference).replace("/support/", f"/{purpose}/")
        answer = client.get(whole)
        assert answer.status_code in {200, 302, 404, 405}, whole
        says_nothing = whole.endswith("/still/")  # the same for a case that does not exist
        if case.reference in whole and answer.status_code == 200 and not says_nothing:
            seen.append(whole)
    assert bool(seen) == takes_part, seen
    assert told_of("actor") == ""


@pytest.mark.usefixtures("signed_in")
def test_a_closed_account_sees_nothing_from_that_moment(told: tuple[World, Case]) -> None:
    world, _ = told
    person = world.people["LI"]
    with asking(actor=person.pk):
        assert sql("SELECT count(*) FROM vault_entry") != [(0,)]
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        try:
            assert sql("SELECT count(*) FROM vault_entry") == [(0,)]
        finally:
            type(person).objects.filter(pk=person.pk).update(is_active=True)


@pytest.mark.usefixtures("signed_in")
def test_the_program_cannot_set_the_clock(told: tuple[World, Case]) -> None:
    with asking(actor=told[0].people["LI"].pk):
        sql("SELECT set_config('manumit.now', '2020-01-01', false)")
        assert sql("SELECT access_now() > now() - interval '1 hour'") == [(True,)]


def test_every_table_of_a_case_has_row_level_security_on_and_forced(
    postgres: Cluster, office: str
) -> None:
    """A new table fails here until it is classified and has its policies."""
    with signed_in_as(postgres, office, SUPERUSER):
        found = sql(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'office'::regnamespace"
        )
    own = {"access_rule", "access_purpose", "django_migrations"}
    assert {name for name, _ in found} - own <= set(tables())
    secured = {name for name, on in found if on}
    guarded = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if tables()[model._meta.db_table].guard in {"rows", "own"}
        and model._meta.app_label != "mailbox"
    }
    assert secured == guarded == set(OFFICE)


def test_the_roles_own_nothing_and_bypass_nothing(postgres: Cluster, office: str) -> None:
    with signed_in_as(postgres, office, SUPERUSER):
        roles = sql(
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^manumit' AND (rolsuper OR rolbypassrls)"
        )
        assert roles == []
        owned = sql(
            "SELECT relname FROM pg_class WHERE relowner IN"
            " (SELECT oid FROM pg_roles WHERE rolname IN (%s, %s, %s))",
            OFFICE_ROLE,
            INTAKE_ROLE,
            RULES_ROLE,
        )
        assert owned == []
        members = sql(
            "SELECT roleid::regrole::text FROM pg_auth_members WHERE roleid = %s::regrole",
            RULES_ROLE,
        )
        assert members == []


def test_the_intake_has_no_right_in_the_office(postgres: Cluster, office: str) -> None:
    with signed_in_as(postgres, office, INTAKE_ROLE):
        for table in ("cases_case", "vault_entry", "accounts_user", "audit_record"):
            with pytest.raises(DatabaseError, match="permission denied"):
                sql(f"SELECT FROM office.{table}")


def test_the_intake_reaches_the_box_that_is_named_and_no_other(
    postgres: Cluster, office: str
) -> None:
    """A worker writes, comes back with the receipt and deletes; boxes of others are not there."""
    with signed_in_as(postgres, office, OFFICE_ROLE):
        desk = boxes.register_desk(uuid4(), "Helpline", new_pair().public)
    with signed_in_as(postgres, office, INTAKE_ROLE):
        one, other = (boxes.open_box(desk, "en", "web", {"says": text}) for text in ("1", "2"))
        opened = boxes.unlock(one.locator, one.secret)
        boxes.write(opened, "More")
        assert [entry.order for entry in boxes.read(opened)] == [1, 2]
        assert mailbox("SELECT locator FROM mailbox_box") == [(one.locator,)]
        assert mailbox("SELECT count(DISTINCT box_id) FROM mailbox_message") == [(1,)]
        with pytest.raises(CannotOpen):
            boxes.unlock(other.locator, one.secret)
        name_box()
        for table in POLICIES:
            assert mailbox(f"SELECT count(*) FROM {table}") == [(0,)], table
        with pytest.raises(DatabaseError, match="permission denied"):
            mailbox("DELETE FROM mailbox_box")
        boxes.shred(opened)
        with pytest.raises(CannotOpen):
            boxes.unlock(one.locator, one.secret)
    with signed_in_as(postgres, office, SUPERUSER):
        secured = mailbox(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity"
            " AND relrowsecurity AND relnamespace = 'mailbox'::regnamespace"
        )
        own = {name for name, each in tables().items() if each.guard == "own" and "mailbox" in name}
        assert {name for (name,) in secured} == own == set(POLICIES)


def test_a_program_that_is_not_the_owner_starts_without_migrating(
    postgres: Cluster, office: str
) -> None:
    with signed_in_as(postgres, office, OFFICE_ROLE):
        for alias in ("default", "mailbox"):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
    with signed_in_as(postgres, office, INTAKE_ROLE):
        call_command("migrate", database="mailbox", verbosity=0, interactive=False)


def test_the_fictional_office_is_made_on_postgresql(
    postgres: Cluster, django_db_blocker: DjangoDbBlocker
) -> None:
    """Cases, consents, referrals, certificates and signals, by the services that people use."""
    with django_db_blocker.unblock():
        name = migrated(postgres, "rls_demo")
        with signed_in_as(postgres, name, OFFICE_ROLE):
            make_world_once()
        with signed_in_as(postgres, name, SUPERUSER):
            for table in ("cases_case", "vault_entry", "referrals_referral", "consent_consent"):
                assert sql(f"SELECT count(*) > 0 FROM {table}") == [(True,)], table
    postgres.drop(name)


def test_the_owner_of_the_tables_is_held_to_the_policies_too(
    postgres: Cluster, office: str, told: tuple[World, Case]
) -> None:
    with signed_in_as(postgres, office, OWNER):
        assert sql("SELECT count(*) FROM vault_entry") == [(0,)]
        secure()  # again, and nothing changes
        assert sql("SELECT count(*) FROM cases_case") == [(0,)]


@pytest.mark.usefixtures("signed_in")
def test_without_the_key_a_row_that_is_seen_stays_closed(told: tuple[World, Case]) -> None:
    world, case = told
    with asking(actor=world.people["AUD"].pk):
        door = access_case(world.asker("AUD"), case.reference, "oversight")
        rows = door.entries(3)
        assert len(rows) == 1
        with pytest.raises(CannotOpen):
            open_entries(rows, world.asker("AUD").holder)
