"""What is done to accounts, as it goes into the log: ids only, never what someone typed."""

from manumit.web.accounts.models import User
from manumit.web.audit.services import record


def write(person: User | None, act: str, *, target: object = "", allowed: bool = True) -> None:
    """Put an act on the log before it happens; refusals too.

    The log commits by itself, so this is called outside any transaction.

    Args:
        person: Who acts; nobody where a name at the door was not known.
        act: What is done, such as `admit`.
        target: Whom or what it is done to.
        allowed: Whether it was allowed.
    """
    record(
        actor_id=str(person.id) if person else "",
        agency_id=str(person.agency_id) if person else "",
        act=act,
        target=str(target),
        allowed=allowed,
    )
