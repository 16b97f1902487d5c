"""A mail relay for tests: it speaks the real protocol and answers as it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop"
"""As an answer to a mail: the connection ends instead."""


@dataclass
class Relay:
    """What it accepts, or loses, is kept; it takes any password, in clear as well."""

    to_recipient: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    passwords: list[bytes] = field(default_factory=list)
    smtputf8: bool = False
    """Whether it takes addresses of other letters than ASCII."""
    hanging: set[str] = field(default_factory=set)
    """Domains for whose recipients it says nothing until it is let go."""
    hung: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    hanging_now: int = 0
    connections: int = 0
    in_clear: int = 0
    """How many mails and passwords came over a connection that was not encrypted."""

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content_of(mail), policy=policy.default) for mail in self.taken]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, recorded: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return recorded

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.rpartition("@")[2] in self.hanging:
            self.hanging_now += 1
            self.hung.set()
            await self.let_go.wait()
            self.hanging_now -= 1
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self._look_at(server)
        self.taken.append(envelope)
        answer = self.to_data.pop(0) if self.to_data else "250 Kept"
        if answer == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: object
    ) -> AuthResult:
        assert isinstance(login, LoginPassword)
        self._look_at(server)
        self.passwords.append(login.password)
        return AuthResult(success=True)

    def _look_at(self, server: SMTP) -> None:
        assert server.transport is not None
        self.in_clear += server.transport.get_extra_info("sslcontext") is None


def content_of(mail: Envelope) -> bytes:
    """The mail itself, as it came over the wire."""
    assert isinstance(mail.content, bytes), "this relay does not decode mails"
    return mail.content


@asynccontextmanager
async def serving(
    relay: Relay, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """The port where it can be reached: in clear, also with STARTTLS, or by TLS alone."""
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(
            relay,
            loop=loop,
            tls_context=starttls,
            authenticator=relay.authenticate,
            auth_require_tls=False,
            enable_SMTPUTF8=relay.smtputf8,
        )

    async with await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls) as server:
        port: int = server.sockets[0].getsockname()[1]
        yield port
