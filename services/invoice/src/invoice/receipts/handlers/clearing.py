"""A receipt that is an agency's transfer clears its remittances, and is shared out to no invoice."""

from collections.abc import Sequence

from invoice.clearings.domain.clearing import CLEARING
from invoice.clearings.domain.recognition import Part, Recognition
from invoice.clearings.handlers import Entry, Transfer, receive_transfers, recognised
from invoice.receipts.domain.commands import ClearRemittances, TakeOffRemittance
from invoice.receipts.domain.entry import NOT_PROVIDED, BankEntry
from invoice.receipts.domain.events import ClearedPart
from invoice.receipts.domain.receipt import RECEIPT
from recoup_events.invoice.clearing import ClearingTransferReversed
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.work import UnitOfWork


async def recognised_transfer(work: UnitOfWork, tenant: TenantId, entry: BankEntry) -> Recognition:
    """Before anything else is thought of: what an agency sends has been booked gross already."""
    end_to_end = entry.end_to_end_id
    written = (
        entry.structured_reference,
        None if end_to_end == NOT_PROVIDED else end_to_end,
        entry.text,
    )
    sent = Entry(entry.creditor_id, entry.settles, entry.payer_name, written)
    return await recognised(work, tenant, sent)


async def clear(
    work: UnitOfWork, stream: Stream, parts: Sequence[Part], reason: str, cause: Cause, *, by: str
) -> None:
    """So much of it is the transfer of each of these remittances."""
    tenant = stream.account.tenant
    found = await work.locate(CLEARING, tenant, {part.remittance_id for part in parts})
    work.own_also({stream.account, *(each.account for each in found.values())})
    receipt = await work.state(RECEIPT, stream)
    entry = receipt.known
    transfer = Transfer(entry.source, entry.external_id, receipt.receipt_id, entry.value_date)
    cleared = [_in_its_currency(part, entry) for part in parts]
    command = ClearRemittances(parts=tuple(cleared), by=by, reason=reason)
    await receive_transfers(work, tenant, parts, transfer, cause)
    await work.execute(RECEIPT, stream, command, cause)


def _in_its_currency(part: Part, entry: BankEntry) -> ClearedPart:
    """Of what came in another currency all is cleared, or nothing."""
    amount = entry.amount if entry.exchange is not None else part.amount
    return ClearedPart(remittance_id=part.remittance_id, amount=amount)


async def take_off(
    work: UnitOfWork, reversed: Envelope[ClearingTransferReversed], cause: Cause
) -> None:
    """Money that is still here waits again; what the bank took back is gone with its receipt."""
    event = reversed.event
    if event.receipt_id is None or event.returned:
        return
    stream = RECEIPT.stream(reversed.tenant, event.receipt_id, event.receipt_id)
    receipt = await work.state(RECEIPT, stream)
    for amount in receipt.cleared_of(event.remittance_id):
        command = TakeOffRemittance(
            remittance_id=event.remittance_id, amount=amount, reason=event.reason
        )
        await work.execute(RECEIPT, stream, command, cause)
