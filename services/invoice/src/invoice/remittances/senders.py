"""Looks through what the bank had sent before a remittance was reported, once all of that is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from invoice.clearings.domain.clearing import CLEARING, Clearing
from invoice.clearings.domain.commands import RecordLook
from invoice.receipts.domain.receipt import RECEIPT
from invoice.receipts.handlers.matching import match_again
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service.batch_effect import Batch, BatchEffect

READS = named_queries("invoice.remittances", "queries.sql")
BEFORE = timedelta(days=60)
"""How long before its remittance a transfer may have arrived as something else."""


class Earlier(NamedTuple):
    """Money that came before the remittance and may be its transfer."""

    receipt_id: str | None
    """Of one that waits, and is matched anew."""
    hint: str | None
    """Where it became payments of customers by then."""


class LookThroughEffect(BatchEffect[Clearing, Earlier]):
    """What was decided about it meanwhile is found so under its lock."""

    decider = CLEARING
    schema = "invoice"

    async def next(self, batch: Batch[Clearing], connection: Connection) -> Sequence[Earlier]:
        opened = batch.state.known
        of = (opened.creditor_id, opened.reference, opened.net.currency, opened.net.minor_units)
        waiting = await connection.fetch(READS["waiting_receipts"], *of, opened.agency_name)
        booked = await connection.fetch(READS["booked_already"], *of, opened.opened_on - BEFORE)
        return [
            *(Earlier(row["id"], None) for row in waiting),
            *(Earlier(None, _booked(opened.reference, row["id"])) for row in booked),
        ]

    async def take(self, work: UnitOfWork, batch: Batch[Clearing], rows: Sequence[Earlier]) -> int:
        tenant = batch.stream.account.tenant
        ids = [each.receipt_id for each in rows if each.receipt_id is not None]
        streams = [RECEIPT.stream(tenant, id, id) for id in ids]
        await work.lock({batch.stream.account, *(each.account for each in streams)}, streams)
        for stream in streams:
            receipt = await work.state(RECEIPT, stream)
            if receipt.left == receipt.known.amount:
                await match_again(work, stream, batch.cause)
        return len(streams)

    def taken(self, rows: Sequence[Earlier], count: int, now: datetime) -> RecordLook:
        return RecordLook(at=now, hints=tuple(each.hint for each in rows if each.hint is not None))


def _booked(reference: str, payment_id: str) -> str:
    return (
        f"The payment {payment_id} names {reference} and has this amount: if it is this transfer, it counts "
        f"twice. Reverse it by POST /v1/payments/{payment_id}/reversal, and send it as the transfer."
    )
