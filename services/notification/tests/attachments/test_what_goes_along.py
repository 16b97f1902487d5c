"""What goes along with a message: asked for once it may be sent, attached if it shows the same figures."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from notification.consents.domain.address_hash import AddressHash
from notification.messages.domain.attachments import MOST_SETS, PATIENCE
from notification.messages.domain.message import MESSAGE
from notification.messages.senders.effect import MessageEffect
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import InvoiceIssued, PaymentApplied
from recoup_events.kernel.attachments import AttachmentLacking, Lack
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AllocationId, PaymentId
from recoup_events.kernel.money import Money
from recoup_events.notification import MessageQueued
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.document_sets import COPY, LETTER, PDF, answer, asked_in

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]


@pytest.mark.usefixtures("chased")
async def test_it_is_asked_for_in_the_figures_of_the_mail_and_goes_along(
    effects: Loop, sink: Any, recorded: RecordedEvent, receive: Receive
) -> None:
    await effects.step()
    assert sink.postings == []
    (request,) = asked_in(await recorded())
    (item,) = request.items
    assert (item.amount.decimal, item.balance.decimal) == ("100.00", "100.00")
    assert (item.attachments, request.language, request.country) == ((COPY, LETTER), "de", "DE")
    made = answer(request)
    await receive(made)
    await receive(made)
    await effects.step()
    (delivery,) = sink.postings
    assert delivery.content.files == made.files
    (queued,) = (each for each in await recorded() if isinstance(each, MessageQueued))
    assert (queued.attachments, queued.lacking) == (made.files, ())


@pytest.mark.usefixtures("chased")
async def test_a_mail_goes_without_after_an_hour_and_says_what_is_lacking(
    effects: Loop, sink: Any, recorded: RecordedEvent, receive: Receive, clock: TurnedClock
) -> None:
    await effects.step()
    clock.turn(PATIENCE - timedelta(seconds=1))
    assert await effects.step() == 0
    clock.turn(timedelta(seconds=1))
    await effects.step()
    (delivery,) = sink.postings
    assert delivery.content.files == ()
    assert [(each.kind, each.lack) for each in delivery.content.lacking] == [
        (COPY, Lack.NOT_IN_TIME),
        (LETTER, Lack.NOT_IN_TIME),
    ]
    (request,) = asked_in(await recorded())
    await receive(answer(request))
    assert await effects.step() == 0


@pytest.mark.usefixtures("chased")
async def test_what_shows_other_figures_is_asked_for_anew(
    effects: Loop,
    sink: Any,
    recorded: RecordedEvent,
    receive: Receive,
    issued: InvoiceIssued,
) -> None:
    await effects.step()
    (first,) = asked_in(await recorded())
    await receive(paid(issued, 40))
    await receive(answer(first, Money(minor_units=60_00, currency="EUR")))
    await effects.step()
    assert sink.postings == []
    first, second = asked_in(await recorded())
    assert second.items[0].amount.decimal == "60.00"
    assert first.set_id != second.set_id
    await receive(answer(first))
    assert await effects.step() == 0
    await receive(answer(second))
    await effects.step()
    (delivery,) = sink.postings
    assert delivery.content.files == answer(second).files
    assert "60,00" in delivery.content.words.text


@pytest.mark.usefixtures("chased")
async def test_figures_that_never_agree_do_not_keep_a_mail_back(
    effects: Loop, sink: Any, recorded: RecordedEvent, receive: Receive
) -> None:
    for number in range(1, MOST_SETS + 1):
        await effects.step()
        requests = asked_in(await recorded())
        assert len(requests) == number
        await receive(answer(requests[-1], Money(minor_units=1, currency="EUR")))
    await effects.step()
    (delivery,) = sink.postings
    assert {each.lack for each in delivery.content.lacking} == {Lack.FIGURES_MOVED}


@pytest.mark.usefixtures("chased")
async def test_a_night_in_between_does_not_make_it_yesterdays(
    effects: Loop, sink: Any, recorded: RecordedEvent, receive: Receive, clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=8, minutes=50))
    await effects.step()
    (evening,) = asked_in(await recorded())
    assert evening.as_of == date(2026, 1, 5)
    clock.turn(timedelta(minutes=20))  # by now it has to wait for the morning
    await receive(answer(evening))
    await effects.step()
    assert sink.postings == []
    clock.turn(timedelta(hours=11))
    await effects.step()
    request = asked_in(await recorded())[-1]
    assert request.as_of == date(2026, 1, 6)
    await receive(answer(request))
    await effects.step()
    assert len(sink.postings) == 1


@pytest.mark.usefixtures("chased")
async def test_without_a_store_nothing_is_asked_for(
    command_runner: CommandRunner, clock: TurnedClock, sink: Any, recorded: RecordedEvent
) -> None:
    effect = MessageEffect(
        dict.fromkeys(Channel, sink), Templates(), AddressHash("k" * 32), lambda: "s", files=False
    )
    await Effects(command_runner, clock, "notification", MESSAGE, "send", effect).step()
    assert asked_in(await recorded()) == []
    (delivery,) = sink.postings
    assert {each.lack for each in delivery.content.lacking} == {Lack.NO_FILE_STORE}


@pytest.mark.usefixtures("chased")
async def test_a_message_shows_what_went_along_and_what_did_not(
    effects: Loop, recorded: RecordedEvent, receive: Receive, ops: Any
) -> None:
    await effects.step()
    (request,) = asked_in(await recorded())
    lacking = AttachmentLacking(kind=LETTER, lack=Lack.NOT_RENDERED)
    await receive(answer(request, lacking=(lacking,)))
    await effects.step()
    shown = (await ops.get(f"/v1/messages/{request.message_id}")).json()["content"]
    (file,) = shown["attachments"]
    assert file == {
        "kind": "invoice_copy",
        "invoice_id": "inv_1",
        "name": "1-Rechnung-R-1.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256(PDF).hexdigest(),
    }
    assert shown["lacking"] == [
        {"kind": "reminder_letter", "invoice_id": None, "lack": "not_rendered"}
    ]


def paid(issued: InvoiceIssued, euros: int) -> PaymentApplied:
    money = Money(minor_units=euros * 100, currency="EUR")
    return PaymentApplied(
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
