"""Endpoints that are gone, or do nothing but fail, are disabled; those that fail now and then are not."""

from typing import Any

import pytest

from recoup_testing.webhook_receiver import answers, receiving

pytestmark = pytest.mark.servers


async def test_one_that_is_gone_is_disabled_at_once(scene: Any) -> None:
    async with receiving(answers(410)) as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        await scene.settle()
        await scene.says(2)
        await scene.after(days=1)
        assert len(erp.got) == 1
    shown = await scene.shown(id)
    assert (shown["state"], shown["reason"]) == ("disabled", "gone")
    page = (await scene.erp.get("/v1/events", params={"types": "endpoint.disabled"})).json()
    assert [event["data"]["endpoint_id"] for event in page["data"]] == [id]


async def test_one_that_fails_for_days_is_disabled_with_its_reason(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url)
        for day in range(6):
            await scene.says(day)
            await scene.after(days=1)
    shown = await scene.shown(id)
    assert (shown["state"], shown["reason"]) == ("disabled", "failing")
    assert "the last one with: HTTP 500" in shown["detail"]
    assert shown["failing_since"] == "2026-03-01T09:00:00Z"
    assert not await scene.listed(id, "deliveries", state="waiting")


async def test_sporadic_failure_disables_nobody(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url)
        for day in range(8):
            erp.behaviour = answers(500)
            await scene.says(day)
            await scene.after(hours=1)
            erp.behaviour = answers(200)
            await scene.after(hours=23)
    assert (await scene.shown(id))["state"] == "enabled"


async def test_a_failure_each_month_disables_nobody(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url)
        for month in range(3):
            await scene.says(month)
            await scene.after(days=29)
    assert (await scene.shown(id))["state"] == "enabled"
