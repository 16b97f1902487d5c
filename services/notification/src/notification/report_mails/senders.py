"""How a mail about a report leaves; after a crash in between it goes again under its Message-ID."""

from collections.abc import Collection
from datetime import datetime

from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from notification.messages.domain.sender import Delivery, Sender
from notification.report_mails.domain.report_mail import (
    REPORT_MAIL,
    BeginAttempt,
    RecordOutcome,
    ReportMailAsked,
    ReportMailState,
)
from notification.templates.domain.words import Words
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import MessageId, PersonId
from recoup_eventstore.work import UnitOfWork


class ReportMailEffect:
    """See ``Effect``."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Delivery | None:
        await work.execute(REPORT_MAIL, stream, BeginAttempt(at=now), cause)
        mail = await work.state(REPORT_MAIL, stream)
        assert mail.asked is not None, "only a mail that was asked for wants to be sent"
        return _delivery(mail.asked, now) if mail.state is ReportMailState.WAITING else None

    async def perform(self, prepared: Delivery) -> Outcome:
        return await self._sender.send(prepared)

    def touches(self, stream: Stream, prepared: Delivery, result: Outcome) -> Collection[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Outcome, now: datetime, cause: Cause
    ) -> None:
        await work.execute(REPORT_MAIL, stream, RecordOutcome(outcome=result, at=now), cause)


def _delivery(asked: ReportMailAsked, now: datetime) -> Delivery:
    content = MessageContent(
        sender=asked.sender,
        person_id=PersonId(asked.mail_id),
        recipient="",
        address=asked.recipient,
        address_hash="",
        items=(),
        words=Words(template_version=1, language="en", subject=asked.title, text=asked.text),
    )
    return Delivery(
        message_id=MessageId(asked.mail_id),
        channel=Channel.EMAIL,
        content=content,
        files=asked.files,
        at=now,
    )
