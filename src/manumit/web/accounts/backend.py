"""Who a name and a password belong to."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from manumit.web.accounts.keys import private_key, remember
from manumit.web.accounts.models import User


class PasswordBackend:
    """Checks the password, and unwraps the person's key with it."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> User | None:
        """The person, if the account is open and the password right.

        A name that nobody has takes as long as a wrong password: both cost one hash.
        """
        person = User.objects.select_related("agency").filter(username=username).first()
        if person is None or not person.is_active:
            User().set_password(password)
            return None
        if not person.check_password(password):
            return None
        if request is not None and person.wrapped_key:
            remember(request, private_key(person, password), str(person.id))
        return person

    def get_user(self, user_id: UUID | str) -> User | None:
        """The person of a session; None once the account is closed."""
        try:
            return User.objects.select_related("agency").get(pk=user_id, is_active=True)
        except (User.DoesNotExist, ValidationError):
            return None
