"""One message that cannot be sent is parked; each of its batch's other mails leaves once."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from notification.messages.domain.commands import ResendMessage
from notification.messages.domain.events import MessageDoubted
from notification.messages.domain.message import MESSAGE
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_events.notification import MessageSent
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.parked import OperatorRequest, ParkedFilter
from recoup_eventstore.parked_work import release
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.persons import person
from recoup_testing.reminders import about_invoice
from recoup_testing.terms import issued_as

ReceiveFor = Callable[[Account, Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
NEIGHBOURS = [f"Neighbour {n}" for n in range(6)]


@pytest.mark.parametrize("place", [0, 3, 6])
@pytest.mark.parametrize("left", [False, True], ids=["before it left", "after it left"])
async def test_what_one_message_raises_repeats_no_mail_of_another_tenant(
    effects: Effects[Any, Any],
    sink: Any,
    receive_for: ReceiveFor,
    recorded: RecordedEvent,
    command_runner: CommandRunner,
    clock: TurnedClock,
    monkeypatch: pytest.MonkeyPatch,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    place: int,
    left: bool,
) -> None:
    await receive_for(Account(TenantId("other"), CREDITOR), CREDITOR_REGISTERED)
    names = NEIGHBOURS.copy()
    names.insert(place, "Jane")
    for n, name in enumerate(names):
        ids = {"customer_id": CustomerId(f"cus_{n}"), "invoice_id": InvoiceId(f"inv_{n}")}
        contact = person(name, email=f"n{n}@customer.example")
        item = about_invoice(requested.items[0], InvoiceId(f"inv_{n}"))
        reminder = {"reminder_id": f"rem_{n}", "customer_id": f"cus_{n}", "items": (item,)}
        account = Account(TenantId("acme" if name == "Jane" else "other"), f"cus_{n}")
        for event in (
            registered.model_copy(update=ids | {"persons": (contact,)}),
            issued_as(issued, **ids),
            requested.model_copy(update=reminder),
        ):
            await receive_for(account, event)

    send = sink.send

    async def broken(delivery: Any) -> Any:
        if delivery.content.recipient == "Jane":
            if left:
                await send(delivery)
            raise IndexError("list index out of range")
        return await send(delivery)

    monkeypatch.setattr(sink, "send", broken)
    for _ in range(4):
        await effects.step()
    assert await effects.quiet()
    mails = Counter(delivery.content.recipient for delivery in sink.postings)
    assert mails == Counter(NEIGHBOURS) + Counter({"Jane": int(left)})
    assert [type(event) for event in await recorded()].count(MessageSent) == len(NEIGHBOURS)
    [parked] = await command_runner.store.list_parked(0, 9, ParkedFilter())
    assert (parked.topic, parked.tenant) == ("message.send", "acme")
    assert "IndexError" in parked.detail

    monkeypatch.setattr(sink, "send", send)
    await release(
        command_runner, parked, OperatorRequest("ada", "the sender is mended", clock.now())
    )
    await effects.step()
    doubted = (await recorded())[-1]
    assert isinstance(doubted, MessageDoubted), "whether it had left nobody knows"
    assert len(sink.postings) == sum(mails.values())
    stream = MESSAGE.stream(TenantId("acme"), f"cus_{place}", doubted.message_id)
    async with command_runner.work() as work:
        await work.lock([stream.account])
        cause = Cause(clock.now(), "ada", UUID(int=7))
        await work.execute(MESSAGE, stream, ResendMessage(at=clock.now()), cause)
    await effects.step()
    again = Counter(delivery.content.recipient for delivery in sink.postings)
    assert again == mails + Counter({"Jane": 1})
    assert len({p.message_id for p in sink.postings if p.content.recipient == "Jane"}) == 1
    assert await effects.quiet()
