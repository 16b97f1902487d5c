"""A mail came in: what it says of a message, of an address, or in somebody's own words is recorded once."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from notification.channels.reporting import report
from notification.consents.domain import address_commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.consents.domain.address_hash import AddressHash
from notification.inbound_mails.domain.incoming import IncomingMail, MailKind
from notification.inbound_mails.domain.sentences import meaning_of_machine, meaning_of_sentences
from notification.messages.domain import commands
from notification.messages.domain.message import MESSAGE, Message
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Rejected
from notification.replies.domain.meaning import meaning_of
from notification.replies.handlers import Incoming, receive
from notification.templates.domain.untrusted import answer, lines, one_line
from recoup_events.kernel.channels import Channel, Medium
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import MessageId, ReplyId, TenantId, derived
from recoup_events.kernel.refusals import Missing
from recoup_events.notification import DeliveryProof, ReplyFile, ReplyMeaning, ReplyReceived
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork

Latest = Callable[[str], Awaitable[MessageId | None]]
"""The latest mail to an address, by its hash: what somebody answers who names none."""


class ReceivedMail(NamedTuple):
    """What was made of it."""

    kind: MailKind
    message_id: MessageId | None = None
    reply_id: ReplyId | None = None
    meaning: ReplyMeaning | None = None


class _Answered(NamedTuple):
    """The message that the mail is about; it was handed over, so it has words and an address."""

    stream: Stream
    message: Message
    content: MessageContent

    @property
    def id(self) -> MessageId:
        return MessageId(self.stream.id)


class MailReceiver(NamedTuple):
    """By which mails are taken in."""

    runner: CommandRunner
    tenant: TenantId
    hashed: AddressHash
    latest: Latest
    cause: Cause

    async def take(self, mail: IncomingMail) -> ReceivedMail:
        answered = await self._answered(mail)
        if answered is None:
            return ReceivedMail(MailKind.UNKNOWN)
        match mail.kind:
            case MailKind.BOUNCE:
                await self._returned(mail, answered)
            case MailKind.DELIVERY:
                await self._report(answered, self._arrived())
            case MailKind.COMPLAINT:
                await self._complained(mail, answered)
            case MailKind.REPLY | MailKind.AUTOMATIC:
                return await self._replied(mail, answered)
            case MailKind.DELAY | MailKind.UNKNOWN:
                pass  # the server goes on by itself
        return ReceivedMail(mail.kind, answered.id)

    async def _answered(self, mail: IncomingMail) -> _Answered | None:
        id = mail.marked.message_id if mail.marked is not None else None
        if id is None and mail.kind in (MailKind.REPLY, MailKind.AUTOMATIC) and mail.sender:
            id = await self.latest(self._hash(mail.sender))
        if id is None:
            return None
        async with self.runner.work() as work:
            try:
                stream = await work.find(MESSAGE, self.tenant, id)
            except Missing:
                return None
            message = await work.state(MESSAGE, stream)
        if message.asked is None or message.content is None or not message.attempts:
            return None
        return _Answered(stream, message, message.content)

    async def _returned(self, mail: IncomingMail, answered: _Answered) -> None:
        """The message's and the address's; both are locked, for both are decided."""
        assert mail.returned is not None, "a bounce says what came back"
        kind, content = mail.returned.kind, answered.content
        reason = answer(mail.returned.words, content.address)
        address = stream_of(self.tenant, content.address_hash)
        undelivered = commands.ReportUndelivered(
            reason=reason,
            returned_at=self.cause.at,
            address_unknown=kind.is_of_address,
            kind=kind,
        )
        came_back = address_commands.RecordReturn(
            address_hash=content.address_hash,
            channel=Medium.EMAIL,
            at=self.cause.at,
            message_id=answered.id,
            kind=kind,
            reason=reason,
        )

        async def decision(work: UnitOfWork) -> None:
            await work.lock(
                [answered.stream.account, address.account], reading=[answered.stream, address]
            )
            await work.execute(MESSAGE, answered.stream, undelivered, self.cause)
            await work.execute(ADDRESS, address, came_back, self.cause)

        await self.runner.decide(decision)

    async def _complained(self, mail: IncomingMail, answered: _Answered) -> None:
        feedback = one_line(mail.feedback or "abuse")
        complaint = commands.ReportComplaint(feedback=feedback, complained_at=self.cause.at)
        source = Rejected(reason=f"Complaint to the mail provider: {feedback}", opted_out=True)
        await self._report(answered, complaint, source)

    async def _replied(self, mail: IncomingMail, answered: _Answered) -> ReceivedMail:
        hash = self._hash(mail.sender) if mail.sender else answered.content.address_hash
        asked = answered.message.asked
        assert asked is not None, "what was handed over was asked for"
        meaning, text = _meaning(mail), "\n".join(lines(mail.text))
        reply = ReplyReceived(
            reply_id=ReplyId(derived("rpl", self.tenant, mail.message_id or mail.digest, hash)),
            customer_id=asked.customer_id,
            person_id=asked.person_id,
            creditor_id=asked.creditor_id,
            channel=Channel.EMAIL,
            address_hash=hash,
            answers=answered.id,
            subject_line=one_line(mail.subject),
            text=text,
            files=tuple(
                ReplyFile(content_type=each.content_type, size=each.size, digest=each.digest)
                for each in mail.files
            ),
            meaning=meaning,
            received_at=self.cause.at,
        )
        incoming = Incoming(
            tenant=self.tenant,
            address_hash=hash,
            medium=Medium.EMAIL,
            meaning=meaning,
            text=text,
            creditor_id=asked.creditor_id,
        )
        await receive(self.runner, incoming, reply, self.cause)
        await self._report(answered, self._arrived())
        return ReceivedMail(mail.kind, answered.id, reply.reply_id, meaning)

    def _arrived(self) -> commands.ReportDelivered:
        return commands.ReportDelivered(proof=DeliveryProof.CONFIRMED, delivered_at=self.cause.at)

    async def _report(
        self,
        answered: _Answered,
        command: commands.DeliveryReport,
        learned: Rejected | None = None,
    ) -> None:
        await report(self.runner, self.tenant, answered.id, command, learned, self.cause)

    def _hash(self, address: str) -> str:
        return self.hashed(self.tenant, Medium.EMAIL, address)


def _meaning(mail: IncomingMail) -> ReplyMeaning:
    if mail.kind is MailKind.AUTOMATIC:
        return meaning_of_machine(mail.subject, mail.text)
    wish = meaning_of(mail.text or mail.subject)
    return meaning_of_sentences(mail.text) if wish is ReplyMeaning.UNCLEAR else wish
