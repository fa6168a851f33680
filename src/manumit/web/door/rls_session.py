"""Who asks, told to the database: the settings that row-level security goes by.

On a database without row-level security nothing is told. What is not told is refused: a connection
on which nobody is named sees no row of a case.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponseBase

ANY = "*"
"""Any purpose of the actor's role, for pages that are not for one purpose."""

NAMES = ("actor", "box", "purpose")


def tell(**settings: str) -> None:
    """Tell the database who asks, until something else is told.

    Args:
        settings: `actor`, the id of an account; `box`, that of a worker's box; `purpose`;
            `paper`, the digest of a code on paper; `task`, retention.
    """
    _tell(settings, local=False)


def tell_until_committed(**settings: str) -> None:
    """Tell the database something for this transaction: `sharing`, a case whose keys are shared."""
    _tell(settings, local=True)


def _tell(settings: Mapping[str, str], *, local: bool) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return
    asked = ", ".join(["set_config(%s, %s, %s)"] * len(settings))
    given = [each for name, value in settings.items() for each in (f"manumit.{name}", value, local)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", given)


@contextmanager
def telling(**settings: str) -> Iterator[None]:
    """Tell the database something for a while; what was told before holds again afterwards."""
    before = {name: told(name) for name in settings}
    tell(**settings)
    try:
        yield
    finally:
        tell(**before)


def told(name: str) -> str:
    """What the database was told."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [f"manumit.{name}"])
        return str(cursor.fetchone()[0])


class TellWhoAsks:
    """Names whoever is signed in, for the time of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; afterwards nobody is named."""
        try:
            return self.get_response(request)
        finally:
            if connections[DEFAULT_DB_ALIAS].connection is not None:
                tell(**dict.fromkeys(NAMES, ""))

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> None:
        """Name the account or the box, and the purpose of the address."""
        if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
            return
        user, box = request.user, getattr(request, "box", None)
        actor = str(user.pk) if user.is_authenticated else ""
        purpose = str(kwargs.get("purpose", ANY))
        tell(actor=actor, box="" if box is None else str(box.id), purpose=purpose)
