"""A customer moves: the days of its open invoices end when its own do, and their timers with them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import InvoiceAmended
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
DUE = "2026-02-04"


async def test_open_invoices_follow_and_settled_ones_do_not(
    erp: AsyncClient, customer: Shown, issue: Do, pay: Do, command_runner: CommandRunner
) -> None:
    still_open = [await issue("SO-1"), await issue("SO-2")]
    paid = await issue("SO-3", "50.00", due_date="2026-01-06")
    await pay("B-1", "50.00")
    assert await command_runner.store.next_due() == datetime(2026, 2, 4, 23, tzinfo=UTC)
    await erp.patch(f"/v1/customers/{customer['id']}", json={"time_zone": "America/New_York"})
    assert await command_runner.store.next_due() == datetime(2026, 2, 5, 5, tzinfo=UTC)
    for invoice, zone in [
        *((each, "America/New_York") for each in still_open),
        (paid, "Europe/Berlin"),
    ]:
        shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
        assert shown["time_zone"] == zone


async def test_a_settled_invoice_follows_once_it_is_owed_again(
    erp: AsyncClient, customer: Shown, issue: Do, pay: Do
) -> None:
    invoice = await issue("SO-1", "50.00")
    payment = await pay("B-1", "50.00")
    await erp.patch(f"/v1/customers/{customer['id']}", json={"time_zone": "America/New_York"})
    path, any_version = f"/v1/payments/{payment['id']}/reversal", {"If-Match": "*"}
    answer = await erp.post(path, json={"reason": "returned"}, headers=any_version)
    assert answer.status_code == 200, answer.text
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert (shown["state"], shown["time_zone"]) == ("open", "America/New_York")


async def test_what_changes_no_day_touches_no_invoice(
    erp: AsyncClient, customer: Shown, issue: Do, command_runner: CommandRunner
) -> None:
    await issue("SO-1")
    await erp.patch(f"/v1/customers/{customer['id']}", json={"name": "Nuts GmbH"})
    feed = await command_runner.store.feed(START, 100)
    assert not [each for each in feed if isinstance(each.envelope.event, InvoiceAmended)]
