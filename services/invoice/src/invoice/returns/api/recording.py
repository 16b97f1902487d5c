"""How a return that is sent is recorded, one by one or in a file."""

from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.fields import VALUE_DATES
from invoice.returns.api.schemas import NewReturn
from invoice.returns.domain.bank_return import RETURN, RecordReturn, return_id_of
from invoice.returns.handlers import take_back
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Wanted
from recoup_service.api.collection import Change
from recoup_service.api.request_context import WorkContext

READS = named_queries("invoice.returns", "queries.sql")


def sent(body: NewReturn, context: WorkContext) -> Wanted:
    """Sent again, it is there."""
    id = return_id_of(context.tenant, body.creditor, body.source, body.external_id)
    stream = RETURN.stream(context.tenant, id, id)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        recorded = (await work.state(RETURN, stream)).recorded
        if recorded.amount != body.amount.money:
            raise DuplicateExternalId.of(body.external_id, stream.id)

    return Wanted(stream, recording(body, context), compare)


def recording(body: NewReturn, context: WorkContext) -> Change:
    creditor_id = creditor_id_of(context.tenant, body.creditor)

    async def record(work: UnitOfWork, stream: Stream) -> None:
        VALUE_DATES.check(body.value_date, context.now.date(), "/value_date")
        await registered_creditor(work, context.tenant, body.creditor)
        async with context.reading() as connection:
            rows = await connection.fetch(
                READS["receipts_called"], creditor_id, body.end_to_end_id, body.receipt
            )
        amount = body.amount.money
        candidates = [row["id"] for row in rows]
        receipt_id, payment_ids = await take_back(
            work, context.tenant, candidates, amount, body.reason, context.cause
        )
        command = RecordReturn(
            return_id=stream.id,
            creditor_id=creditor_id,
            source=body.source,
            external_id=body.external_id,
            amount=amount,
            value_date=body.value_date,
            reason=body.reason,
            receipt_id=receipt_id,
            payment_ids=payment_ids,
        )
        await work.execute(RETURN, stream, command, context.cause)

    return record
