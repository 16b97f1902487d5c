"""How a message leaves: the check before it is sent and its words, then the wire, then what came of it.

After a crash between the two transactions nobody knows whether the message left. A text or a letter is sent
again under its Idempotency-Key, by which its provider knows it. A mail is listed as in doubt and left to a person, unless the
tenant wants it sent again under its Message-ID (ADR-0010).
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from notification.claims.domain.facts import Unproven
from notification.consents.domain.address import stream_of as address_stream
from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.chain import Judged
from notification.contact_ledger.domain.chain import stream_of as ledger_stream
from notification.contact_ledger.handlers import enter
from notification.messages.domain import commands, creditor_policy
from notification.messages.domain.attachments import WantedDocuments, attached, wanted_documents
from notification.messages.domain.credit_notice import CreditNotice
from notification.messages.domain.doubt import BROKEN_OFF, WhenInDoubt
from notification.messages.domain.entries import Verdict, entry_of
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE, Message
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.notice_check import AllowedNotice, KnownNotice, notice_check
from notification.messages.domain.on_paper import category_of, for_channel
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected
from notification.messages.domain.portal_links import NO_LINKS, Linking, no_links
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.reminder import REMINDER
from notification.messages.domain.reminder import stream_of as reminder_stream
from notification.messages.domain.sender import Delivery, Sender
from notification.messages.domain.verdict import Allowed, CreditorUnknown, Refusal, Unknown
from notification.messages.domain.wording import content_of, context_of
from notification.messages.handlers import (
    intended_of,
    known_of,
    known_of_notice,
    learn_of_address,
    proofs_of,
)
from notification.messages.senders.answers import Answer, delivery_of, refuse, speaks_of_address
from notification.messages.senders.foreseeing import foresee_checks, foresee_outcomes
from notification.templates.handlers import own_template
from notification.templates.renderer.templates import TemplateMissing, Templates
from recoup_compliance.contact_ledger.line import Entry
from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.notification import TemplateCategory
from recoup_events.workflow_scheduler import Intention
from recoup_eventstore.work import UnitOfWork

DoubtPolicy = Callable[[UnitOfWork, Account, MessageAsked], Awaitable[WhenInDoubt]]


async def ask_a_person(_work: UnitOfWork, _account: Account, _asked: MessageAsked) -> WhenInDoubt:
    return WhenInDoubt.ASK


class MessageEffect:
    """See ``Effect``."""

    def __init__(
        self,
        senders: Mapping[Channel, Sender],
        templates: Templates,
        address_hash: AddressHash,
        new_salt: Callable[[], str],
        *,
        opt_out_link: Callable[[Account, MessageAsked], str | None] = lambda *_: None,
        portal_link: Linking = no_links,
        files: bool = True,
        returns_within: Mapping[Channel, timedelta] = MappingProxyType({}),
        when_in_doubt: DoubtPolicy = ask_a_person,
    ) -> None:
        """``files``: whether a store may hold some; ``returns_within``: where no provider says what arrived."""
        self._senders = senders
        self._templates = templates
        self._address_hash = address_hash
        self._new_salt = new_salt
        self._opt_out_link = opt_out_link
        self._portal_link = portal_link
        self._files = files
        self._returns_within = returns_within
        self._when_in_doubt = when_in_doubt

    async def foresee(self, work: UnitOfWork, streams: Sequence[Stream]) -> None:
        await foresee_checks(work, streams, self._address_hash)

    async def foresee_records(self, work: UnitOfWork, streams: Sequence[Stream]) -> None:
        await foresee_outcomes(work, streams)

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Delivery | None:
        message = await work.state(MESSAGE, stream)
        assert message.asked is not None, "only a message that was asked for wants to be sent"
        if message.state is MessageState.SENDING and await self._asks(
            work, stream.account, message.asked
        ):
            doubt = commands.DoubtMessage(reason=BROKEN_OFF)
            await work.execute(MESSAGE, stream, doubt, cause)
            return None
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
        return delivery_of(await work.state(MESSAGE, stream), stream.account.tenant, now)

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
    ) -> Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        known = await known_of(work, account, asked, self._address_hash)
        match pre_send_check(asked, message.content, known, now):
            case Unknown(receivable_id=id):
                return Answer(commands.HoldMessage(receivable_id=id), None)
            case CreditorUnknown():
                return Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return refuse(refusal)
            case Allowed() as allowed:
                named = category_of(asked.channel), asked.template
                return await self._written(work, account, message, allowed, known, named, now)

    async def _of_notice(
        self,
        work: UnitOfWork,
        account: Account,
        message: Message,
        notice: CreditNotice,
        now: datetime,
    ) -> Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        known = await known_of_notice(work, account, asked, notice, self._address_hash)
        match notice_check(asked, message.content, known, now):
            case CreditorUnknown():
                return Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return refuse(refusal)
            case AllowedNotice() as allowed:
                category = TemplateCategory.NOTICE
                return await self._written(
                    work, account, message, allowed, known, (category, notice.template), now
                )

    async def _written(
        self,
        work: UnitOfWork,
        account: Account,
        message: Message,
        allowed: Allowed | AllowedNotice,
        known: Known | KnownNotice,
        named: tuple[TemplateCategory, str],
        now: datetime,
    ) -> Answer:
        """The words and the proof of what they claim; or the same words once more."""
        assert message.asked is not None, "only a message that was asked for is written"
        if message.content is not None:
            claims = {proof.claim for proof in message.content.proofs}
            proven = await proofs_of(work, account, claims, allowed, known)
            if isinstance(proven, Unproven):
                return refuse(creditor_policy.unproven(proven))
            return Answer(commands.RepeatMessage(debts=allowed.debts, at=now), allowed)
        try:
            template = await own_template(
                work, account.tenant, *named, message.asked.creditor_id
            ) or self._templates.built_in(*named)
        except TemplateMissing as missing:
            return Answer(commands.AbandonMessage(reason=str(missing)), allowed)
        proofs = await proofs_of(work, account, self._templates.claims(template), allowed, known)
        if isinstance(proofs, Unproven):
            return refuse(creditor_policy.unproven(proofs))
        intended: tuple[Intention, ...] = ()
        if isinstance(known, Known) and self._templates.names_measures(template):
            intended, more = await intended_of(work, account, allowed, known)
            proofs = tuple(dict.fromkeys((*proofs, *more)))
        paper = message.asked.channel in LETTERS
        link = None if paper else self._opt_out_link(account, message.asked)
        portal = NO_LINKS if paper else self._portal_link(account, message.asked, now)
        facts = {"intended": intended, "on_paper": paper, "opt_out_link": link}
        context = context_of(allowed, known, **facts, **portal)
        words = self._templates.write(named[0], template, allowed.recipient.language, context)
        level = known.reminder.level if isinstance(known, Known) else 0
        documents = wanted_documents(allowed, level)
        along = attached(documents, message.documents, now, files=self._files)
        if isinstance(along, WantedDocuments):
            return Answer(commands.RequestDocuments(wanted=along, at=now), allowed)
        content = content_of(allowed, known, words, proofs).model_copy(update=dict(along))
        content = for_channel(message.asked.channel, content, allowed, known.creditor)
        leave = {"debts": allowed.debts, "rules_version": allowed.rules_version, "at": now}
        return Answer(commands.QueueMessage(content=content, **leave), allowed)

    async def _asks(self, work: UnitOfWork, account: Account, asked: MessageAsked) -> bool:
        """Providers of texts and letters know a message again by its key; to mail servers it is another."""
        if asked.channel is not Channel.EMAIL:
            return False
        return await self._when_in_doubt(work, account, asked) is WhenInDoubt.ASK

    async def perform(self, prepared: Delivery) -> Outcome:
        return await self._senders[prepared.channel].send(prepared)

    def touches(self, stream: Stream, prepared: Delivery, result: Outcome) -> Collection[Account]:
        """What a provider knows of an address is the address's own, whoever shares it."""
        if isinstance(result, Rejected) and speaks_of_address(result):
            hash = prepared.content.address_hash
            return [address_stream(stream.account.tenant, hash).account]
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Outcome, now: datetime, cause: Cause
    ) -> None:
        asked = (await work.state(MESSAGE, stream)).asked
        within = self._returns_within.get(asked.channel) if asked else None
        until = within and now + within
        command = commands.RecordOutcome(outcome=result, at=now, returns_until=until)
        in_doubt = isinstance(result, Deferred) and result.in_doubt
        if in_doubt and asked is not None and await self._asks(work, stream.account, asked):
            command = command.model_copy(update={"when_in_doubt": WhenInDoubt.ASK})
        await work.execute(MESSAGE, stream, command, cause)
        if isinstance(result, Rejected) and speaks_of_address(result):
            message = await work.state(MESSAGE, stream)
            assert message.asked is not None, "only a message that was asked for has an outcome"
            assert message.content is not None, "only a message with words has an outcome"
            hash = message.content.address_hash
            await learn_of_address(work, stream.account.tenant, message.asked, hash, result, cause)
