"""Carries a changed policy to every customer."""

from collections.abc import Sequence

from invoice.credit_standing.domain.policy_review import POLICY_REVIEW, PolicyReviewStarted
from invoice.credit_standing.handlers.reviewing import review_all
from recoup_events.kernel.envelope import Account
from recoup_eventstore.batch_run import BatchRun
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service import batch_effect
from recoup_service.batch_effect import Batch, RunEffect

READS = named_queries("invoice.credit_standing", "queries.sql")
FIRST = ("",)
Run = BatchRun[PolicyReviewStarted]


class PolicyReviewEffect(RunEffect[PolicyReviewStarted, Account]):
    """Who was reviewed by then is reviewed again, and nothing comes of it."""

    decider = POLICY_REVIEW
    schema = "invoice"

    async def next(self, batch: Batch[Run], connection: Connection) -> Sequence[Account]:
        after = batch.state.place or FIRST
        rows = await connection.fetch(READS["customers"], *after, batch_effect.BATCH)
        return [Account(batch.stream.account.tenant, row["id"]) for row in rows]

    async def take(self, work: UnitOfWork, batch: Batch[Run], rows: Sequence[Account]) -> int:
        await review_all(work, rows, batch.state.about.creditor_id, batch.cause)
        return len(rows)

    def place(self, row: Account) -> tuple[str, ...]:
        return (row.key,)
