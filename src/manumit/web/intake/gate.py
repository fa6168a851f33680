"""The gate before the program: what it need not know of a visitor does not reach it.

Of a request's headers five pass. Address, browser, languages, cookies, the page that one came from
and what follows a question mark are gone before any code of the program or of a library could read
or log them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from manumit.web.mailbox.files import MEGABYTE, MOST_TOGETHER

MOST_BYTES = MOST_TOGETHER + MEGABYTE
"""Bytes of one request."""

PASS = frozenset(
    {
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "PATH_INFO",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_SEC_FETCH_SITE",
    }
)
"""What the program is told of a request, besides how to read it (`wsgi.`)."""

TOO_BIG = "manumit.too_big"
"""Set for a request that was too big; its content was thrown away."""

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


def gate(application: Wsgi) -> Wsgi:
    """A WSGI program behind the gate."""

    def behind(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        bare = {
            key: value for key, value in environ.items() if key in PASS or key.startswith("wsgi.")
        }
        bare["QUERY_STRING"] = ""
        length = environ.get("CONTENT_LENGTH") or "0"
        if _too_big(length) or "HTTP_TRANSFER_ENCODING" in environ:  # the length is not known
            bare |= {TOO_BIG: True, "CONTENT_LENGTH": "0"}
        return application(bare, start)

    return behind


def _too_big(length: str) -> bool:
    return not (length.isascii() and length.isdigit()) or int(length) > MOST_BYTES
