"""What a console receives of customers who owe, are written to, promise and pay: a history to build its pages from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import zip_longest
from typing import Any
from uuid import UUID, uuid4

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import decode
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.console_example import GOLDEN

TENANT = TenantId("bench")
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
INVOICES = 4
"""Of a customer."""
AT_ONCE = 500
"""Customers whose events lie between each other's."""
APPENDED = 500


def eur(minor_units: int) -> dict[str, Any]:
    return {"minor_units": minor_units, "currency": "EUR"}


@lru_cache
def _golden(type: str) -> Mapping[str, Any]:
    written: Mapping[str, Any] = json.loads((GOLDEN / f"{type}.json").read_text())
    return written


def example(type: str, changes: Mapping[str, Any]) -> Event:
    return decode(type, json.dumps({**_golden(type), **changes}))


def history_of(number: int) -> Iterator[tuple[str, Event]]:
    """Of one customer, with the service and the stream of each event; some sixty of them."""
    customer = f"cus_{number:08x}"
    registered = {
        "customer_id": customer,
        "external_id": f"C-{number}",
        "name": {"person": customer, "value": f"Customer {number}"},
    }
    yield f"invoice.customer-{customer}", example("customer.registered.v1", registered)
    for nth in range(INVOICES):
        yield from _invoice(customer, f"{number:08x}{nth:02x}", number * INVOICES + nth)


def _invoice(customer: str, id: str, number: int) -> Iterator[tuple[str, Event]]:
    due, total = date(2026, 2, 1) + timedelta(days=number % 60), 10_000 + number % 90_000
    about = {"invoice_id": f"inv_{id}", "customer_id": customer}
    issued = {
        **about,
        "number": f"2026-{number}",
        "external_id": f"E-{number}",
        "total": eur(total),
        "terms": [{"receivable_id": f"rcv_{id}", "due_date": str(due), "amount": eur(total)}],
        "lines": [],
        "taxes": [],
        "discounts": [],
    }
    stream = f"invoice.invoice-inv_{id}"
    yield stream, example("invoice.issued.v1", issued)
    yield stream, example("invoice.became_overdue.v1", about)
    yield f"workflow_scheduler.enrolment-enr_{id}", example("enrolment.started.v1", about)
    for step in range(3):
        yield from _reminded(about, id, step)
    yield from _paid(about, id, total, number)


def _reminded(about: dict[str, str], id: str, step: int) -> Iterator[tuple[str, Event]]:
    of = {"customer_id": about["customer_id"], "reminder_id": f"rem_{id}{step}"}
    yield f"workflow_scheduler.enrolment-enr_{id}", example("enrolment.step_due.v1", about)
    yield f"workflow_scheduler.reminder-rem_{id}{step}", example("reminder.requested.v1", of)
    yield (
        f"notification.message-msg_{id}{step}",
        example("message.sent.v1", {**of, "message_id": f"msg_{id}{step}"}),
    )


def _paid(about: dict[str, str], id: str, total: int, number: int) -> Iterator[tuple[str, Event]]:
    """In two parts; every eighth leaves the second one open."""
    of = {**about, "receivable_id": f"rcv_{id}"}
    customer = {"customer_id": about["customer_id"]}
    for left in (total // 2, 0)[: 1 if number % 8 == 0 else 2]:
        payment = {"payment_id": f"pay_{id}{left:x}", "amount": eur(total // 2)}
        yield (
            f"invoice.payment-{payment['payment_id']}",
            example("payment.received.v1", {**customer, **payment}),
        )
        applied = {**of, **payment, "balance": eur(left)}
        yield f"invoice.invoice-inv_{id}", example("invoice.payment_applied.v1", applied)
        if not left:
            yield f"invoice.invoice-inv_{id}", example("invoice.paid.v1", about)


async def receive(store: PostgresStore, customers: int) -> int:
    """Record the histories of so many customers, interleaved, as the console keeps them; how many events they are."""
    recorded = 0
    for first in range(0, customers, AT_ONCE):
        histories = [history_of(number) for number in range(first, min(first + AT_ONCE, customers))]
        waiting: list[Envelope[Event]] = []
        versions: dict[str, int] = {}
        for moment in zip_longest(*histories):
            waiting += [
                _envelope(each[0], each[1], versions) for each in moment if each is not None
            ]
        for start in range(0, len(waiting), APPENDED):
            recorded += await _record(store, waiting[start : start + APPENDED])
    return recorded


def _envelope(stream: str, event: Event, versions: dict[str, int]) -> Envelope[Event]:
    category, _, id = stream.partition("-")
    versions[stream] = versions.get(stream, 0) + 1
    cause = Cause(BEGIN + timedelta(minutes=versions[stream]), "bench", UUID(int=1))
    account = Account(TENANT, str(getattr(event, "customer_id", id)))
    return Envelope(uuid4(), Stream(account, category, id), versions[stream], cause, event)


async def _record(store: PostgresStore, events: Sequence[Envelope[Event]]) -> int:
    await store.append(events)
    return len(events)
