"""How a message leaves: the check before it is sent and its words, then the wire, then what came of it.

After a crash between the two transactions the message is looked at again and, if it may still be
sent, sent again under the same Message-ID or Idempotency-Key: maybe twice, never silently lost.
"""

from collections.abc import Mapping
from datetime import datetime

from notification.consents.domain import commands as consents
from notification.consents.domain.consent import CONSENT
from notification.consents.domain.wishes import WISHES
from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.debtors.domain.debtor import DEBTOR
from notification.messages.domain import commands
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE, Message, MessageState
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome, Rejected
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.sender import Delivery, Sender
from notification.messages.domain.verdict import Allowed, Refusal, Unknown
from notification.templates.renderer import TemplateContext, TemplateMissing, Templates
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.work import UnitOfWork


class MessageEffect:
    """See ``Effect``."""

    def __init__(
        self, senders: Mapping[Channel, Sender], templates: Templates, creditor: str
    ) -> None:
        self._senders = senders
        self._templates = templates
        self._creditor = creditor

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Delivery | None:
        message = await work.state(MESSAGE, stream)
        assert message.asked is not None, "only a message that was asked for wants to be sent"
        known = await _known(work, stream.account, message.asked)
        command: commands.MessageCommand
        match pre_send_check(message.asked, message.content, known, now):
            case Unknown():
                command = commands.HoldMessage()
            case Refusal() as refusal:
                command = commands.RefuseContact(refusal=refusal)
            case Allowed() if message.content is not None:
                command = commands.RepeatMessage(at=now)
            case Allowed() as allowed:
                command = self._first(message.asked, allowed, now)
        await work.execute(MESSAGE, stream, command, cause)
        return _delivery(await work.state(MESSAGE, stream), now)

    def _first(
        self, asked: MessageAsked, allowed: Allowed, now: datetime
    ) -> commands.QueueMessage | commands.AbandonMessage:
        context = TemplateContext(
            creditor=self._creditor,
            customer=allowed.customer.name,
            country=allowed.customer.country,
            recipient=allowed.recipient,
            number=allowed.terms.number,
            purchase_order=allowed.terms.purchase_order,
            due_date=allowed.terms.due_date,
            today=allowed.today,
            amount=allowed.amount,
            balance=allowed.balance,
        )
        try:
            words = self._templates.render(
                asked.channel, asked.template, allowed.customer.language, context
            )
        except TemplateMissing as missing:
            return commands.AbandonMessage(reason=str(missing))
        content = MessageContent(
            recipient=allowed.recipient,
            address=allowed.address,
            amount=allowed.amount,
            words=words,
        )
        return commands.QueueMessage(content=content, rules_version=allowed.rules_version, at=now)

    async def perform(self, prepared: Delivery) -> Outcome:
        return await self._senders[prepared.channel].send(prepared)

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Outcome, now: datetime, cause: Cause
    ) -> None:
        command = commands.RecordOutcome(outcome=result, at=now)
        await work.execute(MESSAGE, stream, command, cause)
        if isinstance(result, Rejected) and result.opted_out:
            await _opt_out(work, await work.state(MESSAGE, stream), stream, result.reason, cause)


async def _opt_out(
    work: UnitOfWork, message: Message, stream: Stream, source: str, cause: Cause
) -> None:
    """The customer told the provider to stop, and so told us."""
    assert message.asked is not None, "only a message that was asked for has an outcome"
    customer_id, channel = message.asked.customer_id, message.asked.channel
    await work.execute(
        CONSENT,
        CONSENT.stream(stream.account.tenant, stream.account.key, customer_id),
        consents.OptOut(customer_id=customer_id, channel=channel, source=source),
        cause,
    )


async def _known(work: UnitOfWork, account: Account, asked: MessageAsked) -> Known:
    return Known(
        debtor=await work.document(DEBTOR, account, asked.customer_id),
        receivable=await work.document(RECEIVABLE, account, asked.invoice_id),
        wishes=await work.document(WISHES, account, asked.customer_id),
        attempts=await work.document(ATTEMPTS, account, asked.invoice_id),
    )


def _delivery(message: Message, now: datetime) -> Delivery | None:
    if (
        message.state is not MessageState.SENDING
        or message.asked is None
        or message.content is None
    ):
        return None
    return Delivery(
        message_id=message.asked.message_id,
        channel=message.asked.channel,
        content=message.content,
        at=now,
    )
