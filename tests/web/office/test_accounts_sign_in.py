"""Signing in: password, second factor, and what the session then holds."""

import pytest
from django.test import Client

from manumit.web.accounts.models import User
from tests.web.office.people import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


def test_everyone_of_the_cast_can_sign_in(cast: dict[str, User]) -> None:
    for person in cast.values():
        client = sign_in(Client(), person)
        assert client.session["_auth_user_id"] == str(person.id)
