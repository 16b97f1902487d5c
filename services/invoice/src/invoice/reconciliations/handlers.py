"""Compares the ERP's balances with Recoup's, records where they differ, and settles what a person has seen."""

from collections.abc import Mapping, Sequence

from invoice.creditors.handlers import registered_creditor
from invoice.invoices.domain.commands import AdjustInvoice
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.reconciliations.domain.reconciliation import (
    RECONCILIATION,
    CannotBeCorrectedHere,
    Difference,
    DifferenceKind,
    Known,
    RecordReconciliation,
    SettleDifference,
    compare,
    reconciliation_id_of,
)
from recoup_events.invoice import Origin
from recoup_events.invoice.posting import SettlementWay
from recoup_events.kernel.envelope import Cause, Stream
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


async def settle(work: UnitOfWork, stream: Stream, command: SettleDifference, cause: Cause) -> None:
    """Once; corrected here, the invoice is adjusted in the same decision."""
    state = await work.state(RECONCILIATION, stream)
    difference = state.difference(command.external_id)
    first = command.external_id not in state.settled
    if first and command.way is SettlementWay.CORRECTED_HERE:
        await _adjust(work, stream, difference, cause)
    await work.execute(RECONCILIATION, stream, command, cause)


async def _adjust(work: UnitOfWork, stream: Stream, difference: Difference, cause: Cause) -> None:
    """To what the ERP said, if it is still what was compared; nothing is posted back."""
    if difference.kind is not DifferenceKind.BALANCE or difference.invoice_id is None:
        raise CannotBeCorrectedHere(
            "The ERP has an invoice that is not here, or is in another currency here. Issue it, or "
            "cancel the one that stands; then say corrected_in_erp, or ignored with a reason."
        )
    tenant = stream.account.tenant
    invoice_stream = await work.find(INVOICE, tenant, difference.invoice_id)
    work.own_also({stream.account, invoice_stream.account})
    balance = issued_invoice(await work.state(INVOICE, invoice_stream)).balance
    if balance == difference.erp:
        return
    if balance != difference.recoup:
        raise CannotBeCorrectedHere(
            f"It was {difference.recoup} when it was compared, and is {balance} now. Compare the balances "
            "anew, and settle what then differs."
        )
    command = AdjustInvoice(
        change=difference.erp - balance,
        origin=Origin.ERP,
        reason="erp_drift",
        at=cause.at,
    )
    await work.execute(INVOICE, invoice_stream, command, cause)
