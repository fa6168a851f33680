"""The gate before the program: what it need not know of a visitor does not reach it.

Of a request's headers five pass. Address, browser, languages, cookies and the page that one came
from are gone before any code of the program or of a library could read or log them.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from manumit.web.mailbox.files import MEGABYTE, MOST_TOGETHER

MOST_BYTES = MOST_TOGETHER + MEGABYTE
"""Bytes of one request."""

PASS = ("host", "content-type", "content-length", "origin", "sec-fetch-site")
"""Headers that the program needs."""

TOO_BIG = "manumit.too_big"
"""Set for a request that was too big; its content was thrown away."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


def asgi_gate(application: Asgi) -> Asgi:
    """An ASGI program behind the gate."""

    async def gate(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        named = {key.decode("latin-1"): value for key, value in scope["headers"]}
        bare = {key: scope[key] for key in ("type", "asgi", "http_version", "method", "scheme")}
        bare |= {key: scope[key] for key in ("path", "raw_path", "root_path") if key in scope}
        headers = [(key.encode(), named[key]) for key in PASS if key in named]
        bare |= {"headers": headers, "query_string": b"", "client": None, "server": None}
        if _too_big(named.get("content-length", b"0"), "transfer-encoding" in named):
            await _throw_away(receive)
            bare[TOO_BIG] = True
            bare["headers"] = [pair for pair in headers if pair[0] != b"content-length"]
            receive = _empty(receive)
        await application(bare, receive, send)

    return gate


def wsgi_gate(application: Wsgi) -> Wsgi:
    """A WSGI program behind the gate."""
    kept = {f"HTTP_{name.upper().replace('-', '_')}" for name in PASS}

    def gate(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        bare = {
            key: value
            for key, value in environ.items()
            if key in kept or not key.startswith(("HTTP_", "REMOTE_"))
        }
        bare["QUERY_STRING"] = ""
        length = (bare.get("CONTENT_LENGTH") or "0").encode()
        if _too_big(length, "HTTP_TRANSFER_ENCODING" in environ):
            bare |= {TOO_BIG: True, "CONTENT_LENGTH": "0"}
        return application(bare, start)

    return gate


def _too_big(length: bytes, of_unknown_length: bool) -> bool:
    return of_unknown_length or not length.isdigit() or int(length) > MOST_BYTES


async def _throw_away(receive: Receive) -> None:
    """Read to the end, so that the browser gets to read the answer; keep nothing."""
    seen, more = 0, True
    while more and seen < 10 * MOST_BYTES:
        message = await receive()
        seen += len(message.get("body", b""))
        more = message.get("more_body", False)


def _empty(receive: Receive) -> Receive:
    """What the program reads in place of a request that was thrown away."""
    given: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def empty() -> Message:
        return given.pop() if given else await receive()

    return empty
