"""The time machine: what was owed at the end of a day, folded from the events recorded by then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from console.pages.lines import READS as TIMELINE
from console.pages.visit import Visit
from recoup_events import invoice
from recoup_events.kernel.event import Event
from recoup_eventstore.postgres.rows import envelope_of
from recoup_eventstore.postgres.scope import Connection
from recoup_receivables.balance import MOVES, balances_of

TYPES = sorted({event.type for event in (*MOVES, invoice.InvoiceIssued, invoice.InvoiceAmended)})
MOST_EVENTS = 20_000
"""Of one customer; there is no day to look back from where more of them count."""


@dataclass(frozen=True, slots=True)
class Receivable:
    """A term of an invoice as it stood; amounts are minor units."""

    id: str
    invoice_id: str
    number: str
    creditor_id: str
    currency: str
    due_on: date
    amount: int
    balance: int


def day_of(visit: Visit) -> date | None:
    """The day an address asks for; none where it is today, to come, or no day."""
    try:
        day = date.fromisoformat(visit.request.query_params.get("as_of", ""))
    except ValueError:
        return None
    return day if day < visit.writing.today(visit.now) else None


def end_of(visit: Visit, day: date) -> datetime:
    """In the reader's time zone."""
    return datetime.combine(day + timedelta(days=1), time(), visit.writing.zone)


async def receivables_as_of(
    connection: Connection, customer_id: str, until: datetime, invoice_id: str | None = None
) -> Mapping[str, Receivable]:
    """By id, each that was known by then."""
    wanted = (customer_id, until, TYPES, MOST_EVENTS)
    if invoice_id is None:
        rows = await connection.fetch(TIMELINE["recorded_until"], *wanted)
    else:
        rows = await connection.fetch(TIMELINE["recorded_until_of_invoice"], *wanted, invoice_id)
    return folded(envelope_of(row).event for row in rows)


def folded(events: Iterable[Event]) -> Mapping[str, Receivable]:
    """What they add up to, in their order."""
    found: dict[str, Receivable] = {}
    for event in events:
        if isinstance(event, invoice.InvoiceIssued):
            found |= {term.receivable_id: _issued(event, term) for term in event.terms}
        elif isinstance(event, invoice.InvoiceAmended):
            for term in event.terms:
                if known := found.get(term.receivable_id):
                    found[known.id] = replace(
                        known, due_on=term.due_date, amount=term.amount.minor_units
                    )
        for id, balance in balances_of(event).items():
            if moved := found.get(id):
                found[id] = replace(moved, balance=balance.minor_units)
    return found


def _issued(event: invoice.InvoiceIssued, term: Any) -> Receivable:
    amount = term.amount.minor_units
    return Receivable(
        *(term.receivable_id, event.invoice_id, event.number, event.creditor_id),
        *(event.total.currency, term.due_date, amount, amount),
    )


def owed_of(found: Iterable[Receivable], day: date) -> list[dict[str, Any]]:
    """What was owed and overdue then, in each currency."""
    sums: dict[str, dict[str, Any]] = {}
    for each in found:
        if not each.balance:
            continue
        of = sums.setdefault(each.currency, {"currency": each.currency, "owed": 0, "overdue": 0})
        of["owed"] += each.balance
        of["overdue"] += each.balance if each.due_on < day else 0
    return list(sums.values())
