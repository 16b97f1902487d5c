"""How a release goes on: who waits is let go, customer by customer."""

from collections.abc import Sequence

from invoice.invoices.domain.commands import ChangeChase
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.releases.domain.release import RELEASE, ReleaseStarted
from recoup_events.invoice import Chase
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.batch_run import BatchRun
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service import batch_effect
from recoup_service.batch_effect import Batch, RunEffect

READS = named_queries("invoice.releases", "queries.sql")
FIRST = ("", "")
NOW = ChangeChase(chase=Chase.NOW, chase_from=None)
Run = BatchRun[ReleaseStarted]


class ReleaseEffect(RunEffect[ReleaseStarted, Stream]):
    """What was released by then, or changed meanwhile, is found so under its lock."""

    decider = RELEASE
    schema = "invoice"

    async def next(self, batch: Batch[Run], connection: Connection) -> Sequence[Stream]:
        run = batch.state
        after = run.place or FIRST
        rows = await connection.fetch(
            READS["to_be_released"], run.about.creditor_id, *after, batch_effect.BATCH
        )
        tenant = batch.stream.account.tenant
        return [INVOICE.stream(tenant, row["customer_id"], row["id"]) for row in rows]

    async def take(self, work: UnitOfWork, batch: Batch[Run], rows: Sequence[Stream]) -> int:
        await work.lock({stream.account for stream in rows}, rows)
        released = 0
        for stream in rows:
            invoice = issued_invoice(await work.state(INVOICE, stream))
            if invoice.chase is Chase.ON_RELEASE:
                await work.execute(INVOICE, stream, NOW, batch.cause)
                released += 1
        return released

    def place(self, row: Stream) -> tuple[str, ...]:
        """By customer, so that each batch takes few locks."""
        return (row.account.key, row.id)
