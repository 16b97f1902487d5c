import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.idempotency import KEPT, parse_key
from recoup_service.api.problems import Problem
from recoup_testing.clock import TurnedClock

KEY = {"Idempotency-Key": "order-7"}
START = {"id": "c", "by": 2}


async def test_a_retry_gets_the_same_bytes_and_does_nothing(
    client: AsyncClient, command_runner: CommandRunner
) -> None:
    first = await client.post("/v1/counters", json=START, headers=KEY)
    again = await client.post("/v1/counters", json=START, headers=KEY)
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert again.headers["Location"] == first.headers["Location"] == "/v1/counters/c"
    assert command_runner.recorded == 1


async def test_without_a_key_each_request_counts(client: AsyncClient) -> None:
    await client.post("/v1/counters", json=START)
    assert (await client.post("/v1/counters", json=START)).json()["total"] == 4


async def test_a_quoted_key_is_the_bare_one(client: AsyncClient) -> None:
    await client.post("/v1/counters", json=START, headers=KEY)
    quoted = {"Idempotency-Key": '"order-7"'}
    again = await client.post("/v1/counters", json=START, headers=quoted)
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/counters", {"id": "c", "by": 3}), ("/v1/counters/c/steps", START)]
)
async def test_a_key_belongs_to_one_request(
    client: AsyncClient, path: str, body: dict[str, object]
) -> None:
    await client.post("/v1/counters", json=START, headers=KEY)
    other = await client.post(path, json=body, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_the_same_key_at_the_same_time_is_told_to_wait(
    client: AsyncClient, command_runner: CommandRunner
) -> None:
    answers = await asyncio.gather(
        *(client.post("/v1/counters", json=START, headers=KEY) for _ in range(5))
    )
    codes = {a.json().get("code") for a in answers if a.status_code == 409}
    assert codes <= {"request_running"}
    assert {a.status_code for a in answers} <= {201, 409}
    assert command_runner.recorded == 1


async def test_a_refusal_is_not_kept(client: AsyncClient) -> None:
    missing = await client.post("/v1/counters/c/steps", json={"by": 1}, headers=KEY)
    assert missing.status_code == 404
    await client.post("/v1/counters", json=START)
    headers = {**KEY, "If-Match": '"1"'}
    done = await client.post("/v1/counters/c/steps", json={"by": 1}, headers=headers)
    assert (done.status_code, done.json()["total"]) == (200, 3)


async def test_answers_are_kept_for_thirty_days(
    client: AsyncClient, clock: TurnedClock, memory_store: MemoryStore
) -> None:
    await client.post("/v1/counters", json=START, headers=KEY)
    await memory_store.expire_responses(clock.now() + KEPT)
    again = await client.post("/v1/counters", json=START, headers=KEY)
    assert again.headers["Idempotent-Replayed"] == "true"
    await memory_store.expire_responses(clock.now() + KEPT + timedelta(seconds=1))
    later = await client.post("/v1/counters", json=START, headers=KEY)
    assert "Idempotent-Replayed" not in later.headers


def test_the_longest_key_still_counts() -> None:
    assert parse_key("k" * 255) == "k" * 255
    assert parse_key('"with space"') == "with space"
    assert parse_key(None) is None


@pytest.mark.parametrize("header", ["", '""', '"half', "two words", "k" * 256, "caf\u00e9", "a\\b"])
def test_a_malformed_key_is_refused(header: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_key(header)
    assert (caught.value.status_code, caught.value.code) == (400, "malformed_idempotency_key")
