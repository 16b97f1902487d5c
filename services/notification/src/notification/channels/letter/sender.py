"""Hands letters to whoever prints and posts them."""

from datetime import datetime
from typing import Protocol

from notification.channels.letter.printed import Printed, letter_of
from notification.channels.letter.tracking import Tracked
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected
from notification.messages.domain.sender import Delivery
from recoup_documents.renderer import NotRendered, Renderer
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import TenantId

NO_PROVIDER = (
    "No provider of letters is set up. Set RECOUP_LETTER_URL, or change the step's channel."
)
NO_ADDRESS = "The person has no postal address. Enter one for the person or the customer."


class LetterProvider(Protocol):
    """Prints and posts; asked twice for one message, it posts once."""

    async def post(self, printed: Printed) -> Outcome:
        """Try once; whatever the provider or the wire does is an outcome, not an exception."""

    async def course(self, provider_id: str, now: datetime) -> tuple[Tracked, ...]:
        """What is known by now of a letter's way, also when nobody called back; nothing while it does not tell."""


class LetterSender:
    """See ``Sender``."""

    def __init__(self, provider: LetterProvider | None, renderer: Renderer) -> None:
        self._provider = provider
        self._renderer = renderer

    async def send(self, delivery: Delivery) -> Outcome:
        content = delivery.content
        if self._provider is None:
            return Rejected(reason=NO_PROVIDER)
        if content.post is None or content.letterhead is None:
            return Rejected(reason=NO_ADDRESS)
        try:
            pdf = await self._renderer.render(letter_of(delivery, content.post, content.letterhead))
        except NotRendered as reason:
            return Deferred(reason=f"the letter could not be set: {reason}")
        printed = Printed(
            message_id=delivery.message_id,
            tenant=TenantId("") if delivery.thread is None else delivery.thread.tenant,
            recipient=content.recipient,
            company=content.company,
            to=content.post,
            sender=content.letterhead.name,
            sent_from=content.letterhead.address,
            pdf=pdf.content,
            certified=delivery.channel is Channel.CERTIFIED_LETTER,
            at=delivery.at,
        )
        return await self._provider.post(printed)
