"""How a sweep goes on: what is small and long overdue is written off, customer by customer."""

from collections.abc import Sequence
from datetime import datetime

from invoice.invoices.domain.commands import WriteOff
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from invoice.sweeps.domain.sweep import SWEEP, SweepStarted, bounds
from recoup_events.invoice import Origin
from recoup_events.invoice.approval import SmallBalances
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.batch_run import BatchRun
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service import batch_effect
from recoup_service.batch_effect import Batch, RunEffect

READS = named_queries("invoice.sweeps", "queries.sql")


FIRST = ("", "")
Run = BatchRun[SweepStarted]


class SweepEffect(RunEffect[SweepStarted, Stream]):
    """What was written off by then, paid or contested, is found so under its lock."""

    decider = SWEEP
    schema = "invoice"

    async def next(self, batch: Batch[Run], connection: Connection) -> Sequence[Stream]:
        run = batch.state
        wanted = bounds(run.about.wanted, run.about.at)
        after = run.place or FIRST
        rows = await connection.fetch(READS["small_balances"], *wanted, *after, batch_effect.BATCH)
        tenant = batch.stream.account.tenant
        return [INVOICE.stream(tenant, row["customer_id"], row["id"]) for row in rows]

    async def take(self, work: UnitOfWork, batch: Batch[Run], rows: Sequence[Stream]) -> int:
        wanted = batch.state.about.wanted
        await work.lock({stream.account for stream in rows}, rows)
        invoices = {stream: issued_invoice(await work.state(INVOICE, stream)) for stream in rows}
        await work.preload(
            documents=[
                DocumentKey(stream.account, OPEN_RECEIVABLES.name, term.receivable_id)
                for stream, invoice in invoices.items()
                for term in invoice.terms
            ]
        )
        command = WriteOff(
            amount=None, origin=Origin.RECOUP, reason=wanted.reason, at=batch.cause.at
        )
        written_off = 0
        for stream, invoice in invoices.items():
            if _is_wanted(invoice, wanted, batch.cause.at) and await _is_free(
                work, stream, invoice
            ):
                await work.execute(INVOICE, stream, command, batch.cause)
                written_off += 1
        return written_off

    def place(self, row: Stream) -> tuple[str, ...]:
        """By customer, so that each batch takes few locks."""
        return (row.account.key, row.id)


def _is_wanted(invoice: Invoice, wanted: SmallBalances, at: datetime) -> bool:
    """In the debtor's calendar, as the list has it."""
    overdue = (local_date(at, invoice.time_zone) - invoice.due_date).days
    is_small = bool(invoice.balance) and invoice.balance <= wanted.up_to
    return is_small and overdue >= wanted.overdue_days


async def _is_free(work: UnitOfWork, stream: Stream, invoice: Invoice) -> bool:
    """Whether nothing of it is contested, agreed in a plan or reserved."""
    known = [
        await work.document(OPEN_RECEIVABLES, stream.account, term.receivable_id)
        for term in invoice.terms
    ]
    return not any(any(each.set_aside.values()) for each in known)
