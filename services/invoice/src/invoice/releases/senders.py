"""How a release goes on: who waits is let go, customer by customer."""

from collections.abc import Sequence
from datetime import datetime

from invoice.invoices.domain.commands import ChangeChase
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.releases.domain.release import RELEASE, Place, RecordBatch, Release
from recoup_events.invoice import Chase
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service import batch_effect
from recoup_service.batch_effect import Batch, BatchEffect

READS = named_queries("invoice.releases", "queries.sql")
NOW = ChangeChase(chase=Chase.NOW, chase_from=None)


class ReleaseEffect(BatchEffect[Release, Stream]):
    """What was released by then, or changed meanwhile, is found so under its lock."""

    decider = RELEASE

    async def next(self, batch: Batch[Release], connection: Connection) -> Sequence[Stream] | None:
        release = batch.state
        assert release.started is not None, "only a release that was started wants a batch"
        if not await connection.fetchval(READS["is_known"], batch.stream.id):
            return None
        place = release.place
        after = ("", "") if place is None else (place.customer_id, place.invoice_id)
        rows = await connection.fetch(
            READS["to_be_released"], release.started.creditor_id, *after, batch_effect.BATCH
        )
        tenant = batch.stream.account.tenant
        return [INVOICE.stream(tenant, row["customer_id"], row["id"]) for row in rows]

    async def take(self, work: UnitOfWork, batch: Batch[Release], rows: Sequence[Stream]) -> int:
        await work.lock({stream.account for stream in rows}, rows)
        released = 0
        for stream in rows:
            invoice = issued_invoice(await work.state(INVOICE, stream))
            if invoice.chase is Chase.ON_RELEASE:
                await work.execute(INVOICE, stream, NOW, batch.cause)
                released += 1
        return released

    def taken(self, rows: Sequence[Stream], count: int, now: datetime) -> RecordBatch:
        last = Place(customer_id=rows[-1].account.key, invoice_id=rows[-1].id) if rows else None
        return RecordBatch(released=count, place=last, at=now)
