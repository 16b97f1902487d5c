"""Lines of a timeline: each event read back and said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.pages.writing import Writing
from console.timeline.domain.sentences import amount_of, named_in, sentence
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, name_of
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.rows import envelope_of
from recoup_eventstore.postgres.scope import Connection

READS = named_queries("console.timeline", "queries.sql")


@dataclass(frozen=True, slots=True)
class Line:
    place: int
    kind: str
    at: datetime
    type: str
    words: str
    amount: Money | None
    actor: str
    customer_id: str
    customer: str
    message_id: str | None
    inputs: Sequence[tuple[str, str]]
    """Of a refusal: what its rule was told."""


async def recorded(
    connection: Connection,
    customer_id: str,
    most: int,
    before: tuple[datetime | None, int | None] = (None, None),
    kinds: Sequence[str] = (),
    invoice_id: str | None = None,
) -> Sequence[Any]:
    """Rows about a customer, the latest first: all, those of some kinds, or those about one invoice."""
    wanted = (customer_id, *before, most)
    if invoice_id is not None:
        return list(await connection.fetch(READS["timeline_of_invoice"], *wanted, invoice_id))
    if kinds:
        return list(await connection.fetch(READS["timeline_of_kinds"], *wanted, list(kinds)))
    return list(await connection.fetch(READS["timeline"], *wanted))


async def lines_of(connection: Connection, rows: Sequence[Any], writing: Writing) -> Sequence[Line]:
    """Rows of the statements of the timeline, in their order."""
    envelopes = [envelope_of(row) for row in rows]
    ids = {id for envelope in envelopes for id in named_in(envelope.event)}
    named = await connection.fetch(READS["names"], sorted(ids)) if ids else []
    names = {row["id"]: row["name"] for row in named}
    return [
        _line(row, envelope, names, writing) for row, envelope in zip(rows, envelopes, strict=True)
    ]


def _line(row: Any, envelope: Envelope[Event], names: dict[str, str], writing: Writing) -> Line:
    event = envelope.event
    customer_id = str(getattr(event, "customer_id", None) or "")
    inputs = getattr(event, "inputs", None) or {}
    return Line(
        place=row["place"],
        kind=row["kind"],
        at=envelope.cause.at,
        type=name_of(event.type),
        words=sentence(event, names, writing.say),
        amount=amount_of(event),
        actor=envelope.cause.actor,
        customer_id=customer_id,
        customer=names.get(customer_id, customer_id),
        message_id=getattr(event, "message_id", None),
        inputs=sorted((str(name), str(value)) for name, value in inputs.items()),
    )
