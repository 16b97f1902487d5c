from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import events as events
from notification.messages.domain.outcomes import Deferred
from notification.messages.domain.retries import WAITS
from recoup_events import invoice as recoup_event_invoice
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AllocationId, PaymentId
from recoup_events.kernel.money import Money
from recoup_events.notification import (
    ContactRefused,
    MessageFailed,
    MessageQueued,
    MessageSent,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.persons import person

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
GREYLISTED = Deferred(reason="451 greylisted")


def kinds(recorded: list[Event]) -> list[type[Event]]:
    return [type(event) for event in recorded]


@pytest.fixture
async def chased(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    """A customer with an open invoice, and a reminder of it."""
    for event in (registered, issued, requested):
        await receive(event)


def paid(issued: InvoiceIssued, amount: int) -> recoup_event_invoice.PaymentApplied:
    money = Money(minor_units=amount * 100, currency="EUR")
    return recoup_event_invoice.PaymentApplied(
        invoice_id=issued.invoice_id,
        receivable_id=issued.terms[0].receivable_id,
        customer_id=issued.customer_id,
        payer_id=issued.customer_id,
        payment_id=PaymentId("pay_1"),
        amount=money,
        balance=issued.total - money,
        applied_on=date(2026, 1, 5),
        allocation_id=AllocationId("alc_1"),
        value_date=date(2026, 1, 5),
    )


@pytest.mark.usefixtures("chased")
async def test_a_reminder_becomes_one_mail_in_the_customers_language(
    effects: Loop, sink: Any, recorded: RecordedEvent
) -> None:
    assert await effects.step() == 1
    assert await effects.quiet()
    (delivery,) = sink.postings
    assert delivery.content.address == "ada@example.com"
    assert (
        delivery.content.words.subject
        == "Erinnerung: Rechnung R-1 über 100,00 €, fällig am 1. Januar 2026"
    )
    told = await recorded()
    queued = told[4]
    assert kinds(told) == [
        events.ReminderReceived,
        events.ReminderAddressed,
        events.MessageAsked,
        events.MessageRendered,
        MessageQueued,
        contact_events.MessageDispatched,
        MessageSent,
    ]
    assert isinstance(queued, MessageQueued)
    assert queued.body_digest == delivery.content.words.digest
    assert "ada@example.com" not in queued.model_dump_json()


@pytest.mark.usefixtures("chased")
async def test_a_payment_heard_before_the_last_look_stops_the_mail(
    effects: Loop, sink: Any, recorded: RecordedEvent, receive: Receive, issued: InvoiceIssued
) -> None:
    await receive(paid(issued, 100))
    await effects.step()
    assert sink.postings == []
    refused = (await recorded())[-1]
    assert isinstance(refused, ContactRefused)
    assert (refused.rule, refused.retry_at) == ("policy.settled", None)
    assert await effects.quiet()


@pytest.mark.usefixtures("chased")
async def test_a_mail_refused_at_night_leaves_in_the_customers_morning(
    effects: Loop, sink: Any, clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=11))
    await effects.step()
    assert sink.postings == []
    clock.turn(timedelta(hours=9) - timedelta(microseconds=1))
    assert await effects.step() == 0
    clock.turn(timedelta(microseconds=1))
    await effects.step()
    assert len(sink.postings) == 1


@pytest.mark.usefixtures("chased")
async def test_a_deferred_mail_is_repeated_word_for_word_after_its_wait(
    effects: Loop, sink: Any, recorded: RecordedEvent, clock: TurnedClock
) -> None:
    sink.outcomes = [GREYLISTED]
    await effects.step()
    assert await effects.step() == 0
    clock.turn(WAITS[0])
    await effects.step()
    first, second = sink.postings
    assert (second.message_id, second.content) == (first.message_id, first.content)
    assert kinds(await recorded()).count(MessageQueued) == 1


@pytest.mark.usefixtures("chased")
async def test_a_part_payment_during_the_wait_makes_the_words_untrue_and_ends_the_message(
    effects: Loop,
    sink: Any,
    recorded: RecordedEvent,
    clock: TurnedClock,
    receive: Receive,
    issued: InvoiceIssued,
) -> None:
    sink.outcomes = [GREYLISTED]
    await effects.step()
    await receive(paid(issued, 40))
    clock.turn(WAITS[0])
    await effects.step()
    assert len(sink.postings) == 1
    refused = (await recorded())[-1]
    assert isinstance(refused, ContactRefused)
    assert refused.rule == "policy.outdated"


async def test_a_reminder_heard_before_its_invoice_waits_for_it(
    effects: Loop,
    sink: Any,
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    await receive(requested)
    await effects.step()
    assert sink.postings == []
    assert await effects.quiet()
    for event in (registered, issued):
        await receive(event)
    await effects.step()
    assert len(sink.postings) == 1


async def test_a_fourth_mail_to_a_person_in_a_week_waits_whatever_others_got(
    effects: Loop,
    sink: Any,
    recorded: RecordedEvent,
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    chief = person("Chief", ContactRole.DECISION_MAKER, email="chief@example.com")
    persons = (*registered.persons, chief)
    roles = (ContactRole.BILLING, ContactRole.DECISION_MAKER)
    await receive(registered.model_copy(update={"persons": persons}))
    await receive(issued)
    for number in (1, 2, 3, 4):
        recipients = roles if number > 2 else (ContactRole.BILLING,)
        update = {"reminder_id": f"rem_{number}", "recipients": recipients}
        await receive(requested.model_copy(update=update))
    assert await effects.step() == 6
    assert len(sink.postings) == 5
    (refused,) = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert (refused.rule, refused.person_id) == ("policy-email-cap", "per_ada")


async def test_an_unknown_template_fails_the_message_and_says_which_there_are(
    effects: Loop,
    sink: Any,
    recorded: RecordedEvent,
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    unknown = requested.model_copy(update={"template": "angry_letter"})
    for event in (registered, issued, unknown):
        await receive(event)
    await effects.step()
    assert sink.postings == []
    failed = (await recorded())[-1]
    assert isinstance(failed, MessageFailed)
    assert "friendly_reminder" in failed.reason
