"""Compares the ERP's balances with Recoup's, and records where they differ."""

from collections.abc import Mapping, Sequence

from invoice.creditors.handlers import registered_creditor
from invoice.reconciliations.domain.reconciliation import (
    RECONCILIATION,
    Difference,
    Known,
    RecordReconciliation,
    compare,
    reconciliation_id_of,
)
from recoup_events.kernel.ids import CreditorId, InvoiceId, creditor_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import WorkContext

READS = named_queries("invoice.reconciliations", "queries.sql")


async def known_balances(
    connection: Connection, creditor_id: CreditorId, external_ids: Sequence[str]
) -> Mapping[str, Known]:
    """What is owed on these invoices, as the lists have it."""
    rows = await connection.fetch(READS["balances"], creditor_id, list(external_ids))
    return {
        row["external_id"]: Known(
            InvoiceId(row["id"]), Money(minor_units=int(row["balance"]), currency=row["currency"])
        )
        for row in rows
    }


async def reconcile_part(
    context: WorkContext,
    creditor: str,
    external_id: str,
    sent: Mapping[str, Money],
) -> Sequence[Difference]:
    """A part of a file of open items as a reconciliation of its own; done again, the first one stands."""
    creditor_id = creditor_id_of(context.tenant, creditor)
    id = reconciliation_id_of(context.tenant, creditor_id, external_id)
    assert context.ports.reading is not None, "what is owed is read from the lists"
    async with context.ports.reading(context.tenant) as connection:
        known = await known_balances(connection, creditor_id, list(sent))
    stream = RECONCILIATION.stream(context.tenant, creditor_id, id)

    async def record(work: UnitOfWork) -> Sequence[Difference]:
        await work.lock([stream.account], [stream])
        command = RecordReconciliation(
            reconciliation_id=id,
            creditor_id=await registered_creditor(work, context.tenant, creditor),
            external_id=external_id,
            compared=len(sent),
            differences=tuple(compare(sent, known)),
            at=context.now,
        )
        await work.execute(RECONCILIATION, stream, command, context.cause)
        recorded = (await work.state(RECONCILIATION, stream)).recorded
        return () if recorded is None else recorded.differences

    return await context.ports.command_runner.decide(record)
