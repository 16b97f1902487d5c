"""Replies as a list: who answered what, and which still wait for a person."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.marks import Marked
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import MessageId, TenantId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.inbound_mail_example import reply
from recoup_testing.mail_example import MARKS

pytestmark = pytest.mark.servers


async def test_replies_are_listed_by_what_they_mean_and_leave_the_list_when_dealt_with(
    ops: AsyncClient,
    receive: Callable[[Event], Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    follow: Callable[[], Awaitable[None]],
    sink: Any,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)
    await effects.step()
    await follow()
    id = MessageId(sink.postings[0].message_id)
    answered = f"<{MARKS.message_id(Marked(tenant=TenantId('acme'), message_id=id))}@acme.example>"
    named = reply("We have never received this invoice.", answers=answered, id="1")
    unnamed = reply("Who are you?", id="2")  # from an address that was written to
    for mail in (named, unnamed):
        assert (await ops.post("/v1/inbound-mails", content=mail.as_bytes())).json()["reply_id"]
    await follow()
    both = (await ops.get("/v1/replies", params={"message_id": id})).json()["data"]
    assert {each["meaning"] for each in both} == {"not_received", "unclear"}
    [missing] = (await ops.get("/v1/replies?meaning=not_received&state=open")).json()["data"]
    await ops.post(f"/v1/replies/{missing['id']}/handling", json={"note": "Sent again."})
    await follow()
    [left] = (await ops.get("/v1/replies?state=open")).json()["data"]
    assert left["meaning"] == "unclear"
    [delivered] = (await ops.get(f"/v1/messages?invoice_id={issued.invoice_id}")).json()["data"]
    assert (delivered["state"], delivered["proof"]) == ("delivered", "confirmed")
