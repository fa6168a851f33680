"""The cache of an office with several processes: counts of failed tries, and codes that were used.

Django's own cache in a database keeps pickles, and whoever can write a pickle runs code in the
process that reads it. Here values are JSON.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone

from manumit.web.accounts.models import Counter


class CounterCache(BaseCache):
    """A cache whose entries are rows of `Counter`."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value if there is none yet; of several at once, one succeeds."""
        made = self.make_and_validate_key(key, version=version)
        Counter.objects.filter(expires__lte=timezone.now()).delete()
        try:
            with transaction.atomic():
                Counter.objects.create(key=made, value=value, expires=self._ends(timeout))
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """A value, or the default."""
        made = self.make_and_validate_key(key, version=version)
        row = Counter.objects.filter(key=made).first()
        if row is None or (row.expires is not None and row.expires <= timezone.now()):
            return default
        return row.value

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value."""
        made = self.make_and_validate_key(key, version=version)
        given = {"value": value, "expires": self._ends(timeout)}
        Counter.objects.update_or_create(key=made, defaults=given)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value."""
        made = self.make_and_validate_key(key, version=version)
        return Counter.objects.filter(key=made).delete()[0] > 0

    def clear(self) -> None:
        """Forget all."""
        Counter.objects.all().delete()

    def _ends(self, timeout: Any) -> datetime | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else timezone.now() + timedelta(seconds=float(seconds))
