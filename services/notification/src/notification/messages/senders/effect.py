"""How a message leaves: the check before it is sent and its words, then the wire, then what came of it.

After a crash between the two transactions nobody knows whether the message left. A text or a letter is sent
again under its Idempotency-Key, by which its provider knows it. A mail is listed as in doubt and left to a person, unless the
tenant wants it sent again under its Message-ID (ADR-0010).
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from notification.consents.domain.address import stream_of as address_stream
from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.chain import Judged
from notification.contact_ledger.domain.chain import stream_of as ledger_stream
from notification.contact_ledger.handlers import enter
from notification.messages.domain import commands
from notification.messages.domain.doubt import BROKEN_OFF, WhenInDoubt
from notification.messages.domain.entries import Verdict, entry_of
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected
from notification.messages.domain.portal_links import Linking, no_links
from notification.messages.domain.reminder import stream_of as reminder_stream
from notification.messages.domain.sender import Delivery, Sender
from notification.messages.handlers import (
    learn_of_address,
)
from notification.messages.senders.answers import delivery_of, speaks_of_address
from notification.messages.senders.foreseeing import foresee_checks, foresee_outcomes
from notification.messages.senders.judging import Judging
from notification.templates.renderer.templates import Templates
from recoup_compliance.contact_ledger.line import Entry
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
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
        self._judging = Judging(
            templates,
            address_hash,
            opt_out_link=opt_out_link,
            portal_link=portal_link,
            files=files,
        )
        self._address_hash = address_hash
        self._new_salt = new_salt
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
        judged = await self._judging.answer(work, stream.account, message, now)
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
