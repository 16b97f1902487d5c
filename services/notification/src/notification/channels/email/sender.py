"""Email through an SMTP relay; one connection serves all that is waiting and is then closed."""

import asyncio
import re
from contextlib import suppress

import structlog
from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from notification.channels.email.mail import Mail, MailOrigin, mail
from notification.channels.email.read_back import difference
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from notification.templates.domain.untrusted import answer
from recoup_events.kernel.addresses import InvalidAddress

_NOBODY = re.compile(r"5\.1\.(1|2|3|6|10)\b")
"""The enhanced codes (RFC 3463, 7505) that say of the address, and not of the mail, what is wrong."""
_NO_SMTPUTF8 = (
    "The mail relay does not offer SMTPUTF8, which this address needs: it has letters outside ASCII "
    "before the @. Give the person another address, or use a relay that offers it."
)
log = structlog.stdlib.get_logger(__name__)


class EmailSender:
    """See ``Sender``. Whatever is wrong between us and the relay is not the recipient's fault."""

    def __init__(self, relay: SMTP, origin: MailOrigin) -> None:
        self._relay = relay
        self._origin = origin
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def send(self, delivery: Delivery) -> Outcome:
        try:
            meant = mail(delivery, self._origin)
        except InvalidAddress:  # accepted before the rules of today; its text is not for events
            return Rejected(reason=INVALID)
        content = meant.written()
        if wrong := difference(content, meant):
            log.error("a mail was not sent", message_id=delivery.message_id, wrong=wrong)
            reason = f"The mail was not sent, because it would not be read as meant ({wrong})."
            return Rejected(reason=reason)
        self._waiting += 1
        async with self._turn:
            try:
                return await self._hand_over(meant, content)
            finally:
                self._waiting -= 1
                if not self._waiting:
                    await self._hang_up()

    async def _hand_over(self, meant: Mail, content: bytes) -> Outcome:
        address, content_may_have_left = meant.recipient.address, False
        try:
            if not self._relay.is_connected:
                await self._relay.connect()
            options = await self._options(meant)
            if options is None:
                return Rejected(reason=_NO_SMTPUTF8)
            encoding = "utf-8" if options else "ascii"
            await self._relay.mail(self._origin.address, options=options)
            await self._relay.rcpt(address, encoding=encoding)
            content_may_have_left = True
            taken = await self._relay.data(content)
        except (SMTPRecipientRefused, SMTPDataError) as refusal:
            self._relay.close()
            reason = answer(f"{refusal.code} {refusal.message}", address)
            if not 500 <= refusal.code < 600:
                return Deferred(reason=reason)
            return Rejected(reason=reason, bounced=bool(_NOBODY.match(refusal.message)))
        except SMTPResponseException as error:
            self._relay.close()
            reason = answer(f"the relay: {error.code} {error.message}", address)
            return Deferred(reason=reason, in_doubt=content_may_have_left)
        except (SMTPException, OSError) as error:
            self._relay.close()
            reason = answer(f"the relay: {error}", address)
            return Deferred(reason=reason, in_doubt=content_may_have_left)
        return Taken(provider_id=answer(f"{taken.code} {taken.message}", address))

    async def _options(self, meant: Mail) -> list[str] | None:
        """How the mail is announced; ``None`` if the relay cannot take it."""
        if not meant.international:
            return []
        if self._relay.last_ehlo_response is None:
            await self._relay.ehlo()
        return ["SMTPUTF8"] if self._relay.supports_extension("smtputf8") else None

    async def _hang_up(self) -> None:
        if self._relay.is_connected:
            with suppress(SMTPException, OSError):  # the mail is out; a rude goodbye is no news
                await self._relay.quit()
