"""Six invoices due on one day, two persons who pay the bills: two mails of six items each."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued, PaymentApplied
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AllocationId, InvoiceId, PaymentId, receivable_id_of
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.money import euros
from recoup_testing.persons import person
from recoup_testing.reminders import about_invoice
from recoup_testing.terms import issued_as

Receive = Callable[[Event], Awaitable[None]]
Remind = Callable[[int], Awaitable[ReminderRequested]]
ADA = person("Ada Byron", email="ada@example.com")
EVE = person(
    "Eve Lee", email="eve@example.com", language="en", country="GB", time_zone="Europe/London"
)


@pytest.fixture
def remind(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> Remind:
    """Of so many invoices, to both."""

    async def remind(count: int) -> ReminderRequested:
        await receive(registered.model_copy(update={"persons": (ADA, EVE)}))
        ids = [InvoiceId(f"inv_{n}") for n in range(1, count + 1)]
        for n, id in enumerate(ids, 1):
            await receive(issued_as(issued, id, number=f"R-{n}"))
        (item,) = requested.items
        items = tuple(about_invoice(item, id) for id in ids)
        reminder = requested.model_copy(update={"items": items})
        await receive(reminder)
        return reminder

    return remind


async def test_each_person_gets_one_mail_of_all_items_in_words_of_its_own(
    remind: Remind, effects: Effects[Any, Any], sink: Any
) -> None:
    await remind(6)
    assert await effects.step() == 2
    ada, eve = sorted((p.content for p in sink.postings), key=lambda content: content.address)
    assert (ada.words.language, eve.words.language) == ("de", "en")
    assert ada.words.subject == "Erinnerung: 6 Rechnungen über 600,00 €"
    assert eve.words.subject == "Reminder: 6 invoices over €600.00"
    assert "Summe: 600,00 €" in ada.words.text
    assert "Total: €600.00" in eve.words.text
    for content in (ada, eve):
        assert len(content.items) == 6
        assert all(f"R-{n}" in content.words.text for n in range(1, 7))


async def test_what_is_paid_before_the_mail_leaves_drops_out_of_it(
    remind: Remind, receive: Receive, effects: Effects[Any, Any], sink: Any, ops: AsyncClient
) -> None:
    reminder = await remind(6)
    paid = PaymentApplied(
        invoice_id=InvoiceId("inv_3"),
        receivable_id=receivable_id_of(InvoiceId("inv_3"), 0),
        customer_id=reminder.customer_id,
        payer_id=reminder.customer_id,
        payment_id=PaymentId("pay_1"),
        amount=euros(100),
        balance=euros(0),
        applied_on=date(2026, 1, 5),
        allocation_id=AllocationId("alc_1"),
        value_date=date(2026, 1, 5),
    )
    await receive(paid)
    await effects.step()
    first = sink.postings[0]
    assert "R-3" not in first.content.words.text
    shown = (await ops.get(f"/v1/messages/{first.message_id}")).json()
    assert len(shown["items"]) == 6
    asked_for = [item["invoice_id"] for item in shown["content"]["items"]]
    assert asked_for == ["inv_1", "inv_2", "inv_4", "inv_5", "inv_6"]


async def test_a_stop_of_one_person_leaves_the_other_with_all_items(
    remind: Remind, effects: Effects[Any, Any], sink: Any, ops: AsyncClient
) -> None:
    await remind(6)
    stop = {"channel": "email", "address": "ada@example.com", "source": "Reply STOP"}
    assert (await ops.post("/v1/addresses/opt-outs", json=stop)).status_code == 201
    await effects.step()
    assert [(p.content.address, len(p.content.items)) for p in sink.postings] == [
        ("eve@example.com", 6)
    ]


async def test_a_thousand_items_are_one_mail_to_each(
    remind: Remind, effects: Effects[Any, Any], sink: Any
) -> None:
    await remind(1000)
    assert await effects.step() == 2
    assert [len(posting.content.items) for posting in sink.postings] == [1000, 1000]
    assert "and 950 more" in sink.postings[-1].content.words.text + (
        sink.postings[0].content.words.text
    )
