"""A second look at what waits, once the read models know everything that came before it.

Invoices and receipts that are sent together are seen together so, however far behind the read models are.
"""

from collections.abc import Sequence
from datetime import datetime

from invoice.receipts.domain.commands import RecordSecondLook
from invoice.receipts.domain.receipt import RECEIPT, Receipt
from invoice.receipts.handlers.looking import Seen, look
from invoice.receipts.handlers.matching import match_receipt
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service.batch_effect import Batch, BatchEffect


class SecondLookEffect(BatchEffect[Receipt, Seen]):
    """What was decided about it meanwhile is found so under its lock."""

    decider = RECEIPT
    schema = "invoice"

    async def next(self, batch: Batch[Receipt], connection: Connection) -> Sequence[Seen]:
        return [await look(connection, batch.state.known)]

    async def take(self, work: UnitOfWork, batch: Batch[Receipt], rows: Sequence[Seen]) -> int:
        await work.lock({batch.stream.account}, {batch.stream})
        receipt = await work.state(RECEIPT, batch.stream)
        if receipt.look_again_at is None or receipt.left != receipt.known.amount:
            return 0
        for seen in rows:
            await match_receipt(work, batch.stream, seen, batch.cause)
        return 1

    def taken(self, rows: Sequence[Seen], count: int, now: datetime) -> RecordSecondLook:
        return RecordSecondLook(at=now)
