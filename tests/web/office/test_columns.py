"""Every column of the office and the mailbox is classified; what is secret is sealed."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import BinaryField, Field

from manumit.casework.columns import tables
from manumit.casework.policy import OPEN, SEALED
from manumit.web.cases.models import Case
from manumit.web.mailbox.models import Box, Message
from manumit.web.vault.models import CaseKey

TEXT_KEYS = {("accounts_user", "password")}


def columns() -> Iterator[tuple[str, str, Field]]:
    for model in apps.get_models(include_auto_created=True):
        for each in model._meta.local_fields:
            yield model._meta.db_table, each.column, each


def test_every_column_is_classified_and_every_class_is_of_a_column() -> None:
    """A new column fails here until `data/access/columns.yml` says what it holds."""
    real = {(table, column) for table, column, _ in columns()}
    known = {(name, column) for name, table in tables().items() for column in table.columns}
    assert not real - known, "classify these in data/access/columns.yml"
    assert not known - real, "there are no such columns"


def test_what_is_secret_is_in_columns_of_ciphertext() -> None:
    sealed = {"sealed", "key", *map(str, SEALED)}
    for table, column, each in columns():
        holds = tables()[table].columns[column]
        if holds in sealed:
            assert isinstance(each, BinaryField), f"{table}.{column}"
        if isinstance(each, BinaryField):
            assert holds in sealed | {"digest"}, f"{table}.{column}"


def test_words_stand_only_in_columns_of_a_class_that_is_not_sealed() -> None:
    """A free text is longer than a code; each is of a class that may be read without a key."""
    for table, column, each in columns():
        holds = tables()[table].columns[column]
        free = each.get_internal_type() == "TextField" or (each.max_length or 0) > 64
        if free and holds not in {"digest", "code"}:
            assert holds.isdigit(), f"{table}.{column}"
            assert int(holds) not in SEALED


def test_a_table_about_a_case_has_guarded_rows() -> None:
    of_case = {"cases_case"}
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.local_fields
        to = {each.related_model for each in fields}
        if to & {Case, CaseKey, Box, Message} or "box" in {each.name for each in fields}:
            of_case.add(model._meta.db_table)
    assert len(of_case) > 15
    for name in of_case:
        assert tables()[name].guard in {"rows", "own"}, name


def test_an_open_table_holds_nothing_of_a_case() -> None:
    about_no_case = OPEN | {22}
    for name, table in tables().items():
        if table.guard == "none":
            classes = {int(holds) for holds in table.columns.values() if holds.isdigit()}
            assert classes <= about_no_case, name
