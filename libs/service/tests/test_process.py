import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import httpx
import pytest

from recoup_events.kernel.ids import TenantId
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.api.keyring import issue
from recoup_service.api.keys import mint
from recoup_service.clock import clock_of
from recoup_service.kafka_settings import environment_of
from recoup_service.observability.exposition import of_the_process
from recoup_service.observability.metrics import METERS
from recoup_testing.databases import Databases
from recoup_testing.issuer import Loopback, environment_with

SAMPLE = [sys.executable, "-m", "recoup_testing.sample_service"]
ACME = TenantId("acme")
SCOPES = ["counters:read", "counters:write"]
NOWHERE = {
    "RECOUP_DATABASE": "postgresql://x",
    "RECOUP_KAFKA": "x:9092",
    "RECOUP_HTTP_PORT": "0",
    "RECOUP_ADMIN_PORT": "0",
}
PATIENCE_SECONDS = 60
LISTED = {meter.name for meter in METERS} | {meter.name for meter in of_the_process()}


async def _run(*arguments: str, **environment: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *SAMPLE, *arguments, env={**os.environ, **environment}, stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def _serving(environment: dict[str, str]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *SAMPLE, "serve", env={**os.environ, **environment}, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _line(process: Process, event: str) -> dict[str, Any]:
    """The next log line about this event."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for raw in process.stdout:
            line: dict[str, Any] = json.loads(raw)
            if line["event"] == event:
                return line
    raise AssertionError(f"the process ended without saying {event!r}")


def _names(metrics: str) -> set[str]:
    """As the process says them itself, whatever a parser makes of them."""
    return set(re.findall(r"^# TYPE (\S+)", metrics, re.MULTILINE))


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.05)


@pytest.fixture
async def environment(
    databases: Databases, kafka: KafkaConnection
) -> AsyncIterator[dict[str, str]]:
    async with databases.fresh() as address:
        yield {
            "RECOUP_DATABASE": address,
            "RECOUP_MIGRATE_DATABASE": address,
            **environment_of(kafka),
            "RECOUP_HTTP_PORT": "0",
            "RECOUP_ADMIN_PORT": "0",
        }


@pytest.fixture
async def authorization(environment: dict[str, str]) -> dict[str, str]:
    code, _, _ = await _run("migrate", **environment)
    assert code == 0
    key, text = mint(ACME, "ERP", SCOPES, env="test", now=datetime(2026, 1, 5, tzinfo=UTC))
    owner = await asyncpg.connect(environment["RECOUP_DATABASE"])
    await issue(owner, key)
    await owner.close()
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.slow
async def test_anything_else_is_a_wrong_question() -> None:
    code, _, advice = await _run("dance")
    assert code == 2
    assert "No such command 'dance'" in advice


@pytest.mark.slow
async def test_the_read_models_are_named_where_another_is_asked_for() -> None:
    code, _, advice = await _run("rebuild", "dances", **NOWHERE)
    assert code == 2
    assert "invoice has no read model 'dances'; it has none" in advice


@pytest.mark.slow
async def test_a_feed_is_a_service_and_its_address() -> None:
    code, _, advice = await _run("seed", "dispute")
    assert code == 2
    assert "invoice=http://127.0.0.1:9001" in advice


@pytest.mark.slow
async def test_missing_settings_are_all_named_at_once() -> None:
    code, _, advice = await _run("serve", RECOUP_HTTP_PORT="seventy")
    assert code == 2
    assert "RECOUP_DATABASE: Field required" in advice
    assert "RECOUP_HTTP_PORT: Input should be a valid integer" in advice


@pytest.mark.servers
async def test_a_clock_nobody_knows_stops_the_process(environment: dict[str, str]) -> None:
    code, out, _ = await _run("serve", **environment, RECOUP_CLOCK="sundial")
    assert code == 1
    assert "use 'system'" in json.loads(out.splitlines()[-1])["exception"][0]


@pytest.mark.servers
async def test_a_service_waits_for_its_migrations_and_can_be_stopped_meanwhile(
    environment: dict[str, str],
) -> None:
    async with _serving(environment) as process:
        waiting = await _line(process, "waiting")
        assert "'migrate'" in waiting["reason"]
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0


@pytest.mark.servers
async def test_a_service_serves_relays_hears_and_leaves_in_order(
    environment: dict[str, str], authorization: dict[str, str]
) -> None:
    async with _serving(environment) as process, httpx.AsyncClient() as client:
        ports = await _line(process, "serving")
        admin = f"http://127.0.0.1:{ports['admin_port']}"
        counters = f"http://127.0.0.1:{ports['http_port']}/v1/counters"

        async def ready() -> bool:
            return (await client.get(f"{admin}/readyz")).status_code == 200

        async def received() -> bool:
            echo = await client.get(f"{counters}/c-echo", headers=authorization)
            return echo.status_code == 200 and echo.json()["total"] == 3

        async def quiet() -> bool:
            told = (await client.get(f"{admin}/quiet")).json()
            return bool(told["quiet"]) and told["work"] >= 2

        await _until(ready)
        started = await client.post(counters, json={"id": "c", "by": 3}, headers=authorization)
        assert started.status_code == 201
        await _until(received)
        await _until(quiet)
        metrics = (await client.get(f"{admin}/metrics")).text
        assert 'recoup_consumer_lag_records{partition="' in metrics
        assert "recoup_relay_lag_events 0.0" in metrics
        assert _names(metrics) == LISTED
        process.send_signal(signal.SIGTERM)
        await _line(process, "stopped")
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0


@pytest.mark.servers
async def test_a_loop_that_fails_stands_still_and_the_api_goes_on(
    environment: dict[str, str], authorization: dict[str, str]
) -> None:
    owner = await asyncpg.connect(environment["RECOUP_DATABASE"])
    async with _serving(environment) as process, httpx.AsyncClient() as client:
        ports = await _line(process, "serving")
        admin = f"http://127.0.0.1:{ports['admin_port']}"
        counters = f"http://127.0.0.1:{ports['http_port']}/v1/counters"

        async def warns() -> bool:
            told = (await client.get(f"{admin}/readyz")).json()
            return "stood still" in told["warnings"].get("loop ticker", "")

        async def ready() -> bool:
            told = await client.get(f"{admin}/readyz")
            return told.status_code == 200 and not told.json()["warnings"]

        await _until(ready)
        await owner.execute("alter table store.timer rename to lost")
        await _until(warns)
        assert (await client.get(f"{admin}/readyz")).status_code == 200
        assert (await client.get(f"{counters}/c", headers=authorization)).status_code == 404
        await owner.execute("alter table store.lost rename to timer")
        await _until(ready)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0
    await owner.close()


@pytest.mark.servers
async def test_a_service_starts_while_nobody_can_sign_in_and_goes_on(
    environment: dict[str, str], authorization: dict[str, str]
) -> None:
    async with Loopback().serving() as loopback, httpx.AsyncClient() as client:
        issuer = loopback.issuer()
        issuer.down = True
        async with _serving(environment | environment_with(issuer)) as process:
            ports = await _line(process, "serving")
            counter = f"http://127.0.0.1:{ports['http_port']}/v1/counters/c"
            token = {"Authorization": f"Bearer {issuer.token(clock_of('system').now())}"}
            assert (await client.get(counter, headers=authorization)).status_code == 404
            assert (await client.get(counter, headers=token)).status_code == 503
            told = await client.get(f"http://127.0.0.1:{ports['admin_port']}/readyz")
            assert "does not answer" in told.json()["warnings"]["issuer"]
            issuer.down = False

            async def admitted() -> bool:
                return (await client.get(counter, headers=token)).status_code == 404

            await _until(admitted)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0
