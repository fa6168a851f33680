"""A new password: it wraps the person's key anew, or is not set."""

from django.http import HttpRequest

from manumit.web.accounts import acts, keys
from manumit.web.accounts.models import User
from manumit.web.accounts.sessions import end_sessions


def change_password(request: HttpRequest, person: User, *, old: str, new: str) -> None:
    """Set a new password; sessions in other browsers end.

    Raises:
        CannotOpen: The old password is wrong.
    """
    private = keys.private_key(person, old)
    acts.write(person, "password_changed")
    keys.wrap_key(person, private, new)
    person.set_password(new)
    person.save(update_fields=["password", "wrapped_key"])
    end_sessions(person, but=request.session.session_key)
