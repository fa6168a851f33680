"""Where the library for signing in does as this project wants."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from manumit.web.accounts.keys import give_keys, remember, remembered, wrap_key
from manumit.web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Accounts are made by invitation; a new password wraps the person's key anew."""

    request: HttpRequest

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a new password and wrap the key under it; both or neither."""
        private = remembered(self.request, str(user.id))
        if private:
            wrap_key(user, private, password)
        else:
            private = give_keys(user, password)
        user.set_password(password)
        user.save()
        remember(self.request, private, str(user.id))

    def send_mail(self, *_args: object, **_kwargs: object) -> None:
        """Nothing is sent by mail: a mail would tell who works here."""
