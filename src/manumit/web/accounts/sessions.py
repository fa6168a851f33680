"""Sessions that are known by a digest of their key, and by whose they are.

The key of a session is in the browser's cookie. The database holds only its digest, so that a copy
of the database lets nobody go on with someone's session. The table also says whose session it is,
which is how closing an account ends all of them at once.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from manumit.web.accounts.models import Session, User


def stored(key: str | None) -> str:
    """The digest under which a session is kept; 160 bits, as its column is long."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """The sessions of Django, with these two differences."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds; empty if there is no such session."""
        found = Session.objects.filter(
            session_key=stored(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
            return {}
        content: dict[str, Any] = self.decode(found.session_data)
        return content

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return Session.objects.filter(session_key=stored(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        return Session(
            session_key=stored(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get("_auth_user_id"),
            started=_moment(data.get("since")),
            seen=_moment(data.get("seen")),
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session: the one named, or this one."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=stored(key)).delete()


def end_sessions(person: User, *, but: str | None = None) -> int:
    """End the sessions of a person, but for one key.

    Returns:
        How many were ended.
    """
    ended, _ = person.sessions.exclude(session_key=stored(but)).delete()
    return ended


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC)
