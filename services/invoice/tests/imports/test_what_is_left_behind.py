"""An import that fails is resumed, and its files and rows are forgotten in their time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.imports.handlers.files import Files
from invoice.imports.handlers.forgetting import Forgetting
from invoice.ledger.projection import RECEIVABLES
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import ParkedFilter
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_service.service import Background
from recoup_testing.clock import TurnedClock
from recoup_testing.read_models import catch_up

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Bring = Callable[..., Awaitable[tuple[Shown, list[Shown]]]]
Announce = Callable[..., Awaitable[Shown]]
Finish = Callable[[str], Awaitable[Shown]]
ROW: Shown = {
    "external_id": "C-1",
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
}
KEPT = timedelta(days=30)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """The step that applies rows has a bug, or has none any more."""
    right = Files.next_rows

    async def wrong(*_: object) -> None:
        raise KeyError("secret of a customer")

    return lambda is_broken: monkeypatch.setattr(Files, "next_rows", wrong if is_broken else right)


async def failed(bring: Bring, broken: Callable[[bool], None]) -> Shown:
    broken(True)
    job, _ = await bring([ROW], kind="customer")
    return job


async def test_a_step_with_a_bug_fails_the_import_and_parks_nothing(
    bring: Bring, broken: Callable[[bool], None], command_runner: CommandRunner
) -> None:
    job = await failed(bring, broken)
    assert job["state"] == "failed"
    assert "KeyError" in job["reason"]
    assert "secret" not in job["reason"]
    assert not await command_runner.store.list_parked(0, 9, ParkedFilter())


async def test_it_is_resumed_where_it_failed(
    bring: Bring,
    broken: Callable[[bool], None],
    erp: AsyncClient,
    finish: Finish,
    store: Store,
    pools: Pools,
) -> None:
    job = await failed(bring, broken)
    await catch_up(store, pools, RECEIVABLES)
    [listed] = (await erp.get("/v1/imports", params={"state": "failed"})).json()["data"]
    assert (listed["id"], listed["reason"]) == (job["id"], job["reason"])
    resume = f"/v1/imports/{job['id']}/resume"
    resumed = (await erp.post(resume)).json()
    assert (resumed["state"], resumed["reason"]) == ("applying", None)
    assert (await erp.post(resume)).json()["state"] == "applying", "it is under way already"
    broken(False)
    done = await finish(job["id"])
    assert (done["state"], done["counts"]["created"]) == ("completed", 1)
    await catch_up(store, pools, RECEIVABLES)
    assert (await erp.get("/v1/imports")).json()["data"][0]["state"] == "completed"
    refused = await erp.post(resume)
    assert (refused.status_code, refused.json()["code"]) == (409, "import_refused")


async def test_what_has_failed_may_be_cancelled_and_sent_anew(
    bring: Bring, broken: Callable[[bool], None], erp: AsyncClient
) -> None:
    job = await failed(bring, broken)
    cancelled = (await erp.post(f"/v1/imports/{job['id']}/cancel")).json()
    assert cancelled["state"] == "cancelled"
    broken(False)
    again, _ = await bring([ROW], kind="customer")
    assert (again["id"], again["state"]) == (job["id"], "completed")


@pytest.fixture
def forgetting(pools: Pools, clock: TurnedClock, command_runner: CommandRunner) -> Forgetting:
    return Forgetting(Background(pools, clock, command_runner), KEPT, 3 * KEPT)


async def missing(erp: AsyncClient, job: Shown) -> int:
    found: int = (await erp.get(f"/v1/imports/{job['id']}/chunks")).json()["missing"]
    return found


async def test_the_file_of_a_dry_run_is_kept_for_its_time(
    bring: Bring, erp: AsyncClient, forgetting: Forgetting, clock: TurnedClock
) -> None:
    job, _ = await bring([ROW], kind="customer", dry_run=True)
    clock.turn(KEPT)
    assert (await forgetting.step(), await missing(erp, job)) == (0, 0)
    clock.turn(timedelta(seconds=1))
    assert (await forgetting.step(), await missing(erp, job)) == (1, 1)
    assert await forgetting.step() == 0


async def test_a_file_goes_as_a_whole_once_its_latest_chunk_is_old(
    announce: Announce,
    erp: AsyncClient,
    forgetting: Forgetting,
    clock: TurnedClock,
) -> None:
    job = await announce(b"x" * 1_500_000, kind="customer")
    clock.turn(KEPT + timedelta(seconds=1))
    other = await announce(b"y" * 10, kind="customer")
    assert (await missing(erp, job), await missing(erp, other)) == (0, 0)
    assert await forgetting.step() == 1
    assert (await missing(erp, job), await missing(erp, other)) == (2, 0)


async def test_what_became_of_each_row_is_forgotten_in_its_time_and_the_counts_stay(
    bring: Bring, erp: AsyncClient, forgetting: Forgetting, clock: TurnedClock
) -> None:
    job, rows = await bring([ROW], kind="customer")
    assert [row["outcome"] for row in rows] == ["created"]
    clock.turn(3 * KEPT)
    assert await forgetting.step() == 0
    other, _ = await bring([{**ROW, "external_id": "C-2"}], kind="customer")
    clock.turn(timedelta(seconds=1))
    assert [await forgetting.step() for _ in range(3)] == [1, 1, 0]
    gone = await erp.get(f"/v1/imports/{job['id']}/rows")
    assert (gone.status_code, gone.json()["code"]) == (404, "rows_forgotten")
    assert (await erp.get(f"/v1/imports/{job['id']}")).json()["counts"]["created"] == 1
    assert (await erp.get(f"/v1/imports/{other['id']}/rows")).text.count("created") == 1


async def test_the_same_file_once_more_keeps_its_rows_for_their_time_again(
    bring: Bring,
    broken: Callable[[bool], None],
    erp: AsyncClient,
    forgetting: Forgetting,
    clock: TurnedClock,
) -> None:
    job = await failed(bring, broken)
    await erp.post(f"/v1/imports/{job['id']}/cancel")
    clock.turn(3 * KEPT + timedelta(seconds=1))
    broken(False)
    again, _ = await bring([ROW], kind="customer")
    assert again["id"] == job["id"]
    assert await forgetting.step() == 0
    assert (await erp.get(f"/v1/imports/{job['id']}/rows")).text.count("created") == 1
