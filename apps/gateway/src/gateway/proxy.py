"""Hands each request to the service that answers it, and its answer back, as both come."""

import asyncio
from collections.abc import Mapping

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession
from aiohttp import ConnectionTimeoutError as CannotConnect
from multidict import CIMultiDict
from starlette.types import Message, Receive, Scope, Send
from yarl import URL

from gateway.headers import of_answer, of_request
from gateway.incoming import ClientLeft, Incoming
from gateway.problems import answer_lost, does_not_answer, no_such_path
from gateway.routes import Routes
from recoup_service.api.problems import Problem


class AnswerBroken(Exception):
    """A service stopped in the middle of an answer; the connection is cut, so that nobody takes it for whole."""


class Proxy:
    """Keeps nothing in memory but the piece that is on its way."""

    def __init__(
        self, routes: Routes, addresses: Mapping[str, str], session: ClientSession
    ) -> None:
        self._routes = routes
        self._addresses = addresses
        self._session = session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._routes.find(scope["path"])
        if found is None:
            await no_such_path().response(scope)(scope, receive, send)
            return
        scope["route"], service = _Route(found[0]), found[1]
        incoming = Incoming(scope, receive)
        exchange = asyncio.ensure_future(self._exchange(scope, incoming, service, send))
        left = asyncio.ensure_future(incoming.until_left())
        try:
            await asyncio.wait((exchange, left), return_when=asyncio.FIRST_COMPLETED)
            problem = exchange.result() if exchange.done() else None
        finally:
            for task in (exchange, left):
                task.cancel()
            await asyncio.gather(exchange, left, return_exceptions=True)
        if problem is not None:
            await problem.response(scope)(scope, receive, send)

    async def _exchange(
        self, scope: Scope, incoming: Incoming, service: str, send: Send
    ) -> Problem | None:
        answering = _Answering(send)
        try:
            await self._ask(scope, incoming, service, answering)
        except ClientLeft:
            return None
        except (ClientError, TimeoutError) as error:
            if incoming.left:
                return None
            if answering.begun:
                raise AnswerBroken(service) from error
            if isinstance(error, ClientConnectorError | CannotConnect):
                return does_not_answer(service)
            return answer_lost(service)
        return None

    async def _ask(
        self, scope: Scope, incoming: Incoming, service: str, answering: "_Answering"
    ) -> None:
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        peer = (scope.get("client") or ("",))[0]
        headers = CIMultiDict(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in of_request(scope["headers"], peer, scope["scheme"])
        )
        async with self._session.request(
            scope["method"],
            URL(self._addresses[service] + target.decode("latin-1"), encoded=True),
            headers=headers,
            data=await incoming.body(),
            allow_redirects=False,
        ) as answer:
            await answering.give(answer)


class _Route:
    """How logs and metrics name what was asked: an id in a path is nobody's label."""

    def __init__(self, path: str) -> None:
        self.path = path


class _Answering:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def give(self, answer: ClientResponse) -> None:
        self.begun = True
        headers = list(of_answer(answer.raw_headers))
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await self._send(start)
        async for piece in answer.content.iter_any():
            await self._send(_piece(piece, more=True))
        await self._send(_piece(b"", more=False))


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
