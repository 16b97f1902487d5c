"""What a dispute was granted stays granted: no reversal makes it owed or chased again."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_testing.contested import opened, upheld

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
Read = Callable[[Shown], Awaitable[Any]]


async def test_it_is_not_owed_again_when_the_money_that_made_room_is_returned(
    issue: Do, pay: Do, send: Do, receive: Receive, read: Do, chased: Read
) -> None:
    invoice = await issue("SO-1", "1000.00")
    await receive(opened(invoice, 700_00))
    payment = await pay("B-1", "600.00", references=[{"invoice": "SO-1"}])
    await receive(upheld(invoice, 700_00))
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert ((await read(invoice))["balance"]["amount"], await chased(invoice)) == (
        "300.00",
        "300.00",
    )


async def test_an_invoice_that_was_paid_whole_is_credited_all_the_same(
    issue: Do, pay: Do, send: Do, receive: Receive, read: Do, chased: Read
) -> None:
    invoice = await issue("SO-1", "500.00")
    await receive(opened(invoice, 200_00))
    payment = await pay("B-1", "500.00", references=[{"invoice": "SO-1"}])
    await receive(upheld(invoice, 200_00))
    assert (await read(invoice))["credited"]["amount"] == "200.00"
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert ((await read(invoice))["balance"]["amount"], await chased(invoice)) == (
        "300.00",
        "300.00",
    )


async def test_what_another_dispute_contests_is_not_chased_by_it(
    issue: Do, pay: Do, send: Do, receive: Receive, read: Do, chased: Read
) -> None:
    invoice = await issue("SO-1", "1000.00")
    await receive(opened(invoice, 700_00, "dsp_1"), opened(invoice, 300_00, "dsp_2"))
    payment = await pay("B-1", "600.00", references=[{"invoice": "SO-1"}])
    await receive(upheld(invoice, 700_00, "dsp_1"))
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert ((await read(invoice))["balance"]["amount"], await chased(invoice)) == ("300.00", "0.00")


async def test_what_was_paid_beside_it_is_on_account(
    erp: AsyncClient, issue: Do, pay: Do, receive: Receive
) -> None:
    invoice = await issue("SO-1", "500.00")
    await receive(opened(invoice, 200_00))
    payment = await pay("B-1", "500.00", references=[{"invoice": "SO-1"}])
    await receive(upheld(invoice, 200_00))
    shown = (await erp.get(f"/v1/payments/{payment['id']}")).json()
    assert shown["unapplied"]["amount"] == "200.00"
