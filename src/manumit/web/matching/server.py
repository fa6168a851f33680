"""The matching server: yente's `POST /match/{dataset}` over outside lists.

The form of requests and answers is that of yente, https://www.opensanctions.org/docs/api/matching/.
Nothing of a request is logged or stored.
"""

import logging
import traceback
from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from manumit.errors import InputError, did_you_mean
from manumit.web.matching.answer import algorithms, answer, catalog
from manumit.web.matching.entities import entity, nested_entity
from manumit.web.matching.parties import ALL, PartyIndex
from manumit.web.matching.request import Options, examples_of, options_of

MOST_BYTES = 1 << 20
"""Size of the body of a request, at most."""

_LOG = logging.getLogger("manumit.web")


class _Answer(JSONResponse):
    """JSON that is kept nowhere."""

    def __init__(
        self, content: Any, status_code: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        own = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        super().__init__(content, status_code, headers=own | (headers or {}))


def matching_app(index: PartyIndex, *, hosts: Sequence[str] = ("*",)) -> Starlette:
    """The server as an ASGI application.

    Args:
        index: The lists.
        hosts: Names under which it answers. Naming them keeps pages of other sites, which a
            browser on the same machine has open, from reading answers under a name of their own.
    """
    server = _Server(index)
    return Starlette(
        routes=[
            Route("/match/{dataset}", server.match, methods=["POST"]),
            Route("/entities/{entity_id:path}", server.entity),
            Route("/catalog", server.catalog),
            Route("/manifest", server.catalog),
            Route("/algorithms", server.algorithms),
            Route("/healthz", server.health),
            Route("/readyz", server.health),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
        ],
        exception_handlers={
            InputError: _refused,
            HTTPException: _failed,
            Exception: _broken,
        },
    )


class _Server:
    """The answers to each address."""

    def __init__(self, index: PartyIndex) -> None:
        self.index = index

    async def match(self, request: Request) -> _Answer:
        """Whom each query may be."""
        dataset = self._dataset(request.path_params["dataset"])
        options = options_of(request.query_params)
        lists = self._lists(dataset, options)
        examples = examples_of(await _body(request))
        found = await run_in_threadpool(answer, self.index, lists, examples, options)
        return _Answer(found, headers={"x-batch-size": str(len(examples))})

    def _dataset(self, name: str) -> str:
        known = [ALL, *self.index.lists]
        if name not in known:
            raise HTTPException(404, f"No such dataset. {did_you_mean(name, known)}")
        if self.index.count(name) == 0:
            raise InputError(
                f"{name} names no party, only goods and places, so that no name can match it.",
                hint="Screen suppliers against it with: manumit screen",
            )
        return name

    def _lists(self, dataset: str, options: Options) -> list[str]:
        """Ids of the lists to look in."""
        known = [ALL, *self.index.lists]
        for name in options.include_dataset:
            if name not in known:
                hint = did_you_mean(name, known)
                raise InputError(f"include_dataset: no such dataset: {name[:80]!r}.", hint=hint)
        included = options.include_dataset or (ALL,)
        lists = [
            id_
            for id_ in self.index.lists
            if dataset in (ALL, id_)
            and not {ALL, id_}.isdisjoint(included)
            and {ALL, id_}.isdisjoint(options.exclude_dataset)
        ]
        if len(lists) == 0:
            raise InputError("No list is left to look in.", hint="Include more, or exclude less.")
        return lists

    async def entity(self, request: Request) -> _Answer:
        """One party, with the measure against it unless `nested=false`."""
        found = self.index.parties.get(request.path_params["entity_id"])
        if found is None:
            raise HTTPException(404, "No such entity.")
        nested = request.query_params.get("nested", "true").lower()
        return _Answer(entity(found) if nested in ("false", "0", "no") else nested_entity(found))

    async def catalog(self, _request: Request) -> _Answer:
        """The lists."""
        return _Answer(catalog(self.index))

    async def algorithms(self, _request: Request) -> _Answer:
        """How scores are made."""
        return _Answer(algorithms())

    async def health(self, _request: Request) -> _Answer:
        """That it answers; the lists are loaded before it does."""
        return _Answer({"status": "ok"})


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MOST_BYTES:
            raise HTTPException(413, f"The body is over {MOST_BYTES} bytes. Send fewer queries.")
    return bytes(found)


async def _refused(_request: Request, error: Exception) -> _Answer:
    """What cannot be done: 400, or 422 with the place where the form is another."""
    assert isinstance(error, InputError)  # noqa: S101 - registered for it only
    message = f"{error.message} {error.hint}".strip()
    if not error.where:
        return _Answer({"detail": message}, 400)
    place = [error.where, *error.field.split(".")] if error.field else [error.where]
    return _Answer({"detail": [{"type": "value_error", "loc": place, "msg": message}]}, 422)


async def _failed(_request: Request, error: Exception) -> _Answer:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it only
    return _Answer({"detail": error.detail}, error.status_code, dict(error.headers or {}))


async def _broken(request: Request, error: Exception) -> _Answer:
    """A fault of the software: where it is goes to the log, what was asked does not."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{last.filename}:{last.lineno}"
    _LOG.error("%s %s: %s at %s", request.method, request.url.path, type(error).__name__, where)
    return _Answer({"detail": "The server failed. Its log says where."}, 500)
