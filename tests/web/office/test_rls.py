"""Row-level security: what the office's role reaches of the database without any filter."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.postgres import Cluster
from tests.web.office.on_postgres import migrated, signed_in_as


@pytest.fixture(scope="module")
def office(postgres: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = migrated(postgres, "rls")
        yield name
    postgres.drop(name)


def test_x(postgres, office, django_db_blocker):
    with django_db_blocker.unblock(), signed_in_as(postgres, office, "manumit_office"):
        with connection.cursor() as c:
            c.execute("select count(*) from cases_case")
            print(c.fetchall())
            c.execute("select * from access_ways(gen_random_uuid())")
            print(c.fetchall())
