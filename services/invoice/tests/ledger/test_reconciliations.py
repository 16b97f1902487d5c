"""The ERP's balances and Recoup's are compared; a person settles what differs."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
DOLLARS = {"amount": "100.00", "currency": "USD"}


def balances(**euros: str) -> Shown:
    sent = [
        {"external_id": id.replace("_", "-"), "balance": eur_json(amount)}
        for id, amount in euros.items()
    ]
    return {"external_id": "CLOSE-1", "balances": sent}


async def differences(erp: AsyncClient, id: str) -> list[Shown]:
    found: list[Shown] = []
    cursor: dict[str, str] = {}
    while True:
        path = f"/v1/reconciliations/{id}/differences"
        page = (await erp.get(path, params={"limit": 1, **cursor})).json()
        found += page["data"]
        if not page["has_more"]:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def test_what_differs_is_listed_and_nothing_is_changed(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    agreed = await issue("SO-1")
    lower = await issue("SO-2")
    other = await issue("SO-3", total=DOLLARS)
    await follow()
    body = balances(SO_1="100.00", SO_2="70.00", SO_3="100.00", SO_4="5.00")
    recorded = await send("/v1/reconciliations", body)
    assert (recorded["compared"], recorded["differences"]) == (4, 3)
    await follow()
    found = await differences(erp, recorded["id"])
    assert [(each["kind"], each["invoice_id"]) for each in found] == [
        ("balance", lower["id"]),
        ("currency", other["id"]),
        ("unknown", None),
    ]
    assert (found[0]["recoup"], found[0]["erp"]) == (eur_json("100.00"), eur_json("70.00"))
    assert not any(each["settled"] for each in found)
    assert (await erp.get(f"/v1/invoices/{agreed['id']}")).json() == agreed
    (listed,) = (await erp.get("/v1/reconciliations")).json()["data"]
    assert listed == recorded
    assert listed == (await erp.get(f"/v1/reconciliations/{recorded['id']}")).json()


async def test_what_is_adjusted_for_drift_is_settled_and_not_posted_back(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    invoice = await issue("SO-1")
    await follow()
    recorded = await send("/v1/reconciliations", balances(SO_1="70.00"))
    drift = {"amount": eur_json("-30.00"), "origin": "erp", "reason": "erp_drift"}
    await send(f"/v1/invoices/{invoice['id']}/adjustments", drift)
    await follow()
    (found,) = await differences(erp, recorded["id"])
    assert (found["now"], found["settled"]) == (eur_json("70.00"), True)
    assert (await erp.get("/v1/postings")).json()["data"] == []


async def test_the_same_again_is_refused_with_the_one_that_stands(
    erp: AsyncClient, issue: Do, send: Do
) -> None:
    first = await send("/v1/reconciliations", balances(SO_1="1.00"))
    again = await erp.post("/v1/reconciliations", json=balances(SO_1="1.00"))
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_external_id")
    assert again.headers["Location"] == f"/v1/reconciliations/{first['id']}"
    nobody = {**balances(SO_1="1.00"), "creditor": "nobody"}
    answer = await erp.post("/v1/reconciliations", json=nobody)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_creditor")


async def test_a_difference_is_settled_by_a_person_once_and_by_name(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    here, there, never = [await issue(f"SO-{i}") for i in range(3)]
    await follow()
    body = balances(SO_0="70.00", SO_1="60.00", SO_2="0.00", SO_9="5.00")
    recorded = await send("/v1/reconciliations", body)
    path = f"/v1/reconciliations/{recorded['id']}/settlements"
    ways = {"SO-0": "corrected_here", "SO-1": "corrected_in_erp", "SO-2": "ignored"}
    for external_id, way in ways.items():
        for _ in range(2):
            await send(path, {"external_id": external_id, "way": way, "reason": f"{way} it is"})
    await follow()
    found = await differences(erp, recorded["id"])
    assert [(each["settlement"] or {}).get("way") for each in found] == [*ways.values(), None]
    assert found[0]["settlement"]["reason"] == "corrected_here it is"
    assert found[0]["settlement"]["settled_by"]
    assert [each["settled"] for each in found] == [True, True, True, False]
    still = await erp.get(f"/v1/reconciliations/{recorded['id']}/differences?settled=false")
    assert [each["external_id"] for each in still.json()["data"]] == ["SO-9"]
    amounts = [
        (await erp.get(f"/v1/invoices/{each['id']}")).json()["balance"]["amount"]
        for each in (here, there, never)
    ]
    assert amounts == ["70.00", "100.00", "100.00"]
    assert (await erp.get("/v1/postings")).json()["data"] == []
    other = {"external_id": "SO-2", "way": "corrected_here", "reason": "after all"}
    answer = await erp.post(path, json=other)
    assert (answer.status_code, answer.json()["code"]) == (409, "difference_settled")


async def test_what_has_changed_since_or_is_not_here_is_not_corrected_here(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    invoice = await issue("SO-1")
    await issue("SO-2")
    await follow()
    body = balances(SO_1="70.00", SO_2="100.00", SO_9="5.00")
    recorded = await send("/v1/reconciliations", body)
    await pay("B-1", "100.00", references=[{"invoice": "SO-1"}])
    path = f"/v1/reconciliations/{recorded['id']}/settlements"
    for external_id, status, code in (
        ("SO-1", 409, "cannot_be_corrected_here"),
        ("SO-9", 409, "cannot_be_corrected_here"),
        ("SO-2", 422, "no_such_difference"),
    ):
        settlement = {"external_id": external_id, "way": "corrected_here", "reason": "drift"}
        answer = await erp.post(path, json=settlement)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert (shown["balance"], shown["state"]) == (eur_json("0.00"), "paid")
