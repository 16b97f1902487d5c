"""Scheduled reports over HTTP: made at their hour, once each time, and read as files."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.report_schedules.domain.run import MAKE, REPORT_RUN
from invoice.reports import senders
from invoice.reports.senders import ReportEffect
from recoup_documents.renderer import Renderer
from recoup_events.invoice.report import ReportMade
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.ports import START, Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.timers import Ticker
from recoup_service import batch_effect
from recoup_service.api.reading import writing_from
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.contested import opened
from recoup_testing.loops import drained
from recoup_testing.planned import agreed

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Receive = Callable[..., Awaitable[None]]
PassDays = Callable[[int], Awaitable[None]]
DAILY = {"every": "day", "hour": 7, "time_zone": "Europe/Berlin"}
AGING = {"external_id": "AGING", "name": "Aging", "report": "aging", "rhythm": DAILY}


@pytest.fixture
def effect(
    command_runner: CommandRunner, clock: TurnedClock, reading: Reading, pools: Pools
) -> ReportEffect:
    ports = Ports(command_runner, clock, reading, writing_from(pools))
    return ReportEffect(ports, Renderer())


@pytest.fixture
async def mornings(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    effect: ReportEffect,
    follow: Follow,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[PassDays]:
    """So many days pass before the service looks again, and makes what is due."""
    monkeypatch.setattr(batch_effect, "LOOKS", 1)
    ticker = Ticker(command_runner, clock, "system:invoice", service.timer_handlers)
    loop: Effects[Any, Any] = Effects(command_runner, clock, "invoice", REPORT_RUN, MAKE, effect)

    async def passed(days: int) -> None:
        clock.turn(timedelta(days=days))
        while not await ticker.quiet():
            await ticker.step()
        await follow()
        await drained(loop)
        await follow()

    yield passed
    effect._renderer.close()


async def runs(erp: AsyncClient, **query: str) -> list[Shown]:
    answer = await erp.get("/v1/report-runs", params=query)
    assert answer.is_success, answer.text
    found: list[Shown] = answer.json()["data"]
    return found


async def read_csv(erp: AsyncClient, run: Shown) -> list[dict[str, str]]:
    (file,) = (each for each in run["files"] if each["format"] == "csv")
    answer = await erp.get(file["path"])
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert sha256(answer.content).hexdigest() == file["sha256"]
    return [*csv.DictReader(StringIO(answer.text))]


async def test_a_report_is_made_at_its_hour_and_again_the_next_day(
    erp: AsyncClient, issue: Do, send: Do, mornings: PassDays
) -> None:
    await issue("SO-1", "100.00", due_date="2026-01-05")
    scheduled = await send("/v1/report-schedules", AGING)
    assert (scheduled["state"], scheduled["next_at"]) == ("active", "2026-01-06T06:00:00Z")
    await mornings(1)
    (run,) = await runs(erp)
    assert (run["state"], run["as_of"], run["rows"]) == ("made", "2026-01-06", 1)
    assert run == (await erp.get(f"/v1/report-runs/{run['id']}")).json()
    (row,) = await read_csv(erp, run)
    assert (row["customer"], row["1-30"], row["total"]) == ("C-1", "100.00", "100.00")
    assert (row["current"], row["on_account"]) == ("0.00", "0.00")
    await mornings(1)
    latest, earlier = await runs(erp, schedule_id=scheduled["id"])
    assert (latest["as_of"], earlier) == ("2026-01-07", run)
    (listed,) = (await erp.get("/v1/report-schedules")).json()["data"]
    assert listed == (await erp.get(f"/v1/report-schedules/{scheduled['id']}")).json()
    assert listed["next_at"] == "2026-01-08T06:00:00Z"


async def test_mornings_that_were_missed_are_one_report(
    erp: AsyncClient, customer: Shown, send: Do, mornings: PassDays
) -> None:
    await send("/v1/report-schedules", AGING)
    await mornings(4)
    (run,) = await runs(erp)
    assert run["due_at"] == "2026-01-06T06:00:00Z"


async def test_it_is_changed_paused_and_deleted(
    erp: AsyncClient, customer: Shown, send: Do, mornings: PassDays
) -> None:
    path = f"/v1/report-schedules/{(await send('/v1/report-schedules', AGING))['id']}"
    monthly = {**DAILY, "every": "month", "day": 31}
    body = {"name": "Month", "report": "disputes", "rhythm": monthly, "creditor": "default"}
    changed = (await erp.put(path, json=body)).json()
    assert (changed["name"], changed["next_at"]) == ("Month", "2026-01-31T06:00:00Z")
    assert (await send(f"{path}/pause", {}))["next_at"] is None
    await mornings(40)
    assert await runs(erp) == []
    assert (await send(f"{path}/resume", {}))["next_at"] == "2026-02-28T06:00:00Z"
    assert (await erp.delete(path)).json()["state"] == "deleted"
    await mornings(40)
    assert await runs(erp) == []
    assert (await erp.get("/v1/report-schedules")).json()["data"] == []
    again = await erp.put(path, json=body)
    assert (again.status_code, again.json()["code"]) == (409, "report_schedule_refused")


async def test_what_fits_no_rhythm_or_nobody_is_refused(erp: AsyncClient, customer: Shown) -> None:
    wrongs: tuple[Shown, ...] = (
        {"rhythm": {**DAILY, "weekday": "monday"}},
        {"rhythm": {**DAILY, "every": "week"}},
        {"rhythm": {**DAILY, "every": "month"}},
        {"rhythm": {**DAILY, "time_zone": "Bavaria"}},
        {"creditor": "nobody"},
        {"formats": []},
    )
    for wrong in wrongs:
        answer = await erp.post("/v1/report-schedules", json={**AGING, **wrong})
        assert answer.status_code == 422, answer.text


async def test_every_report_is_made_as_csv_and_as_pdf(
    erp: AsyncClient, issue: Do, send: Do, receive: Receive, mornings: PassDays
) -> None:
    contested = await issue("SO-1", "100.00", due_date="2026-01-20")
    planned = await issue("SO-2", "90.00", due_date="2026-01-20")
    await receive(opened(contested, 40_00))
    schedule = {"2026-01-14": 30_00, "2026-01-21": 60_00}
    await receive(agreed([(planned, 90_00)], schedule))
    kinds = ("aging", "cash_forecast", "plans", "disputes")
    for kind in kinds:
        body = {"external_id": kind, "report": kind, "formats": ["csv", "pdf"]}
        await send("/v1/report-schedules", {**AGING, **body})
    await mornings(1)
    made = {run["report"]: run for run in await runs(erp, state="made")}
    assert made.keys() == set(kinds)
    for run in made.values():
        pdf = await erp.get(f"/v1/report-runs/{run['id']}/files/pdf")
        assert pdf.content.startswith(b"%PDF-")
    (dispute,) = await read_csv(erp, made["disputes"])
    assert (dispute["contested"], dispute["owed"]) == ("40.00", "100.00")
    plans = await read_csv(erp, made["plans"])
    assert [(row["due_on"], row["open"]) for row in plans] == [
        ("2026-01-14", "30.00"),
        ("2026-01-21", "60.00"),
    ]
    forecast = await read_csv(erp, made["cash_forecast"])
    expected = {row["expected"]: row["total"] for row in forecast if row["total"] != "0.00"}
    assert expected == {"2026-01-12": "30.00", "2026-01-19": "120.00", "contested": "40.00"}


async def test_a_report_that_is_too_large_is_refused_with_what_to_do(
    erp: AsyncClient, issue: Do, send: Do, mornings: PassDays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "LARGEST", 50)
    await issue("SO-1")
    await send("/v1/report-schedules", AGING)
    await mornings(1)
    (run,) = await runs(erp, state="refused")
    assert "Narrow the report" in run["reason"]
    answer = await erp.get(f"/v1/report-runs/{run['id']}/files/csv")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_file")


async def test_what_breaks_off_after_the_file_was_kept_leads_to_one_report(
    erp: AsyncClient,
    issue: Do,
    send: Do,
    mornings: PassDays,
    effect: ReportEffect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await issue("SO-1")
    await send("/v1/report-schedules", AGING)
    record, crashes = effect.record, [Unavailable("the database went away")]

    async def dying(*arguments: Any) -> None:
        if crashes:
            raise crashes.pop()
        await record(*arguments)

    monkeypatch.setattr(effect, "record", dying)
    await mornings(1)
    assert not crashes
    (run,) = await runs(erp)
    assert (run["state"], run["as_of"]) == ("made", "2026-01-06")
    assert len(await read_csv(erp, run)) == 1


async def test_a_name_that_a_spreadsheet_would_run_is_text(
    erp: AsyncClient, issue: Do, send: Do, bolts: Shown, mornings: PassDays
) -> None:
    name = "=cmd|'/c calc'!A1"
    other = await send("/v1/customers", {**bolts, "external_id": "C-2", "name": name})
    await issue("SO-1", customer_id=other["id"])
    await send("/v1/report-schedules", AGING)
    await mornings(1)
    (run,) = await runs(erp)
    (row,) = await read_csv(erp, run)
    assert row["name"] == f"'{name}"


async def test_those_who_are_to_know_are_named_once_with_the_sums(
    erp: AsyncClient, issue: Do, send: Do, mornings: PassDays, store: Store
) -> None:
    await issue("SO-1", "100.00", due_date="2026-01-05")
    addresses = ["ada@sandmann.example", "ben@sandmann.example", "ada@sandmann.example"]
    scheduled = await send("/v1/report-schedules", {**AGING, "recipients": addresses})
    assert scheduled["recipients"] == addresses[:2]
    await mornings(1)
    feed = [positioned.envelope.event for positioned in await store.feed(START, 100)]
    (made,) = [event for event in feed if isinstance(event, ReportMade)]
    assert (made.recipients, made.rows) == (tuple(addresses[:2]), 1)
    assert made.summary == ("Total EUR: 100.00",)
    (run,) = await runs(erp)
    assert made.paths == tuple(file["path"] for file in run["files"])
