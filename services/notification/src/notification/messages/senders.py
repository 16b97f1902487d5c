"""How a message leaves: the check before it is sent and its words, then the wire, then what came of it.

After a crash between the two transactions the message is looked at again and, if it may still be
sent, sent again under the same Message-ID or Idempotency-Key: maybe twice, never silently lost.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from notification.consents.domain.address import stream_of as address_stream
from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.chain import Judged
from notification.contact_ledger.domain.chain import stream_of as ledger_stream
from notification.contact_ledger.handlers import enter
from notification.contacts.domain.known_contact import KnownContact
from notification.messages.domain import commands
from notification.messages.domain.credit_notice import CreditNotice
from notification.messages.domain.entries import Verdict, entry_of
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE, Message, MessageState
from notification.messages.domain.message_content import ContentItem, MessageContent
from notification.messages.domain.notice_check import (
    AllowedNotice,
    KnownNotice,
    OverdueItem,
    notice_check,
)
from notification.messages.domain.outcomes import Outcome, Rejected
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.reminder import REMINDER
from notification.messages.domain.reminder import stream_of as reminder_stream
from notification.messages.domain.sender import Delivery, Sender
from notification.messages.domain.verdict import (
    Allowed,
    AllowedItem,
    CreditorUnknown,
    Refusal,
    Unknown,
)
from notification.messages.domain.wording import context_of, notice_context_of
from notification.messages.handlers import known_of, known_of_notice, learn_of_address
from notification.templates.domain.words import Words
from notification.templates.renderer import TemplateMissing, Templates
from recoup_compliance.contact_ledger.line import Entry
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.work import UnitOfWork


class _Answer(NamedTuple):
    """What is asked of the message, and the verdict it rests on, if it is one."""

    command: commands.MessageCommand
    verdict: Verdict | None


class MessageEffect:
    """See ``Effect``."""

    def __init__(
        self,
        senders: Mapping[Channel, Sender],
        templates: Templates,
        address_hash: AddressHash,
        new_salt: Callable[[], str],
    ) -> None:
        self._senders = senders
        self._templates = templates
        self._address_hash = address_hash
        self._new_salt = new_salt

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Delivery | None:
        message = await work.state(MESSAGE, stream)
        assert message.asked is not None, "only a message that was asked for wants to be sent"
        asking = reminder_stream(stream.account, message.asked.reminder_id)
        lines = ledger_stream(stream.account, message.asked.message_id)
        await work.preload(streams=[asking, lines])
        reminder = await work.state(REMINDER, asking)
        if reminder.notice is None:
            judged = await self._of_reminder(work, stream.account, message, now)
        else:
            judged = await self._of_notice(work, stream.account, message, reminder.notice, now)
        recorded = await work.execute(MESSAGE, stream, judged.command, cause)
        if judged.verdict is not None:
            events = [own.event for own in recorded]
            entry = entry_of(message.asked, judged.verdict, events, now)
            await self._enter(work, stream.account, entry, judged.verdict, cause)
        return _delivery(await work.state(MESSAGE, stream), now)

    async def _enter(
        self,
        work: UnitOfWork,
        account: Account,
        entry: Entry | None,
        verdict: Verdict,
        cause: Cause,
    ) -> None:
        if entry is not None:
            judged = Judged(evidence=verdict.evidence, salt=self._new_salt())
            await enter(work, account, entry, judged, cause)

    async def _of_reminder(
        self, work: UnitOfWork, account: Account, message: Message, now: datetime
    ) -> _Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        known = await known_of(work, account, asked, self._address_hash)
        match pre_send_check(asked, message.content, known, now):
            case Unknown(receivable_id=id):
                return _Answer(commands.HoldMessage(receivable_id=id), None)
            case CreditorUnknown():
                return _Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return _Answer(commands.RefuseContact(refusal=refusal), refusal)
            case Allowed() as allowed if message.content is not None:
                return _Answer(commands.RepeatMessage(debts=allowed.debts, at=now), allowed)
            case Allowed() as allowed:
                return _Answer(self._first(asked, allowed, known, now), allowed)

    async def _of_notice(
        self,
        work: UnitOfWork,
        account: Account,
        message: Message,
        notice: CreditNotice,
        now: datetime,
    ) -> _Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        known = await known_of_notice(work, account, asked, notice, self._address_hash)
        match notice_check(asked, message.content, known, now):
            case CreditorUnknown():
                return _Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return _Answer(commands.RefuseContact(refusal=refusal), refusal)
            case AllowedNotice() as allowed if message.content is not None:
                return _Answer(commands.RepeatMessage(debts=allowed.debts, at=now), allowed)
            case AllowedNotice() as allowed:
                return _Answer(self._told(allowed, known, now), allowed)

    def _told(
        self, allowed: AllowedNotice, known: KnownNotice, now: datetime
    ) -> commands.QueueMessage:
        context = notice_context_of(allowed, known.creditor)
        language = allowed.recipient.language
        words = self._templates.render_notice(known.notice.template, language, context)
        content = _content(allowed, allowed.overdue, known, words, known.notice)
        return commands.QueueMessage(
            content=content, debts=allowed.debts, rules_version=allowed.rules_version, at=now
        )

    def _first(
        self, asked: MessageAsked, allowed: Allowed, known: Known, now: datetime
    ) -> commands.QueueMessage | commands.AbandonMessage:
        recipient = allowed.recipient
        context = context_of(allowed, known.creditor)
        try:
            words = self._templates.render(
                asked.channel, asked.template, recipient.language, context
            )
        except TemplateMissing as missing:
            return commands.AbandonMessage(reason=str(missing))
        content = _content(allowed, allowed.items, known, words)
        return commands.QueueMessage(
            content=content, debts=allowed.debts, rules_version=allowed.rules_version, at=now
        )

    async def perform(self, prepared: Delivery) -> Outcome:
        return await self._senders[prepared.channel].send(prepared)

    def touches(self, stream: Stream, prepared: Delivery, result: Outcome) -> Collection[Account]:
        """What a provider knows of an address is the address's own, whoever shares it."""
        if isinstance(result, Rejected) and _speaks_of_address(result):
            hash = prepared.content.address_hash
            return [address_stream(stream.account.tenant, hash).account]
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Outcome, now: datetime, cause: Cause
    ) -> None:
        command = commands.RecordOutcome(outcome=result, at=now)
        await work.execute(MESSAGE, stream, command, cause)
        if isinstance(result, Rejected) and _speaks_of_address(result):
            message = await work.state(MESSAGE, stream)
            assert message.asked is not None, "only a message that was asked for has an outcome"
            assert message.content is not None, "only a message with words has an outcome"
            hash = message.content.address_hash
            await learn_of_address(work, stream.account.tenant, message.asked, hash, result, cause)


def _content(
    allowed: Allowed | AllowedNotice,
    items: Sequence[AllowedItem | OverdueItem],
    known: KnownContact,
    words: Words,
    notice: CreditNotice | None = None,
) -> MessageContent:
    """The words, and whom they go to in whose name."""
    assert known.creditor.details is not None, "nothing is sent in nobody's name"
    return MessageContent(
        sender=known.creditor.details.sender,
        person_id=allowed.recipient.person_id,
        recipient=allowed.recipient.name,
        address=allowed.address,
        address_hash=known.address_hash,
        items=tuple(
            ContentItem(
                invoice_id=item.invoice_id, receivable_id=item.receivable_id, amount=item.amount
            )
            for item in items
        ),
        notice=notice,
        words=words,
    )


def _speaks_of_address(rejected: Rejected) -> bool:
    return rejected.opted_out or rejected.bounced


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
