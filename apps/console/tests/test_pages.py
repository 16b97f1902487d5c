"""Pages: what they show, to whom, and what they say when something is not there."""

import re

import pytest
from httpx import AsyncClient

from console.pages.routes.queues import QUEUES
from recoup_events.kernel.event import Event
from recoup_service.api.keys import MemoryKeyRing
from recoup_testing.console_example import (
    CUSTOMER,
    INVOICE,
    RIVAL,
    Apis,
    Receive,
    Visitor,
    example,
    form_token_of,
    only_key,
)

pytestmark = pytest.mark.servers

HOSTILE = "<script>alert(1)</script>\u202e שלום"
PAGES = ("/", "/customers?show=all", "/worklist", "/operations", "/actions", "/search?q=bolt")


def registered(name: str = "Ost KG", id: str = CUSTOMER) -> Event:
    return example("customer.registered.v1", name={"person": id, "value": name}, customer_id=id)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_opens_when_there_is_nothing_and_nobody_answers(
    path: str, anna: AsyncClient
) -> None:
    page = await anna.get(path)
    assert page.status_code == 200, page.text
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "<style" not in page.text
    assert " style=" not in page.text


async def test_names_are_text_whatever_stands_in_them(anna: AsyncClient, receive: Receive) -> None:
    await receive(registered(HOSTILE), example("invoice.issued.v1"))
    for path in ("/", "/customers?show=all", f"/customers/{CUSTOMER}", f"/invoices/{INVOICE}"):
        page = await anna.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<bdi>&lt;script&gt;alert(1)" in page.text


async def test_another_tenants_ids_are_told_like_none(
    anna: AsyncClient, visitor: Visitor, receive: Receive
) -> None:
    await receive(registered(), example("invoice.issued.v1"))
    paths = (f"/customers/{CUSTOMER}", f"/invoices/{INVOICE}", f"/customers/{CUSTOMER}/events/1")
    async with visitor(RIVAL) as rival:
        for path in paths:
            foreign, none = await rival.get(path), await rival.get(path.replace("5f0c", "0000"))
            assert foreign.status_code == 404
            assert "Ost KG" not in foreign.text
            if CUSTOMER in path:
                assert none.status_code == 404
        assert "Ost KG" not in (await rival.get("/customers?show=all")).text
        assert "Ost KG" not in (await rival.get("/search?q=ost")).text
        assert (await rival.get("/live?after=0")).status_code == 200


async def test_a_service_that_is_away_is_named_and_the_rest_stands(
    anna: AsyncClient, receive: Receive
) -> None:
    await receive(registered(), example("invoice.issued.v1"))
    page = await anna.get(f"/customers/{CUSTOMER}")
    assert "Ost KG" in page.text
    for part in ("persons", "next"):
        answer = await anna.get(f"/customers/{CUSTOMER}/parts/{part}")
        assert answer.status_code == 200
        assert "Nobody answers at /v1/" in answer.text
    needs = await anna.get("/parts/needs-you")
    assert needs.text.count("Nobody answers at") == len(QUEUES)


async def test_what_was_not_sent_says_the_rule(anna: AsyncClient, receive: Receive) -> None:
    await receive(registered(), example("contact.refused.v1"))
    page = await anna.get(f"/customers/{CUSTOMER}?kind=refusal")
    assert "Not sent by email: rule US6, 12 CFR 1006.6(b)(1)(i)." in page.text
    assert "now: 2026-01-05T06:59:00+01:00" in page.text


async def test_an_action_is_asked_for_as_oneself_and_recorded_with_its_answer(
    anna: AsyncClient, apis: Apis, keys: MemoryKeyRing, receive: Receive
) -> None:
    refusal = {"code": "task_refused", "detail": "It was completed already."}
    apis.says("/v1/tasks/tsk_1/completion", refusal, 409)
    token = form_token_of((await anna.get("/worklist")).text)
    apis.asked.clear()
    form = {"disposition": "no_call", "customer_id": CUSTOMER, "form_token": token, "once": "f1"}
    answer = await anna.post("/worklist/tsk_1/disposition", data=form)
    assert "It was completed already." in answer.text
    [asked] = apis.asked
    assert asked.headers["Authorization"].startswith(f"Bearer rk_test_{only_key(keys).id}_")
    assert len(asked.headers["Idempotency-Key"]) == 64
    await receive()
    listed = (await anna.get("/actions")).text
    assert "POST /v1/tasks/tsk_1/completion" in listed
    assert "409 task refused" in listed
    file = (await anna.get("/actions?format=csv")).text
    assert f",POST,/v1/tasks/tsk_1/completion,{CUSTOMER},409,task_refused" in file


async def test_a_csv_holds_no_formula(anna: AsyncClient, receive: Receive) -> None:
    await receive(registered("=cmd|'/c calc'!A1"), example("invoice.issued.v1"))
    file = await anna.get("/customers?show=all&format=csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert ",'=cmd|" in file.text


@pytest.mark.parametrize(
    "query",
    [
        "page=" + "9" * 10_000,
        "page=-1&sort=;drop&show=x",
        "search=%25%5C_",
        "creditor=crd_none",
        "before=never~1",
    ],
)
async def test_whatever_an_address_says_there_is_a_page(
    query: str, anna: AsyncClient, receive: Receive
) -> None:
    await receive(registered(), example("invoice.issued.v1"))
    for path in ("/customers", f"/customers/{CUSTOMER}"):
        assert (await anna.get(f"{path}?{query}")).status_code == 200


async def test_a_search_finds_by_a_part_in_any_case(anna: AsyncClient, receive: Receive) -> None:
    await receive(registered(), example("invoice.issued.v1"))
    for text, link in (("oSt", f"/customers/{CUSTOMER}"), ("1042", f"/invoices/{INVOICE}")):
        hits = await anna.get("/search", params={"q": text}, headers={"HX-Request": "true"})
        assert f'href="{link}"' in hits.text


async def test_amounts_are_written_as_the_reader_writes_them(
    anna: AsyncClient, receive: Receive
) -> None:
    await receive(registered(), example("invoice.issued.v1"))
    for language, amount in (("de-DE", "125,50"), ("en-GB", "125.50"), ("nonsense", "125.50")):
        page = await anna.get("/", headers={"Accept-Language": language})
        assert amount in page.text


async def test_a_message_is_shown_where_it_can_do_nothing(anna: AsyncClient, apis: Apis) -> None:
    content = {
        "html": "<b onclick=x>Hi</b>",
        "text": "Hi",
        "recipient": "A",
        "address": "a@b.example",
        "subject": "",
        "attachments": [],
    }
    apis.says("/v1/messages/msg_1", {"id": "msg_1", "state": "sent", "content": content})
    frame = await anna.get("/messages/msg_1")
    assert "<iframe" in frame.text
    assert " sandbox " in frame.text
    mail = await anna.get("/messages/msg_1/as-sent")
    assert mail.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


async def test_every_asset_is_ours_and_kept_for_ever(anna: AsyncClient) -> None:
    page = (await anna.get("/")).text
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(assets) >= 4
    assert "https:" not in page
    for asset in assets:
        answer = await anna.get(asset)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
