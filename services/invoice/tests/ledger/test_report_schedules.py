"""Scheduled reports over HTTP: made at their hour, once each time, and read as files."""

import csv
from collections.abc import Awaitable, Callable
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.reports import senders
from invoice.reports.senders import ReportEffect
from recoup_events.invoice.report import ReportMade
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.ports import START, Store
from recoup_files.folder import FolderStore
from recoup_testing.contacted import refused, sent
from recoup_testing.contested import opened
from recoup_testing.planned import agreed
from recoup_testing.promised import broken, promised

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Receive = Callable[..., Awaitable[None]]
PassDays = Callable[[int], Awaitable[None]]
DAILY = {"every": "day", "hour": 7, "time_zone": "Europe/Berlin"}
AGING = {"external_id": "AGING", "name": "Aging", "report": "aging", "rhythm": DAILY}


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
    await receive(promised(contested, 60_00))
    await receive(refused(contested))
    kinds = ("aging", "cash_forecast", "plans", "disputes", "promises", "contacts")
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


async def test_a_promise_is_reported_until_a_quarter_after_its_day(
    erp: AsyncClient, issue: Do, send: Do, receive: Receive, mornings: PassDays
) -> None:
    invoice = await issue("SO-1", "100.00", due_date="2026-01-05")
    await receive(promised(invoice, 60_00))
    await send("/v1/report-schedules", {**AGING, "report": "promises"})
    await mornings(1)
    (made,) = await runs(erp)
    (row,) = await read_csv(erp, made)
    assert (row["state"], row["promised"], row["open"]) == ("open", "60.00", "60.00")
    await receive(broken(invoice, 60_00, left=25_00))
    await mornings(1)
    (row,) = await read_csv(erp, (await runs(erp))[0])
    assert (row["state"], row["due_on"], row["open"]) == ("broken", "2026-01-09", "25.00")
    await mornings(100)
    await mornings(1)
    assert await read_csv(erp, (await runs(erp))[0]) == []


async def test_contacts_are_counted_by_week_and_by_the_rule_that_refused(
    erp: AsyncClient, issue: Do, send: Do, receive: Receive, mornings: PassDays
) -> None:
    invoice = await issue("SO-1", "100.00", due_date="2026-01-05")
    for each in (refused(invoice), refused(invoice), sent(invoice)):
        await receive(each)
    await send("/v1/report-schedules", {**AGING, "report": "contacts"})
    await mornings(1)
    (made,) = await runs(erp)
    rows = [(r["week"], r["what"], r["detail"], r["times"]) for r in await read_csv(erp, made)]
    assert rows == [("2026-01-05", "refused", "de3-hours", "2"), ("2026-01-05", "sent", "", "1")]
    await mornings(100)
    await mornings(1)
    assert await read_csv(erp, (await runs(erp))[0]) == []


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
    erp: AsyncClient, issue: Do, send: Do, mornings: PassDays, store: Store, folder: FolderStore
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
    for file in made.files:
        kept = await folder.get(file.key)
        assert kept == (await erp.get(f"{run['files'][0]['path'][:-3]}{file.name[-3:]}")).content
    assert [file.name[-3:] for file in made.files] == [file["format"] for file in run["files"]]
