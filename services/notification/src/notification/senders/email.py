"""Email through an SMTP relay; one connection serves all that is waiting and is then closed."""

import asyncio
import re
from contextlib import suppress

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientRefused

from notification.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.senders.mail import Writer, mail
from notification.senders.posting import Posting

_ADDRESS = re.compile(r"[!-~]+@[A-Za-z0-9.-]+")


class EmailSender:
    """See ``Sender``. Whatever is wrong between us and the relay is not the recipient's fault."""

    def __init__(self, relay: SMTP, writer: Writer) -> None:
        self._relay = relay
        self._writer = writer
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def send(self, posting: Posting) -> Outcome:
        address = posting.letter.address
        if not _ADDRESS.fullmatch(address):
            return Rejected(reason=f"{address!r} is not an ASCII email address")
        content = mail(posting, self._writer)
        self._waiting += 1
        async with self._turn:
            try:
                return await self._hand_over(address, content)
            finally:
                self._waiting -= 1
                if not self._waiting:
                    await self._hang_up()

    async def _hand_over(self, address: str, content: bytes) -> Outcome:
        content_may_have_left = False
        try:
            if not self._relay.is_connected:
                await self._relay.connect()
            await self._relay.mail(self._writer.address)
            await self._relay.rcpt(address)
            content_may_have_left = True
            answer = await self._relay.data(content)
        except (SMTPRecipientRefused, SMTPDataError) as refusal:
            self._relay.close()
            reason = f"{refusal.code} {refusal.message}"
            return Deferred(reason=reason) if refusal.code < 500 else Rejected(reason=reason)
        except (SMTPException, OSError) as error:
            self._relay.close()
            return Deferred(reason=f"the relay: {error}", in_doubt=content_may_have_left)
        return Taken(provider_id=f"{answer.code} {answer.message}")

    async def _hang_up(self) -> None:
        if self._relay.is_connected:
            with suppress(SMTPException, OSError):  # the mail is out; a rude goodbye is no news
                await self._relay.quit()
