"""Carries a changed policy to every customer, in transactions of theirs."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from invoice.credit_standing.domain.policy_review import (
    POLICY_REVIEW,
    PolicyReview,
    RecordReviewed,
)
from invoice.credit_standing.handlers import review_all
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Ports

READS = named_queries("invoice.credit_standing", "queries.sql")
BATCH = 1000
OF_A_TRANSACTION = 100
POLL_SECONDS = 0.05
LOOKS = 100
"""At a read model that is behind, before the review is asked for its next batch anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    stream: Stream
    review: PolicyReview
    cause: Cause


@dataclass(frozen=True, slots=True)
class Reviewed:
    last: CustomerId | None


class TooFarBehind:
    """The read model does not know of the review yet."""


class PolicyReviewEffect:
    """See ``Effect``; it decides about other accounts than its own, in transactions of theirs."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Batch | None:
        return Batch(stream, await work.state(POLICY_REVIEW, stream), cause)

    async def perform(self, prepared: Batch) -> Reviewed | TooFarBehind:
        started, tenant = prepared.review.started, prepared.stream.account.tenant
        assert started is not None, "only a review that was started wants a batch"
        ids = await self._customers(prepared)
        if ids is None:
            return TooFarBehind()
        for start in range(0, len(ids), OF_A_TRANSACTION):
            accounts = [Account(tenant, id) for id in ids[start : start + OF_A_TRANSACTION]]
            await _review(self._ports.command_runner, accounts, started.creditor_id, prepared.cause)
        return Reviewed(CustomerId(ids[-1]) if ids else None)

    async def _customers(self, batch: Batch) -> Sequence[str] | None:
        """The next ones, once the read model knows of the review and of all before it."""
        assert self._ports.reading is not None, "customers are found in the read models"
        for _ in range(LOOKS):
            async with self._ports.reading(batch.stream.account.tenant) as connection:
                if await connection.fetchval(READS["is_known"], batch.stream.id):
                    rows = await connection.fetch(READS["customers"], batch.review.last, BATCH)
                    return [row["id"] for row in rows]
            await asyncio.sleep(POLL_SECONDS)
        return None

    def touches(
        self, _stream: Stream, _prepared: Batch, _result: Reviewed | TooFarBehind
    ) -> Collection[Account]:
        return []

    async def record(
        self,
        work: UnitOfWork,
        stream: Stream,
        result: Reviewed | TooFarBehind,
        now: datetime,
        cause: Cause,
    ) -> None:
        if isinstance(result, Reviewed):
            await work.execute(POLICY_REVIEW, stream, RecordReviewed(last=result.last), cause)


async def _review(
    command_runner: CommandRunner,
    accounts: Sequence[Account],
    creditor_id: CreditorId,
    cause: Cause,
) -> None:
    async def decision(work: UnitOfWork) -> None:
        await review_all(work, accounts, creditor_id, cause)

    await command_runner.decide(decision)
