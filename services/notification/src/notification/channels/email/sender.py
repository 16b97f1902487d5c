"""Email through an SMTP relay; a few connections serve all that is waiting and are then closed."""

import re
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPTimeoutError,
)

from notification.channels.email.composing import MailComposer
from notification.channels.email.mail import Mail, domain_of
from notification.channels.email.pacing import Pace
from notification.channels.email.places import Places
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import Delivery
from notification.templates.domain.untrusted import answer

_NOBODY = re.compile(r"5\.1\.(1|2|3|6|10)\b")
"""The enhanced codes (RFC 3463, 7505) that say of the address, and not of the mail, what is wrong."""
_ASKS_FOR_PATIENCE = (421, 451)
_NO_SMTPUTF8 = (
    "The mail relay does not offer SMTPUTF8, which this address needs: it has letters outside ASCII "
    "before the @. Give the person another address, or use a relay that offers it."
)


class _Stage(IntEnum):
    """How far a mail has come."""

    CONNECTING = 0
    ADDRESSING = 1
    """From here on what the relay answers may be the destination's."""
    HANDING_OVER = 2
    """From here on the words may have left."""


class EmailSender:
    """See ``Sender``. Whatever is wrong between us and the relay is not the recipient's fault."""

    def __init__(self, connection: Callable[[], SMTP], composer: MailComposer, pace: Pace) -> None:
        self._connection = connection
        self._composer = composer
        self._pace = pace
        self._places = Places(pace.limits.connections)
        self._idle: list[SMTP] = []
        self._under_way = 0

    async def send(self, delivery: Delivery) -> Outcome:
        written = self._composer.composed(delivery)
        if isinstance(written, Rejected):
            return written
        self._under_way += 1
        try:
            return await self._in_turn(delivery, *written)
        finally:
            self._under_way -= 1
            if not self._under_way:
                await self._hang_up()

    async def _in_turn(self, delivery: Delivery, meant: Mail, content: bytes) -> Outcome:
        domain = domain_of(meant.recipient.address)
        async with self._pace.turn(domain, delivery.at) as held_until:
            if held_until is not None:
                reason = f"{domain} takes mail slowly, so this one waits"
                return Deferred(reason=reason, not_before=held_until)
            async with self._places.one():
                relay = self._idle.pop() if self._idle else self._connection()
                try:
                    return await self._try(relay, delivery, meant, content)
                except BaseException:
                    relay.close()  # the answer to the last mail's command may still come on it
                    raise
                finally:
                    self._idle.append(relay)

    async def _try(self, relay: SMTP, delivery: Delivery, meant: Mail, content: bytes) -> Outcome:
        address, stage = meant.recipient.address, _Stage.CONNECTING
        try:
            if not relay.is_connected:
                await relay.connect()
            options = await _options(relay, meant)
            if options is None:
                return Rejected(reason=_NO_SMTPUTF8)
            encoding = "utf-8" if options else "ascii"
            await relay.mail(meant.return_path, options=options)
            stage = _Stage.ADDRESSING
            await relay.rcpt(address, encoding=encoding)
            stage = _Stage.HANDING_OVER
            taken = await relay.data(content)
        except (SMTPException, OSError) as error:
            relay.close()
            self._learn(domain_of(address), delivery, stage, error)
            return _failed(error, stage, address)
        self._pace.answered(domain_of(address))
        return Taken(provider_id=answer(f"{taken.code} {taken.message}", address))

    def _learn(self, domain: str, delivery: Delivery, stage: _Stage, error: Exception) -> None:
        if stage is _Stage.CONNECTING:
            return
        code = error.code if isinstance(error, SMTPResponseException) else None
        if isinstance(error, SMTPTimeoutError) or code in _ASKS_FOR_PATIENCE:
            self._pace.slow(domain, delivery.at)
        elif code is not None:
            self._pace.answered(domain)

    async def _hang_up(self) -> None:
        connections, self._idle = self._idle, []
        for relay in connections:
            if relay.is_connected:
                with suppress(SMTPException, OSError):  # all is out; a rude goodbye is no news
                    await relay.quit()
        self._idle += connections


async def _options(relay: SMTP, meant: Mail) -> list[str] | None:
    """How the mail is announced; ``None`` if the relay cannot take it."""
    if not meant.international:
        return []
    if relay.last_ehlo_response is None:
        await relay.ehlo()
    return ["SMTPUTF8"] if relay.supports_extension("smtputf8") else None


def _failed(error: Exception, stage: _Stage, address: str) -> Outcome:
    """An answer to the words settles them; whatever else goes wrong after them leaves a doubt."""
    match error:
        case (SMTPRecipientRefused() | SMTPDataError()) as refusal:
            reason = answer(f"{refusal.code} {refusal.message}", address)
            if not 500 <= refusal.code < 600:
                return Deferred(reason=reason)
            return Rejected(reason=reason, bounced=bool(_NOBODY.match(refusal.message)))
        case SMTPResponseException(code=code, message=message):
            reason = answer(f"the relay: {code} {message}", address)
        case _:
            reason = answer(f"the relay: {error}", address)
    return Deferred(reason=reason, in_doubt=stage is _Stage.HANDING_OVER)
