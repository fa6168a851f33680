"""What a person of an agency does, as it goes into the log: ids only, never what was typed."""

from manumit.web.accounts.models import User
from manumit.web.audit.services import record


def write(  # noqa: PLR0913 - the fields of an act
    person: User | None,
    act: str,
    *,
    target: object = "",
    case: object = "",
    purpose: str = "",
    data_class: int | None = None,
    allowed: bool = True,
) -> None:
    """Put an act on the log before it happens; refusals too.

    The log commits by itself, so this is called outside any transaction.

    Args:
        person: Who acts; nobody where a name at the door was not known.
        act: What is done, such as `admit`.
        target: Whom or what it is done to.
        case: Id of the case that it concerns.
        purpose: Code of the purpose.
        data_class: Number of the class of data that it concerns.
        allowed: Whether it was allowed.
    """
    record(
        actor_id=str(person.id) if person else "",
        agency_id=str(person.agency_id) if person else "",
        act=act,
        case=str(case),
        data_class=data_class,
        purpose=purpose,
        target=str(target),
        allowed=allowed,
    )
