"""Send what the bank saw, one by one or many at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from invoice.creditors.handlers import creditor_stream, registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.fields import VALUE_DATES
from invoice.receipts.api.schemas import NewReceipt
from invoice.receipts.api.shown import ReceiptShown, shown
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.receipt import RECEIPT, receipt_id_of
from invoice.receipts.handlers.looking import NOTHING_SEEN, Seen, look
from invoice.receipts.handlers.matching import apply_cash
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import creditor_id_of
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, Wanted, put_each
from recoup_service.api.collection import Change, Collection
from recoup_service.api.importable import Importable
from recoup_service.api.request_context import RequestContext, WorkContext, needs

router = APIRouter(prefix="/v1/receipts", tags=["Receipts"])
receipts = Collection("receipts", RECEIPT, shown)


def _sent(body: NewReceipt, context: WorkContext) -> Wanted:
    """Of a file: what the lists know is looked up once it is its turn, and once more when they know all of it."""
    wanted = _wanted(body, NOTHING_SEEN, context)

    async def create(work: UnitOfWork, stream: Stream) -> None:
        (seen,) = await _seen([_entry(body, context)], context)
        behind = seen._replace(complete=False)
        await _wanted(body, behind, context).create(work, stream)

    return replace(wanted, create=create)


RECEIPTS = Importable("receipt", "payments:write", receipts, NewReceipt, _sent)
Writer = Annotated[RequestContext, needs("payments:write")]


@router.post("", status_code=201, response_model=ReceiptShown, summary="Record a receipt")
async def record_receipt(body: NewReceipt, context: Writer) -> Response:
    """What is sure enough for its creditor is a payment at once; the rest waits, with candidates.

    What waits is looked at once more a moment later, with the invoices that were sent just before it.
    """
    (seen,) = await _seen([_entry(body, context)], context)
    wanted = _wanted(body, seen, context)
    taken = DuplicateExternalId.of(body.external_id, wanted.stream.id)
    return await receipts.create(context, wanted.stream, wanted.create, taken, wanted.reads)


@router.post("/bulk", summary="Record up to 1,000 receipts")
async def record_receipts(body: Bulk[NewReceipt], context: Writer) -> BulkShown:
    """Each as by itself, with a result of its own: one that is refused stops no other.

    Sent again, what was recorded is `unchanged`, so it needs no `Idempotency-Key`.
    """
    sent = [item for item in body.data if not isinstance(item, Unreadable)]
    seen = iter(await _seen([_entry(item, context) for item in sent], context))
    items = [
        item if isinstance(item, Unreadable) else _wanted(item, next(seen), context)
        for item in body.data
    ]
    return await put_each(receipts, context, items)


def _entry(body: NewReceipt, context: WorkContext) -> BankEntry:
    return body.entry(creditor_id_of(context.tenant, body.creditor))


async def _seen(entries: Sequence[BankEntry], context: WorkContext) -> Sequence[Seen]:
    if context.ports.reading is None:
        return [NOTHING_SEEN for _ in entries]
    async with context.reading() as connection:
        return [await look(connection, entry) for entry in entries]


def _wanted(body: NewReceipt, seen: Seen, context: WorkContext) -> Wanted:
    id = receipt_id_of(context.tenant, body.creditor, body.source, body.external_id)
    entry = _entry(body, context)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        known = (await work.state(RECEIPT, stream)).known
        if (known.amount, known.value_date) != (entry.amount, entry.value_date):
            raise DuplicateExternalId.of(body.external_id, id)

    stream = RECEIPT.stream(context.tenant, id, id)
    reads = [creditor_stream(context.tenant, body.creditor)]
    return Wanted(stream, _recording(body, entry, seen, context), compare, reads)


def _recording(body: NewReceipt, entry: BankEntry, seen: Seen, context: WorkContext) -> Change:
    async def record(work: UnitOfWork, stream: Stream) -> None:
        VALUE_DATES.check(body.value_date, context.now.date(), "/value_date")
        await registered_creditor(work, context.tenant, body.creditor)
        await apply_cash(work, stream, entry, seen, context.cause)

    return record
