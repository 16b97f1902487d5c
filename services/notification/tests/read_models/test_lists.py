from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.outcomes import Deferred, Rejected
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import InvoiceId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.reminders import about_invoice
from recoup_testing.terms import issued_as

pytestmark = pytest.mark.servers
Receive = Callable[[Event], Awaitable[None]]
Follow = Callable[[], Awaitable[None]]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
Remind = Callable[..., Awaitable[None]]
MESSAGES, REFUSALS = "/v1/messages", "/v1/contacts/refusals"


@pytest.fixture
async def remind(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    follow: Follow,
) -> Remind:
    """Receive a reminder and let it run its course as far as it goes now."""
    await receive(registered)
    await receive(issued)

    async def remind(number: int, **change: Any) -> None:
        await receive(requested.model_copy(update={"reminder_id": f"rem_{number}", **change}))
        await effects.step()
        await follow()

    return remind


async def data(client: AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


async def test_the_latest_messages_come_first_page_by_page(
    ops: AsyncClient, remind: Remind, clock: TurnedClock
) -> None:
    for number in (1, 2, 3):
        await remind(number)
        clock.turn(timedelta(hours=1))
    first = (await ops.get(MESSAGES, params={"limit": 2})).json()
    rest = (await ops.get(MESSAGES, params={"cursor": first["next_cursor"]})).json()
    listed = [message["reminder_id"] for message in first["data"] + rest["data"]]
    assert listed == ["rem_3", "rem_2", "rem_1"]
    assert (first["has_more"], rest["has_more"]) == (True, False)


async def test_a_message_is_listed_with_what_became_of_it(
    ops: AsyncClient, remind: Remind, sink: Any
) -> None:
    sink.outcomes = [
        Deferred(reason="451 greylisted"),
        Rejected(reason="550 no such user"),
    ]
    for number in (1, 2, 3):
        await remind(number)
    rows = {row["reminder_id"]: row for row in await data(ops, MESSAGES)}
    outcomes = [(row["state"], row["reason"]) for _, row in sorted(rows.items())]
    assert outcomes == [
        ("waiting", "451 greylisted"),
        ("failed", "550 no such user"),
        ("sent", None),
    ]
    assert rows["rem_3"]["sent_at"] == "2026-01-05T11:00:00Z"
    assert rows["rem_1"]["attempts"] == 1
    assert (rows["rem_1"]["items"], rows["rem_1"]["person_id"]) == (1, "per_ada")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"customer_id": "cus_1"}, 2),
        ({"customer_id": "cus_2"}, 0),
        ({"invoice_id": "inv_1", "channel": "sms"}, 1),
        ({"state": "sent"}, 2),
        ({"state": "held"}, 0),
        ({"person_id": "per_ada"}, 2),
        ({"invoice_id": "inv_2"}, 0),
        ({"creditor": "default"}, 0),
    ],
)
async def test_messages_can_be_narrowed_down(
    ops: AsyncClient, remind: Remind, wanted: dict[str, str], found: int
) -> None:
    await remind(1)
    await remind(2, channel=Channel.SMS, template="sms_nudge")
    assert len(await data(ops, MESSAGES, **wanted)) == found


async def test_messages_are_counted_by_channel_template_and_state(
    ops: AsyncClient, remind: Remind
) -> None:
    for number in (1, 2):
        await remind(number)
    await remind(3, channel=Channel.SMS, template="sms_nudge")
    assert await data(ops, f"{MESSAGES}/summary") == [
        {"channel": "email", "template": "friendly_reminder", "state": "sent", "messages": 2},
        {"channel": "sms", "template": "sms_nudge", "state": "sent", "messages": 1},
    ]


async def test_a_message_that_waits_for_its_invoice_is_listed_as_held(
    ops: AsyncClient,
    remind: Remind,
    receive: Receive,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    follow: Follow,
) -> None:
    item = about_invoice(requested.items[0], InvoiceId("inv_2"))
    await remind(1, items=(item,))
    assert [row["state"] for row in await data(ops, MESSAGES)] == ["held"]
    await receive(issued_as(issued, "inv_2"))
    await follow()
    assert [row["state"] for row in await data(ops, MESSAGES)] == ["waiting"]


async def test_every_refusal_is_kept_with_its_rule_and_facts(
    ops: AsyncClient, remind: Remind, clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=11))
    await remind(1)
    await remind(2, recipients=(ContactRole.SENIOR_LEADERSHIP,))
    refusals = {row["reminder_id"]: row for row in await data(ops, REFUSALS)}
    night, nobody = refusals["rem_1"], refusals["rem_2"]
    assert (night["rule"], night["retry_at"]) == ("policy-quiet-hours", "2026-01-06T07:00:00Z")
    assert night["inputs"]["time_zone"] == "Europe/Berlin"
    assert (nobody["rule"], nobody["retry_at"]) == ("policy.no_address", None)
    assert nobody["inputs"] == {"roles": "senior_leadership", "channel": "email"}
    assert [r["rule"] for r in await data(ops, REFUSALS, rule="policy.no_address")] == [
        "policy.no_address"
    ]
    assert await data(ops, f"{REFUSALS}/summary") == [
        {"rule": "policy-quiet-hours", "refusals": 1, "for_good": 0},
        {"rule": "policy.no_address", "refusals": 1, "for_good": 1},
    ]


async def test_refusals_come_page_by_page(
    ops: AsyncClient, remind: Remind, clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=11))
    for number in (1, 2, 3):
        await remind(number)
    first = (await ops.get(REFUSALS, params={"limit": 2})).json()
    rest = (await ops.get(REFUSALS, params={"cursor": first["next_cursor"]})).json()
    seen = {refusal["id"] for refusal in first["data"] + rest["data"]}
    assert (len(seen), rest["has_more"]) == (3, False)


async def test_another_tenant_sees_none_of_it(asking: Asking, remind: Remind) -> None:
    await remind(1)
    async with asking("globex") as globex:
        for path in (MESSAGES, f"{MESSAGES}/summary", REFUSALS, f"{REFUSALS}/summary"):
            assert await data(globex, path) == []


async def test_what_may_have_arrived_without_anybody_knowing_is_listed(
    ops: AsyncClient, remind: Remind, sink: Any
) -> None:
    sink.outcomes = [Deferred(reason="451 greylisted"), Deferred(reason="dropped", in_doubt=True)]
    for number in (1, 2):
        await remind(number)
    [doubtful] = await data(ops, MESSAGES, in_doubt=True)
    assert (doubtful["reminder_id"], doubtful["attempts_in_doubt"]) == ("rem_2", 1)
    [known] = await data(ops, MESSAGES, in_doubt=False)
    assert known["reminder_id"] == "rem_1"
