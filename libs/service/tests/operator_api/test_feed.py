"""What a service has said in public is read page by page at its private port."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient

from recoup_eventstore.memory.store import MemoryStore
from recoup_messaging.cloudevents import context_of, envelope_of, heading_of
from recoup_messaging.keys import account_of
from recoup_messaging.memory.history import MemoryHistory
from recoup_messaging.structured import received_of
from recoup_service.admin import admin_app
from recoup_service.observability.heartbeats import Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi
from recoup_service.operator_api.operations import Operations
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import COUNTS_ALONG, command_runner_of, told


@pytest.fixture
async def reader(
    http: HttpMetrics, clock: TurnedClock, memory_store: MemoryStore
) -> AsyncIterator[AsyncClient]:
    operator_api = OperatorApi(http)
    command_runner, history = command_runner_of(memory_store), MemoryHistory(memory_store)
    operator_api.open(Operations(command_runner, COUNTS_ALONG, clock, "invoice", history))
    for by in (1, 2, 3):
        await memory_store.append([told(by)])
    app = admin_app(Watch(http, Heartbeats()), operator_api)
    transport = ASGITransport(app, client=("127.0.0.1", 1))
    async with AsyncClient(transport=transport, base_url="http://admin") as client:
        yield client


async def test_pages_follow_each_other_to_an_empty_one(reader: AsyncClient) -> None:
    first = await reader.get("/events", params={"limit": 2})
    assert first.headers["Content-Type"] == "application/cloudevents-batch+json"
    second = await reader.get("/events", params={"after": first.json()[-1]["sequence"]})
    assert [event["data"]["by"] for event in (*first.json(), *second.json())] == [1, 2, 3]
    end = await reader.get("/events", params={"after": second.json()[-1]["sequence"]})
    assert end.json() == []


async def test_an_event_says_all_that_a_record_says(reader: AsyncClient) -> None:
    event = (await reader.get("/events", params={"limit": 1})).json()[0]
    received = received_of(event, "recoup.invoice", 6)
    heading = heading_of(context_of(received.headers), account_of(received.key))
    assert envelope_of(heading, received.value) == told(1)


@pytest.mark.parametrize("forged", ["", "yesterday", "1:2", "-1:0:0", "1:2:99999999999999999999"])
async def test_a_forged_cursor_is_refused_with_advice(reader: AsyncClient, forged: str) -> None:
    answer = await reader.get("/events", params={"after": forged})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_cursor")
    assert "sequence" in answer.json()["detail"]
