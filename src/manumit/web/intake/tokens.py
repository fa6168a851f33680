"""What a page hands to the next one, sealed in a hidden field: nothing of it is kept here.

There is no cookie. A draft goes from page to page in the form itself, sealed with a key of the
server, so that what stays on the telephone cannot be read there. An open conversation goes the same
way for fifteen minutes, sealed with a key that is in the memory of this process and nowhere else.
"""

import base64
import json
import time
from datetime import timedelta
from typing import Any

from manumit.errors import CannotOpen
from manumit.web.mailbox.receipts import server_key
from manumit.web.sealing import Place, decrypt, encrypt, new_key

FORM, DRAFT, TALK = "form", "draft", "talk"
LIFE = {
    FORM: timedelta(hours=4),
    DRAFT: timedelta(hours=2),
    TALK: timedelta(minutes=15),
}
_MEMORY = new_key()
_LONGEST = 100_000


def give(kind: str, content: dict[str, Any] | None = None) -> str:
    """Content for a hidden field of a form."""
    raw = json.dumps({"at": int(time.time()), "is": content or {}}, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(encrypt(_key(kind), raw, _place(kind))).decode()


def take(kind: str, text: str, *, life: timedelta | None = None) -> dict[str, Any]:
    """What was in a hidden field.

    Args:
        kind: What it has to be.
        text: As it came back.
        life: How old it may be, if less than usual.

    Raises:
        CannotOpen: It is too old, of another kind, or not from here.
    """
    if len(text) > _LONGEST:
        raise CannotOpen
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
    except ValueError:
        raise CannotOpen from None
    found: dict[str, Any] = json.loads(decrypt(_key(kind), sealed, _place(kind)))
    if time.time() - found["at"] > (life or LIFE[kind]).total_seconds():
        raise CannotOpen
    content: dict[str, Any] = found["is"]
    return content


def _key(kind: str) -> bytes:
    return _MEMORY if kind == TALK else server_key(f"intake.{kind}")


def _place(kind: str) -> Place:
    return Place("intake_token", kind, "")
