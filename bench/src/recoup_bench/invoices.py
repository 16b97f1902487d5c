"""Invoices to measure with: of a size and a spread over customers as a service really receives them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from uuid import uuid4

from recoup_events.invoice import InvoiceIssued, schedule_of
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import DEFAULT, CustomerId, InvoiceId, TenantId, creditor_id_of
from recoup_events.kernel.money import Money

CUSTOMERS = 2_000
TENANT = TenantId("bench")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TERM = timedelta(days=30)


def issued(count: int) -> Sequence[Envelope[InvoiceIssued]]:
    """Each the first event of a stream of its own."""
    return [_issued(number) for number in range(1, count + 1)]


def _issued(number: int) -> Envelope[InvoiceIssued]:
    id = uuid4()
    invoice_id, total = InvoiceId(f"inv_{id.hex}"), Money(minor_units=number, currency="EUR")
    event = InvoiceIssued(
        invoice_id=invoice_id,
        customer_id=CustomerId(f"cus_{number % CUSTOMERS:032x}"),
        creditor_id=creditor_id_of(TENANT, DEFAULT),
        external_id=f"ERP-{number}",
        number=f"2026-{number:06}",
        total=total,
        issue_date=NOW.date(),
        terms=schedule_of(invoice_id, [((NOW + TERM).date(), total)]),
        time_zone="Europe/Berlin",
    )
    stream = Stream(Account(TENANT, event.customer_id), "invoice", event.invoice_id)
    traceparent = f"00-{token_hex(16)}-{token_hex(8)}-01"
    return Envelope(id, stream, 1, Cause(NOW, "bench", uuid4(), None, traceparent), event)
