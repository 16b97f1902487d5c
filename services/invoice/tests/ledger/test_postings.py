"""What Recoup booked counts in every report from its day, and is posted to the ERP once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_events.invoice import PostingCreated
from recoup_eventstore.ports import START, Store
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
WHY = {"reason": "insolvent"}


async def listed(erp: AsyncClient, **query: str) -> list[Shown]:
    answer = await erp.get("/v1/postings", params=query)
    assert answer.is_success, answer.text
    found: list[Shown] = answer.json()["data"]
    return found


async def test_a_write_off_and_its_reversal_stand_in_every_report(
    erp: AsyncClient, issue: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    await send(f"{path}/write-off", WHY)
    await follow()
    assert await aging(erp) == {}
    (row,) = (await erp.get("/v1/invoices", params={"state": "written_off"})).json()["data"]
    shown = (await erp.get(path)).json()
    assert row == {field: shown[field] for field in row}
    await send(f"{path}/write-off-reversal", {"reason": "pays"})
    await follow()
    assert [entry[1:] for entry in await statement(erp, customer)] == [
        ("invoice", "No SO-1", "100.00", "100.00"),
        ("write_off", "No SO-1", "-100.00", "0.00"),
        ("write_off_reversal", "No SO-1", "100.00", "100.00"),
    ]
    assert await aging(erp) == {"current": "100.00"}
    (row,) = (await erp.get("/v1/invoices", params={"state": "open"})).json()["data"]
    assert (row["written_off"], row["balance"]) == (eur_json("0.00"), eur_json("100.00"))


async def test_what_recoup_booked_is_posted_and_what_the_erp_booked_is_not(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    invoice = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    payment = f"/v1/payments/{(await pay('B-1', '30.00', auto_allocate=False))['id']}"
    lower = {"amount": eur_json("-10.00"), "reason": "price"}
    refund = {"amount": eur_json("5.00"), "refunded_on": "2026-01-21", "reason": "twice"}
    for origin, id in (("recoup", "R-1"), ("erp", "R-2")):
        await send(f"{invoice}/adjustments", {**lower, "origin": origin})
        await send(f"{payment}/refunds", {**refund, "external_id": id, "origin": origin})
    taxes = [{"rate": "19", "tax": eur_json("4.79")}]
    await send(f"{invoice}/write-off", {**WHY, "amount": eur_json("30.00"), "taxes": taxes})
    await send(f"{invoice}/write-off-reversal", WHY)
    await follow()
    found = await listed(erp)
    assert [(row["kind"], row["external_id"], row["amount"]["amount"]) for row in found] == [
        ("adjustment", "SO-1", "-10.00"),
        ("refund", "B-1", "5.00"),
        ("write_off", "SO-1", "-30.00"),
        ("write_off_reversal", "SO-1", "30.00"),
    ]
    assert [row["taxes"][0]["tax"]["amount"] for row in found[2:]] == ["-4.79", "4.79"]
    assert {row["state"] for row in found} == {"pending"}
    assert [row["kind"] for row in await listed(erp, kind="refund")] == ["refund"]
    assert await listed(erp, creditor="nuts") == []


async def test_a_resent_invoice_posts_nothing(
    erp: AsyncClient, customer: Shown, issue: Do, follow: Follow
) -> None:
    await issue("SO-1")
    sent = {"customer_id": customer["id"], "number": "No SO-1", "total": eur_json("90.00")}
    sent |= {"issue_date": "2026-01-05", "due_date": "2026-02-04"}
    answer = await erp.put("/v1/invoices/by/external-id/SO-1", json=sent)
    assert answer.json()["balance"] == eur_json("90.00")
    await follow()
    assert await listed(erp) == []


async def test_nothing_is_posted_into_closed_books(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    id = (await erp.put("/v1/creditors/by/code/default", json=dict(BOLTS))).json()["id"]
    await erp.put(f"/v1/creditors/{id}/books", json={"books_closed_until": "2026-01-31"})
    await send(f"/v1/invoices/{(await issue('SO-1'))['id']}/write-off", WHY)
    await follow()
    (posting,) = await listed(erp, posting_date_from="2026-02-01", posting_date_to="2026-02-01")
    assert (posting["effective_on"], posting["posting_date"]) == ("2026-01-05", "2026-02-01")
    assert await listed(erp, posting_date_to="2026-01-31") == []
    (creditor,) = (await erp.get("/v1/creditors")).json()["data"]
    assert creditor["books"]["books_closed_until"] == "2026-01-31"


async def test_a_batch_is_taken_over_once_and_each_of_it_posted_or_refused(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    for number in range(3):
        await send(f"/v1/invoices/{(await issue(f'SO-{number}'))['id']}/write-off", WHY)
    await follow()
    first, second, third = [row["id"] for row in await listed(erp, state="pending")]
    batch = {"external_id": "B-1", "postings": [first, second, "pst_0"]}
    result = await send("/v1/postings/exports", batch)
    assert (result["changed"], result["refused"]) == (2, 1)
    assert result["data"][2]["code"] == "not_found"
    again = await send("/v1/postings/exports", batch)
    assert (again["unchanged"], again["refused"]) == (2, 1)
    other = await send("/v1/postings/exports", {"external_id": "B-2", "postings": [first, third]})
    assert [item["outcome"] for item in other["data"]] == ["refused", "changed"]

    posted = await send(f"/v1/postings/{first}/posted", {"document": "4711"})
    assert (posted["state"], posted["document"]) == ("posted", "4711")
    refused = await send(f"/v1/postings/{second}/refused", {"reason": "closed"})
    assert (refused["state"], refused["refusal"]) == ("refused", "closed")
    await follow()
    assert [row["id"] for row in await listed(erp, export="B-1")] == [first, second]
    (row,) = await listed(erp, state="refused")
    assert row == refused
    assert row == (await erp.get(f"/v1/postings/{second}")).json()


async def test_who_follows_the_feed_answers_without_an_export_and_never_twice(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    for number in range(2):
        await send(f"/v1/invoices/{(await issue(f'SO-{number}'))['id']}/write-off", WHY)
    await follow()
    first, second = [row["id"] for row in await listed(erp)]
    answers = [
        {"posting": first, "document": "4711"},
        {"posting": second, "refused": "closed"},
        {"posting": "pst_0", "document": "4712"},
        {"posting": first},
    ]
    result = await send("/v1/postings/answers", {"data": answers})
    outcomes = [item["outcome"] for item in result["data"]]
    assert outcomes == ["changed", "changed", "refused", "refused"]
    assert [item["code"] for item in result["data"][2:]] == ["not_found", "invalid_request"]
    again = await send("/v1/postings/answers", {"data": answers[:2]})
    assert again["unchanged"] == 2
    twice = {"data": [{"posting": first, "document": "4713"}]}
    (item,) = (await send("/v1/postings/answers", twice))["data"]
    assert (item["outcome"], item["code"]) == ("refused", "posting_refused")
    assert "4711" in item["detail"]


async def test_what_the_feed_is_ahead_with_is_answered_before_the_list_has_it(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow, store: Store
) -> None:
    await send(f"/v1/invoices/{(await issue('SO-1'))['id']}/write-off", WHY)
    events = [positioned.envelope.event for positioned in await store.feed(START, 100)]
    (created,) = [event for event in events if isinstance(event, PostingCreated)]
    assert (created.creditor, created.customer_external_id) == ("default", "C-1")
    assert (created.external_id, created.number) == ("SO-1", "No SO-1")
    answer = {"posting": created.posting_id, "document": "4711"}
    assert (await send("/v1/postings/answers", {"data": [answer]}))["changed"] == 1


async def test_what_was_refused_is_shown_until_a_person_settles_it(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    await send(f"/v1/invoices/{(await issue('SO-1'))['id']}/write-off", WHY)
    await follow()
    (posting,) = await listed(erp)
    path = f"/v1/postings/{posting['id']}"
    by_hand = {"way": "corrected_in_erp", "document": "4712", "reason": "first open period"}
    early = await erp.post(f"{path}/settlement", json=by_hand)
    assert (early.status_code, early.json()["code"]) == (409, "posting_refused")
    await send(f"{path}/refused", {"reason": "closed"})
    await follow()
    assert len(await listed(erp, state="refused")) == 1
    settled = await send(f"{path}/settlement", by_hand)
    assert (settled["state"], settled["refusal"]) == ("settled", "closed")
    assert settled["settlement"].items() >= by_hand.items()
    assert settled["settlement"]["settled_by"]
    await follow()
    assert await listed(erp, state="refused") == []
    assert await listed(erp, state="settled") == [settled]
    wrong = await erp.post(f"{path}/settlement", json={**by_hand, "way": "ignored"})
    assert wrong.status_code == 422


async def test_those_that_are_pending_come_first_on_whatever_page(
    erp: AsyncClient, issue: Do, send: Do, follow: Follow
) -> None:
    for number in range(3):
        await send(f"/v1/invoices/{(await issue(f'SO-{number}'))['id']}/write-off", WHY)
    await follow()
    oldest = (await listed(erp))[0]["id"]
    await send(f"/v1/postings/{oldest}/posted", {"document": "4711"})
    await follow()
    found, cursor = list[str](), dict[str, str]()
    while True:
        page = (await erp.get("/v1/postings", params={"limit": 1, **cursor})).json()
        found += [row["external_id"] for row in page["data"]]
        if not page["has_more"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == ["SO-1", "SO-2", "SO-0"]


async def test_approvals_are_listed(erp: AsyncClient, issue: Do, send: Do, follow: Follow) -> None:
    id = (await erp.put("/v1/creditors/by/code/default", json=dict(BOLTS))).json()["id"]
    await erp.put(f"/v1/creditors/{id}/books", json={"write_off_limit": eur_json("1.00")})
    invoice = (await issue("SO-1"))["id"]
    waits = await send(f"/v1/invoices/{invoice}/write-off", WHY)
    await follow()
    for query in ({"state": "requested"}, {"kind": "write_off"}, {"subject_id": invoice}):
        (row,) = (await erp.get("/v1/approvals", params=query)).json()["data"]
        assert row == waits
    assert (await erp.get("/v1/approvals", params={"state": "approved"})).json()["data"] == []
