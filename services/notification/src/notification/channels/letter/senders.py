"""Asks the provider where a letter is, on some days after it was posted: callbacks get lost."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from notification.channels.letter.receipts import kept
from notification.channels.letter.sender import LetterProvider
from notification.channels.letter.tracking import Tracked, report_of
from notification.channels.reporting import learned_of
from notification.consents.domain.address import stream_of
from notification.messages.domain import commands
from notification.messages.domain.message import MESSAGE
from notification.messages.handlers import learn_of_address
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_events.notification import DeliveryProof
from recoup_eventstore.work import UnitOfWork
from recoup_files.store import FileStore


class OnItsWay(NamedTuple):
    """A letter that was posted."""

    tenant: TenantId
    provider_id: str
    address_hash: str
    now: datetime


class TrackingEffect:
    """See ``Effect``."""

    def __init__(self, provider: LetterProvider | None, store: FileStore | None) -> None:
        self._provider = provider
        self._store = store

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> OnItsWay | None:
        message = await work.state(MESSAGE, stream)
        assert message.content is not None, "what was sent has words"
        assert message.provider_id is not None, "what was sent has the provider's id"
        hash = message.content.address_hash
        return OnItsWay(stream.account.tenant, message.provider_id, hash, now)

    async def perform(self, prepared: OnItsWay) -> Sequence[commands.DeliveryReport]:
        if self._provider is None:
            return ()
        found = await self._provider.course(prepared.provider_id, prepared.now)
        reports = [await self._reported(each, prepared) for each in found]
        return [report for report in reports if report is not None]

    async def _reported(self, tracked: Tracked, letter: OnItsWay) -> commands.DeliveryReport | None:
        report = report_of(tracked, letter.provider_id)
        if getattr(report, "proof", None) is not DeliveryProof.SIGNED_FOR or report is None:
            return report
        statement = (tracked.statement or f"{tracked.name} {tracked.at.isoformat()}").encode()
        digest = await kept(self._store, letter.tenant, statement)
        return report.model_copy(update={"receipt_digest": digest})

    def touches(
        self, stream: Stream, prepared: OnItsWay, result: Sequence[commands.DeliveryReport]
    ) -> Collection[Account]:
        """What came back says something of the address, whoever shares it."""
        if any(learned_of(report) for report in result):
            return [stream_of(prepared.tenant, prepared.address_hash).account]
        return []

    async def record(
        self,
        work: UnitOfWork,
        stream: Stream,
        result: Sequence[commands.DeliveryReport],
        now: datetime,
        cause: Cause,
    ) -> None:
        await work.execute(MESSAGE, stream, commands.LookUpLater(at=now), cause)
        message = await work.state(MESSAGE, stream)
        assert message.asked is not None, "what was sent was asked for"
        assert message.content is not None, "what was sent has words"
        hash = message.content.address_hash
        for report in result:
            await work.execute(MESSAGE, stream, report, cause)
            learned = learned_of(report)
            if learned is not None:
                tenant = stream.account.tenant
                await learn_of_address(work, tenant, message.asked, hash, learned, cause)
