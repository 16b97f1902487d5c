"""Each event once to each endpoint that wants it, signed, tried again, and in order where that is wanted."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from recoup_testing.loops import settled
from recoup_testing.webhook_receiver import Got, answers, hangs, receiving
from webhook.deliveries.domain.retrying import DELAYS

pytestmark = pytest.mark.servers


def numbers(got: list[Got]) -> list[str]:
    return [json.loads(each.body)["data"]["invoice_id"] for each in got]


async def test_an_event_reaches_an_endpoint_once(scene: Any) -> None:
    async with receiving() as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        await scene.settle()
        await scene.settle()
        [got] = erp.got
    [delivery] = await scene.listed(id, "deliveries")
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 1)
    assert delivery["event_id"] == got.id
    assert json.loads(got.body)["type"] == "invoice.paid.v1"
    [attempt] = await scene.listed(id, "attempts")
    assert (attempt["outcome"], attempt["response"]["status"]) == ("received", 204)
    assert attempt["request"]["body"] == got.body.decode()
    assert attempt["request"]["headers"]["webhook-id"] == got.id


async def test_what_happened_before_an_endpoint_was_there_is_not_told(scene: Any) -> None:
    async with receiving() as erp:
        await scene.says(1)
        await scene.settle()
        await scene.endpoint(erp.url)
        await scene.says(2)
        await scene.settle()
        assert numbers(erp.got) == ["2"]


async def test_types_and_customers_are_filtered(scene: Any) -> None:
    async with receiving() as erp:
        await scene.endpoint(erp.url, "of-one", customer_ids=["cus_1"])
        await scene.endpoint(erp.url, "of-disputes", types=["dispute.*"])
        await scene.says(1)
        await scene.says(2, customer="cus_2")
        await scene.settle()
        assert numbers(erp.got) == ["1"]


async def test_another_reads_the_same_event_apart(scene: Any) -> None:
    async with receiving() as erp, receiving(answers(500)) as other:
        await scene.endpoint(erp.url, "a")
        await scene.endpoint(other.url, "b")
        await scene.says(1)
        await scene.settle()
        assert len(erp.got) == 1
        assert erp.ids == other.ids


async def test_it_is_tried_ten_times_over_three_days_and_then_given_up(scene: Any) -> None:
    async with receiving(answers(500)) as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        begun = scene.clock.instant
        stops = await scene.after(days=4)
        moments = [begun]
        for delay in DELAYS:
            moments.append(moments[-1] + delay)
        assert stops == moments[1:]
        assert len(erp.got) == 10
        assert len(set(erp.ids)) == 1
    [delivery] = await scene.listed(id, "deliveries", state="failed")
    assert (delivery["reason"], delivery["next_attempt_at"]) == ("exhausted", None)
    attempts = await scene.listed(id, "attempts", outcome="refused")
    assert [each["number"] for each in attempts] == list(range(10, 0, -1))
    assert sum(DELAYS, timedelta()) >= timedelta(hours=75)


async def test_jitter_spreads_out_what_failed_together(scene: Any) -> None:
    scene.chance = 999
    async with receiving(answers(503)) as erp:
        await scene.endpoint(erp.url)
        await scene.says(1)
        begun = scene.clock.instant
        [second, third] = await scene.after(minutes=6)
    assert DELAYS[0] < second - begun <= DELAYS[0] * 1.1
    assert DELAYS[1] < third - second <= DELAYS[1] * 1.1


@pytest.mark.parametrize("asked", ["600", "Sun, 01 Mar 2026 09:10:00 GMT"])
async def test_retry_after_is_honoured(scene: Any, asked: str) -> None:
    async with receiving(answers(429, f"Retry-After: {asked}")) as erp:
        await scene.endpoint(erp.url)
        await scene.says(1)
        begun = scene.clock.instant
        assert await scene.after(minutes=10) == [begun + timedelta(minutes=10)]


async def test_a_customers_events_come_in_order_and_others_do_not_wait(scene: Any) -> None:
    async def fails_for_the_first(got: Got) -> None:
        failing = b'"invoice_id":"1"' in got.body and len(erp.got) < 6
        await answers(500 if failing else 204)(got)

    async with receiving(fails_for_the_first) as erp:
        await scene.endpoint(erp.url, order="per_customer")
        await scene.says(1, 2, 3)
        await scene.says(10, 11, customer="cus_2")
        await scene.settle()
        assert sorted(numbers(erp.got)) == ["1", "10", "11"]
        await scene.after(hours=3)
    of_one = [number for number in numbers(erp.got) if int(number) < 10]
    assert of_one[-3:] == ["1", "2", "3"]
    assert set(of_one[:-3]) == {"1"}


async def test_a_receiver_that_was_away_for_hours_has_each_event_once_in_order(scene: Any) -> None:
    async with receiving() as erp:
        url = erp.url
        id = await scene.endpoint(url, order="per_customer")
        await scene.says(1)
        await scene.settle()
    had = numbers(erp.got)
    fell = scene.clock.instant
    for number in range(2, 8):  # it is dead meanwhile
        await scene.says(number)
        await scene.after(hours=1)
    async with receiving(port=int(url.split(":")[2].split("/")[0])) as erp:
        await scene.ask(id, "recovery", since=fell.isoformat())
        await scene.settle()
        had += numbers(erp.got)
    assert had == ["1", "2", "3", "4", "5", "6", "7"]
    attempts = await scene.listed(id, "attempts", outcome="unreachable")
    assert {attempt["response"] for attempt in attempts} == {None}


async def test_one_that_hangs_delays_nobody(scene: Any) -> None:
    scene.seconds = 30.0
    async with receiving(hangs) as hung, receiving() as erp:
        await scene.endpoint(hung.url, "hung")
        await scene.endpoint(erp.url, "erp")
        await scene.says(*range(50))
        async with scene.sending():
            await erp.has(50)
        assert len(hung.got) <= 4


async def test_a_hung_attempt_ends_in_time_and_is_tried_again(scene: Any) -> None:
    async with receiving(hangs) as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        await scene.settle()
        [attempt] = await scene.listed(id, "attempts")
        assert attempt["outcome"] == "timed_out"
        erp.behaviour = answers(200)
        await scene.after(seconds=5)
        assert len(set(erp.ids)) == 1
    [delivery] = await scene.listed(id, "deliveries")
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)


async def test_what_a_dead_process_was_sending_is_sent_by_another(scene: Any) -> None:
    async with receiving(hangs) as erp:
        await scene.endpoint(erp.url)
        await scene.says(1)
        async with scene.sending():
            await erp.has(1)
        # It died in the middle of it, and what it held is let go in time.
        erp.behaviour = answers(200)
        await scene.pools.worker.execute(
            "update outgoing.delivery set held_until = clock_timestamp() - interval '1 second'"
        )
        await scene.settle()
        assert len(erp.ids) == 2
        assert len(set(erp.ids)) == 1


async def test_not_more_a_second_than_it_wants(scene: Any) -> None:
    async with receiving() as erp:
        await scene.endpoint(erp.url, per_second=10)
        await scene.says(*range(6))
        began = asyncio.get_running_loop().time()
        await scene.settle()
        assert len(erp.got) == 6
        assert asyncio.get_running_loop().time() - began >= 0.5


async def test_two_processes_send_each_event_once(scene: Any) -> None:
    async with receiving() as erp:
        await scene.endpoint(erp.url, "a", order="per_customer")
        await scene.endpoint(erp.url, "b")
        await scene.says(*range(40))
        async with scene.sending() as one, scene.sending() as other:
            await settled(one, other)
            await erp.has(80)
            await settled(one, other)
        assert len(erp.got) == 80
        assert len(set(erp.ids)) == 40
