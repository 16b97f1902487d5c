import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import ASGITransport, AsyncClient

from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_service.admin import admin_app
from recoup_service.observability.heartbeats import STUCK_SECONDS, Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import RELAY_LAG
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi
from recoup_service.run_until_stopped import running
from recoup_service.startup_checks import standing_warnings
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, SetAlarm
from recoup_testing.loops import eventually


class Fake(PollingLoop):
    name = "fake"

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self.woken = False
        self.fails: Exception | None = None
        self.turned = asyncio.Event()

    async def step(self) -> int:
        self.turned.set()
        if self.fails is not None:
            raise self.fails
        return 0

    async def quiet(self) -> bool:
        return not self.busy

    def wake(self) -> None:
        self.woken = True
        super().wake()


class Elapsed:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
def loop() -> Fake:
    return Fake()


@pytest.fixture
def watch(elapsed: Elapsed, http: HttpMetrics, command_runner: CommandRunner, loop: Fake) -> Watch:
    watch = Watch(http, Heartbeats(elapsed))
    watch.command_runner, watch.loops = command_runner, [loop]
    return watch


@pytest.fixture
async def admin(watch: Watch) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(admin_app(watch, OperatorApi(watch.http)))
    async with AsyncClient(transport=transport, base_url="http://admin") as client:
        yield client


async def test_a_starting_process_is_alive_but_not_ready(admin: AsyncClient, watch: Watch) -> None:
    watch.command_runner, watch.loops, watch.starting = None, [], "migrations have not run"
    assert (await admin.get("/livez")).status_code == 200
    ready = await admin.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["complaints"] == {"process": "migrations have not run"}
    quiet = (await admin.get("/quiet")).json()
    assert quiet == {"quiet": False, "next_moment": None, "work": 0}


async def test_ready_means_that_no_check_complains(admin: AsyncClient, watch: Watch) -> None:
    complaint: str | None = None

    async def check() -> str | None:
        return complaint

    watch.checks["consumer"] = check
    assert (await admin.get("/readyz")).status_code == 200
    complaint = "waits for its partitions"
    ready = await admin.get("/readyz")
    assert (ready.status_code, ready.json()["complaints"]) == (503, {"consumer": complaint})


async def test_a_leaving_process_is_sent_nothing_new(admin: AsyncClient, watch: Watch) -> None:
    watch.leaving = True
    assert (await admin.get("/readyz")).status_code == 503
    assert (await admin.get("/livez")).status_code == 200


async def test_a_warning_is_told_and_keeps_nobody_from_being_served(
    admin: AsyncClient, watch: Watch
) -> None:
    watch.warnings = [lambda: {"recoup.invoice[0]": "1000 messages are parked"}]
    ready = await admin.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["warnings"] == {"recoup.invoice[0]": "1000 messages are parked"}


async def test_a_loop_that_stands_still_for_too_long_is_stuck(
    admin: AsyncClient, elapsed: Elapsed, loop: Fake
) -> None:
    assert (await admin.get("/livez")).status_code == 200
    elapsed.seconds = STUCK_SECONDS + 1
    stuck = await admin.get("/livez")
    assert (stuck.status_code, stuck.json()) == (503, {"stuck": ["fake"]})
    assert (await admin.get("/readyz")).json()["complaints"] == {"loop fake": "is stuck"}
    loop.beats += 1
    assert (await admin.get("/livez")).status_code == 200


async def test_quiet_needs_every_loop_and_every_request_done(
    admin: AsyncClient, loop: Fake, http: HttpMetrics
) -> None:
    assert (await admin.get("/quiet")).json()["quiet"] is True
    loop.busy = True
    assert (await admin.get("/quiet")).json()["quiet"] is False
    loop.busy, http.in_flight = False, 1
    assert (await admin.get("/quiet")).json()["quiet"] is False


async def test_being_asked_wakes_a_loop_that_rests_although_there_is_work(
    admin: AsyncClient, loop: Fake
) -> None:
    await admin.get("/quiet")
    assert not loop.woken
    loop.busy = True
    await admin.get("/quiet")
    assert loop.woken


async def test_quiet_tells_the_next_moment_and_counts_all_work(
    admin: AsyncClient, command_runner: CommandRunner, loop: Fake, clock: TurnedClock
) -> None:
    account, now = Account(TenantId("acme"), "c"), clock.now()
    async with command_runner.work() as work:
        await work.lock([account])
        cause = Cause(at=now, actor="test", correlation_id=command_runner.new_id())
        alarm = SetAlarm(at=now + timedelta(days=1))
        await work.execute(COUNTER, COUNTER.stream(account.tenant, "c", "c"), alarm, cause)
    loop.done = 4
    told = (await admin.get("/quiet")).json()
    assert told == {"quiet": True, "next_moment": "2026-01-06T09:00:00+00:00", "work": 5}


async def test_metrics_show_what_can_be_seen_while_a_server_is_away(
    admin: AsyncClient, watch: Watch
) -> None:
    async def clouded() -> list[Sample]:
        raise Unavailable("no connection")

    async def clear() -> list[Sample]:
        return [Sample(RELAY_LAG, 7)]

    watch.gauges = [clouded, clear]
    text = (await admin.get("/metrics")).text
    assert "recoup_relay_lag_events 7.0" in text
    assert "http_server_active_requests 0.0" in text
    assert 'recoup_loop_heartbeat_age_seconds{loop="fake"} 0.0' in text


async def test_loops_run_as_long_as_the_block_and_end_with_it(loop: Fake) -> None:
    async with asyncio.timeout(5), running([loop]):
        await loop.turned.wait()
    assert loop.beats > 0
    assert not [task for task in asyncio.all_tasks() if task.get_name() == loop.name]


@pytest.mark.parametrize("error", [Unavailable("no connection"), ZeroDivisionError("a bug")])
async def test_no_error_ends_a_loop_and_readyz_warns_of_one_that_fails(
    loop: Fake, error: Exception
) -> None:
    warnings = standing_warnings([loop])
    loop.fails = error
    async with asyncio.timeout(5), running([loop]):
        await loop.turned.wait()
        await eventually(lambda: _holds(bool(warnings())))
        assert str(error) in warnings()["loop fake"]
        loop.fails = None
        await eventually(lambda: _holds(not warnings()))


async def _holds(condition: bool) -> bool:
    return condition
