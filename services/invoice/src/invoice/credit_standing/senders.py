"""Carries a changed policy to every customer."""

from collections.abc import Sequence
from datetime import datetime

from invoice.credit_standing.domain.policy_review import (
    POLICY_REVIEW,
    PolicyReview,
    RecordReviewed,
)
from invoice.credit_standing.handlers import review_all
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CustomerId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service import batch_effect
from recoup_service.batch_effect import Batch, BatchEffect

READS = named_queries("invoice.credit_standing", "queries.sql")


class PolicyReviewEffect(BatchEffect[PolicyReview, Account]):
    """Who was reviewed by then is reviewed again, and nothing comes of it."""

    decider = POLICY_REVIEW

    async def next(
        self, batch: Batch[PolicyReview], connection: Connection
    ) -> Sequence[Account] | None:
        if not await connection.fetchval(READS["is_known"], batch.stream.id):
            return None
        rows = await connection.fetch(READS["customers"], batch.state.last, batch_effect.BATCH)
        return [Account(batch.stream.account.tenant, row["id"]) for row in rows]

    async def take(
        self, work: UnitOfWork, batch: Batch[PolicyReview], rows: Sequence[Account]
    ) -> int:
        started = batch.state.started
        assert started is not None, "only a review that was started wants a batch"
        await review_all(work, rows, started.creditor_id, batch.cause)
        return len(rows)

    def taken(self, rows: Sequence[Account], count: int, now: datetime) -> RecordReviewed:
        return RecordReviewed(last=CustomerId(rows[-1].key) if rows else None)
