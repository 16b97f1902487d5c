"""The operators' door: parked messages are seen, corrected, skipped and redriven by the service itself."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.history import MemoryHistory
from recoup_service.admin import admin_app
from recoup_service.observability.heartbeats import Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi
from recoup_service.operator_api.operations import Operations
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import LIMIT
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    command_runner_of,
    receive,
    received_by,
    record,
)

ORDER = {"actor": "ada", "reason": "the ERP sent half a file"}
GARBLED = record(1)._replace(value=b'{"by": "many"}')
NOT_TEXT = record(1, key="cus_2")._replace(value=b"\xff")
GOOD = '{"by": 1}'


@pytest.fixture
def command_runner(memory_store: MemoryStore) -> CommandRunner:
    return command_runner_of(memory_store)


@pytest.fixture
def operator_api(http: HttpMetrics) -> OperatorApi:
    return OperatorApi(http)


@pytest.fixture
def opened(
    operator_api: OperatorApi,
    command_runner: CommandRunner,
    clock: TurnedClock,
    memory_store: MemoryStore,
) -> OperatorApi:
    operator_api.open(
        Operations(command_runner, COUNTS_ALONG, clock, "invoice", MemoryHistory(memory_store))
    )
    return operator_api


@pytest.fixture
async def parked(command_runner: CommandRunner) -> None:
    """Number 1 is garbled, 2 waits behind it; 3 is no text, of another customer."""
    await receive(command_runner, MemoryBus(partitions=1), GARBLED, record(2), NOT_TEXT)


def asking(operator_api: OperatorApi, http: HttpMetrics, host: str = "127.0.0.1") -> AsyncClient:
    app = admin_app(Watch(http, Heartbeats()), operator_api)
    return AsyncClient(transport=ASGITransport(app, client=(host, 1)), base_url="http://admin")


@pytest.fixture
async def operator(opened: OperatorApi, http: HttpMetrics) -> AsyncIterator[AsyncClient]:
    async with asking(opened, http) as client:
        yield client


def seqs(page: Response) -> list[int]:
    return [message["seq"] for message in page.json()["data"]]


def problem(answer: Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.mark.usefixtures("parked")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", [1, 2, 3]),
        ("?heads=true", [1, 3]),
        ("?reason=behind", [2]),
        ("?tenant=acme&topic=recoup.invoice&type=counter.counted.v1", [1, 2, 3]),
        ("?tenant=another", []),
    ],
)
async def test_a_list_is_narrowed_down(
    operator: AsyncClient, asked: str, expected: list[int]
) -> None:
    assert seqs(await operator.get(f"/parked{asked}")) == expected


@pytest.mark.usefixtures("parked")
async def test_a_list_is_turned_page_by_page(operator: AsyncClient) -> None:
    first = await operator.get("/parked?limit=2")
    assert first.json()["has_more"]
    cursor = first.json()["next_cursor"]
    assert seqs(await operator.get(f"/parked?limit=2&cursor={cursor}")) == [3]


@pytest.mark.usefixtures("parked")
async def test_a_message_is_corrected_and_redriven_with_all_behind_it(
    operator: AsyncClient, command_runner: CommandRunner
) -> None:
    edited = await operator.post("/parked/1/edit", json={**ORDER, "value": GOOD})
    assert [v["value"] for v in edited.json()["versions"]] == ['{"by": "many"}', GOOD]
    redriven = await operator.post("/parked/1/redrive", json=ORDER)
    assert redriven.json() == {"applied": 2, "left": 0, "failure": ""}
    assert await received_by(command_runner) == (1, 2)


@pytest.mark.usefixtures("parked")
async def test_a_message_is_shown_when_it_is_long_gone(operator: AsyncClient) -> None:
    await operator.post("/parked/1/edit", json={**ORDER, "value": GOOD})
    shown = (await operator.post("/parked/1/skip", json=ORDER)).json()
    assert shown["waits"] is None
    assert [v["value"] for v in shown["versions"]] == ['{"by": "many"}', GOOD]
    told = [(action["action"], action["actor"], action["reason"]) for action in shown["history"]]
    assert told == [(action, *ORDER.values()) for action in ("edited", "skipped")]
    assert (await operator.get("/parked/1")).json() == shown


@pytest.mark.usefixtures("parked")
async def test_what_is_no_text_is_shown_in_base64(operator: AsyncClient) -> None:
    [version] = (await operator.get("/parked/3")).json()["versions"]
    assert (version["encoding"], version["value"]) == ("base64", "/w==")


@pytest.mark.usefixtures("parked")
async def test_a_redrive_that_fails_again_says_why_and_history_keeps_it(
    operator: AsyncClient,
) -> None:
    too_much = f'{{"by": {LIMIT + 1}}}'
    await operator.post("/parked/1/edit", json={**ORDER, "value": too_much})
    redriven = (await operator.post("/parked/2/redrive", json=ORDER)).json()
    assert redriven == {"applied": 0, "left": 2, "failure": f"too_high: a counter ends at {LIMIT}"}
    history = (await operator.get("/parked/history?seq=1")).json()["data"]
    assert [action["action"] for action in history] == ["edited", "redrive_failed"]
    assert history[-1]["outcome"] == redriven["failure"]


@pytest.mark.usefixtures("parked")
@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/parked/1/edit", {**ORDER, "value": "{"}, (422, "unreadable_edit")),
        ("/parked/1/skip", {"actor": "ada"}, (422, "invalid_request")),
        ("/parked/1/skip", {"actor": "ada", "reason": "  "}, (422, "invalid_request")),
        ("/parked/9/redrive", ORDER, (404, "not_parked")),
        ("/parked/9/skip", ORDER, (404, "not_parked")),
    ],
)
async def test_what_cannot_be_done_is_a_problem(
    operator: AsyncClient, path: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(await operator.post(path, json=body)) == expected


async def test_a_number_never_given_is_not_shown(operator: AsyncClient) -> None:
    assert problem(await operator.get("/parked/9")) == (404, "not_parked")


async def test_nobody_comes_in_before_the_service_has_opened(
    operator_api: OperatorApi, http: HttpMetrics
) -> None:
    async with asking(operator_api, http) as early:
        assert problem(await early.get("/parked")) == (503, "starting")


async def test_nobody_comes_in_across_the_network(opened: OperatorApi, http: HttpMetrics) -> None:
    async with asking(opened, http, host="10.0.0.7") as scraper:
        assert problem(await scraper.get("/parked")) == (403, "operators_only")
        assert (await scraper.get("/metrics")).status_code == 200
