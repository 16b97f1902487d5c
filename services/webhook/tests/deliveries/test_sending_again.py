"""Sending again: what failed, what was missed, one event, a test; and endpoints that change meanwhile."""

import json
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.webhook_receiver import Got, answers, receiving

pytestmark = pytest.mark.servers


def numbers(got: list[Got]) -> list[str]:
    return [json.loads(each.body)["data"]["invoice_id"] for each in got]


def since(scene: Any) -> str:
    return str(scene.clock.instant.isoformat())


async def test_what_was_missed_while_disabled_is_replayed(scene: Any) -> None:
    async with receiving() as erp:
        id = await scene.endpoint(erp.url, types=["invoice.*"])
        begun = since(scene)
        await scene.says(1)
        await scene.settle()
        await scene.ask(id, "disablement")
        await scene.says(2)
        await scene.settle()
        refused = await scene.erp.post(f"/v1/webhook-endpoints/{id}/replay", json={"since": begun})
        assert (refused.status_code, refused.json()["code"]) == (409, "endpoint_refused")
        await scene.ask(id, "enablement")
        await scene.ask(id, "replay", since=begun)
        await scene.settle()
        assert numbers(erp.got) == ["1", "2"]


async def test_all_of_it_or_one_event_is_sent_again_under_its_own_id(scene: Any) -> None:
    async with receiving() as erp:
        id = await scene.endpoint(erp.url, types=["invoice.*"], order="per_customer")
        begun = since(scene)
        await scene.says(1, 2)
        await scene.settle()
        await scene.ask(id, "replay", since=begun, which="all")
        await scene.settle()
        assert numbers(erp.got) == ["1", "2", "1", "2"]
        await scene.ask(id, "replay", event_id=erp.got[1].id)
        await scene.settle()
        assert numbers(erp.got)[4:] == ["2"]
        assert len(set(erp.ids)) == 2
    assert [d["attempts"] for d in await scene.listed(id, "deliveries")] == [3, 2]


async def test_what_was_given_up_is_recovered_in_order(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url, order="per_customer")
        begun = since(scene)
        await scene.says(1, 2)
        await scene.after(days=4)
        erp.got.clear()
        erp.behaviour = answers(204)
        await scene.says(3)
        await scene.ask(id, "recovery", since=begun)
        await scene.settle()
        assert numbers(erp.got) == ["1", "2", "3"]


async def test_a_recovery_from_before_what_is_kept_is_refused(scene: Any) -> None:
    id = await scene.endpoint("http://127.0.0.1:1/")
    long_ago = (scene.clock.instant - timedelta(days=31)).isoformat()
    for what in ("recovery", "replay"):
        path = f"/v1/webhook-endpoints/{id}/{what}"
        answer = await scene.erp.post(path, json={"since": long_ago})
        assert (answer.status_code, answer.json()["code"]) == (422, "too_long_ago")


async def test_a_test_event_is_sent_and_listed(scene: Any) -> None:
    async with receiving() as erp:
        id = await scene.endpoint(erp.url, types=["dispute.*"])
        accepted = await scene.ask(id, "tests")
        await scene.settle()
        [got] = erp.got
    assert got.id == accepted["event_id"]
    assert json.loads(got.body)["type"] == "endpoint.test.v1"
    [attempt] = await scene.listed(id, "attempts", event_id=got.id)
    assert attempt["request"]["body"] == got.body.decode()


async def test_what_waits_for_one_that_is_deleted_is_given_up(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        await scene.settle()
        await scene.erp.delete(f"/v1/webhook-endpoints/{id}")
        await scene.after(days=1)
        assert len(erp.got) == 1
    [delivery] = await scene.listed(id, "deliveries")
    assert (delivery["state"], delivery["reason"]) == ("failed", "endpoint_deleted")


async def test_what_waits_is_sent_as_the_endpoint_is_by_then(scene: Any) -> None:
    async with receiving(answers(500)) as old, receiving() as new:
        id = await scene.endpoint(old.url)
        await scene.says(1)
        await scene.settle()
        await scene.erp.patch(
            f"/v1/webhook-endpoints/{id}",
            json={"url": new.url, "payload": "ids"},
            headers={"If-Match": "*"},
        )
        await scene.after(seconds=5)
        assert (len(old.got), len(new.got)) == (1, 1)
        assert json.loads(new.got[0].body)["dataref"] == f"/v1/events/{new.got[0].id}"
        assert "data" not in json.loads(new.got[0].body)


async def test_what_stood_in_line_is_let_go_when_no_order_is_wanted_any_more(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url, order="per_customer")
        await scene.says(1, 2, 3)
        await scene.settle()
        assert len(erp.got) == 1
        erp.behaviour = answers(204)
        await scene.erp.patch(
            f"/v1/webhook-endpoints/{id}", json={"order": "none"}, headers={"If-Match": "*"}
        )
        await scene.settle()
        assert sorted(numbers(erp.got)[1:]) == ["2", "3"]


async def test_deliveries_and_attempts_are_listed_page_by_page(scene: Any) -> None:
    async with receiving() as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1, 2, 3)
        await scene.settle()
    deliveries, attempts = (f"/v1/webhook-endpoints/{id}/{what}" for what in LISTS)
    latest_first = await _all_of(scene.erp, deliveries)
    assert len(set(latest_first)) == 3
    assert await _all_of(scene.erp, deliveries, sort="event") == latest_first[::-1]
    assert sorted(await _all_of(scene.erp, attempts)) == sorted(latest_first)


LISTS = ("deliveries", "attempts")


async def _all_of(erp: AsyncClient, path: str, **query: str) -> list[str]:
    found, query = list[str](), {"limit": "2", **query}
    while True:
        page = (await erp.get(path, params=query)).json()
        found += [each["event_id"] for each in page["data"]]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]
