"""What the read models know of a receipt: invoices whose numbers may be written in it, customers of its payer's name.

They are a moment behind, so it only says where to look; everything is read again in the unit of work.
"""

from collections.abc import Sequence
from typing import NamedTuple

from invoice.invoices.domain.payment_reference import number_in
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.written_numbers import written_numbers
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.search import found

READS = named_queries("invoice.receipts", "queries.sql")
SHORTEST_NAME = 3


class Seen(NamedTuple):
    named: Sequence[tuple[CustomerId, InvoiceId]] = ()
    """Their numbers have digits that are written there."""
    customers: Sequence[CustomerId] = ()
    """The payer's name is a part of what they are called."""
    complete: bool = True
    """Whether what was sent before it may be taken as known; else only what is named is sure."""


NOTHING_SEEN = Seen(complete=False)
MOST_CALLED_SO = 20


async def look(connection: Connection, entry: BankEntry) -> Seen:
    """At most a few of each number, and a few of the name."""
    texts = (entry.written, number_in(entry.structured_reference or "") or "")
    digits = {number.digits for text in texts for number in written_numbers(text)}
    rows = (
        await connection.fetch(READS["invoices_numbered"], entry.creditor_id, sorted(digits))
        if digits
        else []
    )
    return Seen(
        named=[(row["customer_id"], row["id"]) for row in rows],
        customers=await _called(connection, entry.payer_name),
    )


async def _called(connection: Connection, name: str | None) -> Sequence[CustomerId]:
    if name is None or len(name) < SHORTEST_NAME:
        return ()
    ids = (await found(connection, "invoice", "customer", name)).ids
    return [CustomerId(id) for id in sorted(ids or ())[:MOST_CALLED_SO]]
