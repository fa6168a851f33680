"""A thread of the server that makes checkpoints when they are due."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from manumit.errors import ManumitError
from manumit.web.audit.checkpoints import checkpoint_if_due

EVERY_SECONDS = 60.0
LOGGER = logging.getLogger("manumit.audit")


Work = Callable[[datetime], object]


def start_ticking(every: float = EVERY_SECONDS, also: Iterable[Work] = ()) -> Event:
    """Look every minute whether a checkpoint is due, for as long as the process runs.

    Args:
        every: Seconds from one look to the next.
        also: What else is to be done at each look, given the time.

    Returns:
        What ends it when set.
    """
    stop = Event()
    Thread(target=_tick, args=(stop, every, tuple(also)), name="checkpoints", daemon=True).start()
    return stop


def _tick(stop: Event, every: float, also: tuple[Work, ...]) -> None:
    while True:
        tick()
        for work in also:
            _do(work)
        if stop.wait(every):
            connection.close()
            return


def tick() -> None:
    """Make a checkpoint if one is due; what goes wrong is told to the operator, and tried again."""
    close_old_connections()
    try:
        checkpoint_if_due(timezone.now())
    except (ManumitError, OSError, DatabaseError) as error:
        LOGGER.error("No checkpoint of the log could be made: %s", error)


def _do(work: Work) -> None:
    try:
        work(timezone.now())
    except (ManumitError, OSError, DatabaseError) as error:
        LOGGER.error("Something that is due could not be done: %s", error)
