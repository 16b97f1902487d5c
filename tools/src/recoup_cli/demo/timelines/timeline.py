"""What happened to one customer, day by day."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table

from console.pages.writing import writing_for
from console.timeline.domain.sentences import sentence
from recoup_cli.demo.client import Client
from recoup_cli.demo.timelines.choosing import Followed, events
from recoup_events.invoice import InvoiceIssued
from recoup_events.invoice.clearing import ClearingTransferReceived
from recoup_events.kernel.event import Event, name_of
from recoup_events.kernel.registry import decode
from recoup_events.workflow_scheduler import PlacementRemitted

TURNS: Final = frozenset(
    (
        *("invoice.issued", "invoice.paid", "invoice.written_off", "payment.received"),
        *("charge.assessed", "customer.condition_recorded", "customer.categorised"),
        *("message.queued", "message.undelivered", "contact.refused", "reply.received"),
        *("call.made", "task.created", "task.completed", "enrolment.moved", "enrolment.step_held"),
        *("promise.made", "promise.kept", "promise.broken", "enrolment.ended"),
        *("dispute.opened", "dispute.upheld", "dispute.partly_upheld", "dispute.rejected"),
        *("plan.agreed", "plan.broken", "plan.completed"),
        *("placement.proposed", "placement.approved", "placement.accepted"),
        *("placement.contact_reported", "clearing.transfer_received"),
        *("placement.remitted", "placement.returned", "placement.recalled"),
    )
)
"""What somebody did or decided; the rest follows from it."""


class Line(NamedTuple):
    on: date
    what: str
    times: int


async def timeline(client: Client, customer_id: str) -> Sequence[Line]:
    """In the order of time; the same again on a day is counted. The words are the console's."""
    found = list[tuple[datetime, Event]]()
    async for each in events(client, customer_id=customer_id):
        event = decode(each["type"], json.dumps(each["data"]))
        found.append((datetime.fromisoformat(each["time"]), event))
    issued = (event for _, event in found if isinstance(event, InvoiceIssued))
    numbers: dict[str, str] = {event.invoice_id: event.number for event in issued}
    found += await cleared(client, [event for _, event in found])
    say = writing_for("en-GB", "UTC").say
    counts = Counter(
        (at.date(), sentence(event, numbers, say))
        for at, event in sorted(found, key=lambda each: each[0])
        if name_of(event.type) in TURNS
    )
    return [Line(day, what, times) for (day, what), times in counts.items()]


async def cleared(client: Client, known: Sequence[Event]) -> Sequence[tuple[datetime, Event]]:
    """The bank's entries of what an agency remitted; they are the agency's, not a customer's."""
    ids = {event.remittance_id for event in known if isinstance(event, PlacementRemitted)}
    return [each async for each in _of_remittances(client, ids)] if ids else []


async def _of_remittances(
    client: Client, ids: Collection[str]
) -> AsyncIterator[tuple[datetime, Event]]:
    async for each in events(client, types="clearing.transfer_received"):
        event = decode(each["type"], json.dumps(each["data"]))
        if isinstance(event, ClearingTransferReceived) and event.remittance_id in ids:
            yield datetime.fromisoformat(each["time"]), event


def as_table(followed: Followed, lines: Sequence[Line]) -> Table:
    table = Table(title=f"{followed.name}: {followed.of}", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Day", no_wrap=True)
    table.add_column("What happened", overflow="fold")
    for line in lines:
        times = f" ({line.times} times)" if line.times > 1 else ""
        table.add_row(f"{line.on:%-d %b}", line.what + times)
    return table
