"""A closing notice is given once, to who may be told, and names what is owed and intended by then."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from httpx import AsyncClient, Response

from notification.messages.domain.outcomes import Rejected
from recoup_events.invoice import Condition, CustomerConditionLifted, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId
from recoup_events.notification import ContactRefused
from recoup_eventstore.effects import Effects
from recoup_testing.booked_late import paid
from recoup_testing.closing_example import CUSTOMER, ENDS, MAY, WILL, stands
from recoup_testing.contact_moves import to_court

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Ask = Callable[..., Awaitable[Response]]
Loop = Effects[Any, Any]


async def rules(recorded: Recorded) -> list[str]:
    return [each.rule for each in await recorded() if isinstance(each, ContactRefused)]


async def test_each_is_said_once(ask: Ask, effects: Loop, sink: Any) -> None:
    first = await ask(ENDS)
    await effects.step()
    again = await ask(ENDS, "email")
    assert (again.status_code, again.json()["code"]) == (409, "closing_notice_repeated")
    assert first.json()["message_id"] in again.json()["detail"]
    assert (await ask(MAY)).status_code == 201
    await effects.step()
    assert len(sink.postings) == 2


async def test_a_new_request_to_cease_is_a_new_case(
    receive: Receive, ask: Ask, effects: Loop, sink: Any
) -> None:
    await ask(ENDS)
    await effects.step()
    ended = stands(Condition.CEASE_REQUEST, "cnd_0").model_copy(
        update={"effective_from": date(2025, 1, 1)}
    )
    await receive(ended)
    assert (await ask(ENDS)).status_code == 201


async def test_what_was_refused_may_go_another_way(
    ops: AsyncClient, ask: Ask, effects: Loop, sink: Any, recorded: Recorded
) -> None:
    no = {"customer_id": CUSTOMER, "person_id": "per_ada", "channel": "email", "source": "Said so."}
    assert (await ops.post("/v1/consents/opt-outs", json=no)).is_success
    await ask(ENDS, "email")
    await effects.step()
    assert sink.postings == []
    assert await rules(recorded) == ["us9-channel-opt-out"]
    assert (await ask(ENDS, "letter")).status_code == 201
    await effects.step()
    assert [left.channel for left in sink.postings] == ["letter"]


async def test_a_failed_one_may_be_tried_again(ask: Ask, effects: Loop, sink: Any) -> None:
    sink.outcomes = [Rejected(reason="550 no such mailbox", bounced=True)]
    await ask(ENDS, "email")
    await effects.step()
    assert (await ask(ENDS, "letter")).status_code == 201


async def test_who_has_an_attorney_is_told_nothing_but_through_the_attorney(
    receive: Receive, ask: Ask, effects: Loop, sink: Any, recorded: Recorded
) -> None:
    await receive(stands(Condition.ATTORNEY, "cnd_2"))
    await ask(ENDS)
    await effects.step()
    assert sink.postings == []
    assert await rules(recorded) == ["us7-attorney"]


async def test_a_remedy_is_intended_once_two_people_have_chosen_it(
    receive: Receive,
    issued: InvoiceIssued,
    ask: Ask,
    effects: Loop,
    sink: Any,
    recorded: Recorded,
) -> None:
    await ask(WILL)
    await effects.step()
    assert (sink.postings, await rules(recorded)) == ([], ["policy.remedy_not_intended"])
    await receive(to_court(issued))
    await ask(WILL)
    await effects.step()
    [left] = sink.postings
    assert "We intend to invoke:\n\n- an action in court" in left.content.words.text
    [proof] = left.content.proofs
    assert (proof.claim, proof.intended_on) == ("suit", date(2026, 1, 5))


async def test_a_lien_that_nobody_agreed_is_not_named(
    ask: Ask, effects: Loop, sink: Any, recorded: Recorded
) -> None:
    await ask(MAY | {"remedies": ["lien"]})
    await effects.step()
    assert (sink.postings, await rules(recorded)) == ([], ["policy.unproven_claim"])


async def test_nobody_is_told_of_a_remedy_for_what_is_paid(
    receive: Receive,
    issued: InvoiceIssued,
    ask: Ask,
    effects: Loop,
    sink: Any,
    recorded: Recorded,
) -> None:
    await ask(MAY)
    await receive(paid(issued, 100, date(2026, 1, 5)))
    await effects.step()
    assert (sink.postings, await rules(recorded)) == ([], ["policy.settled"])


async def test_it_is_for_who_asked_for_no_more_contact(receive: Receive, ask: Ask) -> None:
    await receive(
        CustomerConditionLifted(
            customer_id=CUSTOMER,
            condition_id=ConditionId("cnd_1"),
            condition=Condition.CEASE_REQUEST,
            reason="Writes to us again.",
            effective_from=date(2026, 1, 1),
        )
    )
    refused = await ask(ENDS)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_ceased")
