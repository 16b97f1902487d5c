"""Write-offs over HTTP: one person up to the creditor's limit, two above it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
WHY = {"reason": "Insolvent, nothing to distribute"}


@pytest.fixture
async def second(asking: Callable[[str], Any]) -> AsyncIterator[AsyncClient]:
    """Another person's key."""
    async with asking("acme") as client:
        yield client


@pytest.fixture
async def limited(erp: AsyncClient) -> None:
    """One person may write off 50.00 euros of an invoice."""
    id = (await erp.put("/v1/creditors/by/code/default", json=dict(BOLTS))).json()["id"]
    books = {"write_off_limit": eur_json("50.00")}
    answer = await erp.put(f"/v1/creditors/{id}/books", json=books)
    assert answer.json()["books"]["write_off_limit"] == eur_json("50.00")


async def test_without_a_limit_one_person_writes_off_what_is_owed(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    await pay("B-1", "60.00")
    taxes = [{"rate": "19", "tax": eur_json("6.39")}]
    shown = (await erp.post(f"{path}/write-off", json={**WHY, "taxes": taxes})).json()
    assert (shown["state"], shown["balance"]) == ("written_off", eur_json("0.00"))
    assert (shown["paid"], shown["written_off"]) == (eur_json("60.00"), eur_json("40.00"))
    assert shown["write_offs"][0]["taxes"] == taxes
    again = await erp.post(f"{path}/write-off", json=WHY)
    assert (again.status_code, again.json()["code"]) == (409, "invoice_refused")
    back = (await erp.post(f"{path}/write-off-reversal", json={"reason": "pays"})).json()
    assert (back["state"], back["balance"]) == ("open", eur_json("40.00"))


@pytest.mark.usefixtures("limited")
async def test_above_the_limit_a_second_person_approves(
    erp: AsyncClient, second: AsyncClient, issue: Do
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    asked = await erp.post(f"{path}/write-off", json=WHY)
    assert asked.status_code == 202
    assert asked.json()["request"]["amount"] == eur_json("100.00")
    assert (await erp.get(path)).json()["balance"] == eur_json("100.00")
    waits = asked.headers["Location"]
    alone = await erp.post(f"{waits}/approval")
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert (await second.post(f"{waits}/approval")).json()["state"] == "approved"
    assert (await erp.get(path)).json()["state"] == "written_off"


@pytest.mark.usefixtures("limited")
async def test_several_small_ones_are_together_above_the_limit(erp: AsyncClient, issue: Do) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}/write-off"
    half = {**WHY, "amount": eur_json("30.00")}
    assert (await erp.post(path, json=half)).status_code == 200
    assert (await erp.post(path, json=half)).status_code == 202


@pytest.mark.usefixtures("limited")
async def test_what_the_limit_does_not_count_takes_two(erp: AsyncClient, issue: Do) -> None:
    dollars = {"amount": "10.00", "currency": "USD"}
    path = f"/v1/invoices/{(await issue('SO-1', total=dollars))['id']}/write-off"
    assert (await erp.post(path, json=WHY)).status_code == 202


@pytest.mark.usefixtures("limited")
async def test_what_was_paid_meanwhile_is_not_written_off_as_well(
    erp: AsyncClient, second: AsyncClient, issue: Do, pay: Do
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    waits = (await erp.post(f"{path}/write-off", json=WHY)).headers["Location"]
    await pay("B-1", "60.00")
    late = await second.post(f"{waits}/approval")
    assert (late.status_code, late.json()["code"]) == (422, "exceeds_balance")
    assert (await erp.get(waits)).json()["state"] == "requested"
    other = await erp.post(f"{path}/write-off", json=WHY)
    assert other.status_code == 200, "what is left is within the limit"


@pytest.mark.usefixtures("limited")
async def test_what_cannot_be_written_off_is_refused_before_anybody_is_asked(
    erp: AsyncClient, issue: Do
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}/write-off"
    answer = await erp.post(path, json={**WHY, "amount": eur_json("100.01")})
    assert (answer.status_code, answer.json()["code"]) == (422, "exceeds_balance")


async def test_a_reversal_names_one_of_them(erp: AsyncClient, issue: Do) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    for euros in ("10.00", "20.00"):
        await erp.post(f"{path}/write-off", json={**WHY, "amount": eur_json(euros)})
    first, _ = (await erp.get(path)).json()["write_offs"]
    body = {"reason": "pays", "write_off_id": first["id"]}
    shown = (await erp.post(f"{path}/write-off-reversal", json=body)).json()
    assert shown["written_off"] == eur_json("20.00")
    gone = await erp.post(f"{path}/write-off-reversal", json=body)
    assert gone.json()["errors"][0]["pointer"] == "/write_off_id"
