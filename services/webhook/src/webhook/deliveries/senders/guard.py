"""Connections to where a name leads now, unless that is none of a tenant's business."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address

from httpcore import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError
from httpcore._backends.base import SOCKET_OPTION

from webhook.endpoints.domain.address import Rules

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses a name has now."""


class Forbidden(Exception):
    """The name leads where nothing is sent to."""


async def looked_up(host: str, port: int) -> Sequence[str]:
    """As this machine resolves names."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class GuardedBackend(AsyncNetworkBackend):
    """Resolves once, refuses if any address is denied, and connects to one of those it has seen.

    A name that leads elsewhere a moment later gains nothing by it. Host header and TLS go by the
    name all the same.
    """

    def __init__(self, rules: Rules, resolve: Resolve = looked_up) -> None:
        self._rules = rules
        self._resolve = resolve
        self._connect = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore has it
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        problem = ConnectError(f"{host} has no address")
        for address in await self._addresses(host, port):
            try:
                return await self._connect.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except ConnectError as error:
                problem = error
        raise problem

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._resolve(host, port)
        except OSError as error:
            raise ConnectError(f"{host} cannot be resolved: {error}") from error
        for address in found:
            # An interface's name behind an address is of no use to us.
            if self._rules.denied(ip_address(address.partition("%")[0])):
                raise Forbidden(f"{host} leads to {address}, which is not public")
        return found

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore has it
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        raise Forbidden("nothing is sent to sockets of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
