"""A message names its creditor as it is when it leaves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from notification.messages.domain import events as events
from notification.messages.domain.retries import look_again_after
from recoup_events.invoice import BankAccountsChanged, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]


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


@pytest.mark.usefixtures("chased")
async def test_a_mail_says_in_whose_name_it_is_and_where_to_pay(effects: Loop, sink: Any) -> None:
    await effects.step()
    (delivery,) = sink.postings
    assert delivery.content.sender == CREDITOR_REGISTERED.details.sender
    for words in (
        "Bolts GmbH, Schraubenweg 1, 10115 Berlin, DE",
        "Amtsgericht Charlottenburg, HRB 12345 B",
        "IBAN: DE89 3704 0044 0532 0130 00\nBIC: COBADEFFXXX",
        "Telefon +4930901820",
    ):
        assert words in delivery.content.words.text


async def test_a_message_whose_creditor_has_not_arrived_looks_again_until_it_has(
    receive: Receive,
    receive_for: Any,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Loop,
    sink: Any,
    clock: TurnedClock,
    recorded: RecordedEvent,
) -> None:
    other = CREDITOR_REGISTERED.model_copy(update={"creditor_id": CreditorId("crd_2")})
    for event in (
        registered,
        issued.model_copy(update={"creditor_id": other.creditor_id}),
        requested.model_copy(update={"creditor_id": other.creditor_id}),
    ):
        await receive(event)
    await effects.step()
    assert sink.postings == []
    assert isinstance((await recorded())[-1], events.MessagePostponed)
    for seconds in (5, 10, 20):
        before = len(await recorded())
        clock.turn(timedelta(seconds=seconds - 1))
        assert await effects.step() == 0, "it looks ever more rarely"
        clock.turn(timedelta(seconds=1))
        await effects.step()
        assert len(await recorded()) == before + 1
    await receive_for(Account(TenantId("acme"), other.creditor_id), other)
    clock.turn(timedelta(seconds=40))
    await effects.step()
    assert len(sink.postings) == 1


@pytest.mark.usefixtures("chased")
async def test_what_is_changed_of_a_creditor_stands_in_the_next_mail(
    receive_for: Any, effects: Loop, sink: Any
) -> None:
    account = CREDITOR_REGISTERED.bank_accounts[0].model_copy(
        update={"iban": "NL91ABNA0417164300", "bic": None}
    )
    changed = BankAccountsChanged(
        creditor_id=CREDITOR, bank_accounts=(account,), confirmed_by="key:bob"
    )
    await receive_for(Account(TenantId("acme"), CREDITOR), changed)
    await effects.step()
    (delivery,) = sink.postings
    assert "IBAN: NL91 ABNA 0417 1643 00\nVerwendungszweck: R-1" in delivery.content.words.text


def test_it_never_looks_more_rarely_than_once_an_hour() -> None:
    assert [look_again_after(looks) for looks in (0, 1, 1_000)] == [
        timedelta(seconds=5),
        timedelta(seconds=10),
        timedelta(hours=1),
    ]
