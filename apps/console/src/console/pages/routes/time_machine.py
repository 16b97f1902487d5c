"""The time machine: what was owed, by whom, and what happened, as of a day gone by."""

import asyncio
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.lines import READS as TIMELINE
from console.pages.lines import lines_of
from console.pages.render import page
from console.pages.routes.shared import creditors
from console.pages.service_apis import curl
from console.pages.visit import Visit, Visiting

router = APIRouter()
LINES = 40
AT_ONCE = "50"


@router.get("/time-machine")
async def time_machine(visit: Visiting) -> Response:
    """As it is known by now, or as it was known then: what was booked late is left out."""
    query, today = visit.request.query_params, visit.writing.today(visit.now)
    day = min(_day_in(query.get("day"), today - timedelta(days=1)), today)
    as_of = {"as_of": day.isoformat()}
    if query.get("known") == "then":
        as_of["known_on"] = day.isoformat()
    before = {"cursor": query["cursor"][:500]} if "cursor" in query else {}
    aging, customers, happened = await asyncio.gather(
        visit.api.get("/v1/aging", **as_of, by_creditor="true"),
        visit.api.get("/v1/aging/customers", **as_of, **before, limit=AT_ONCE),
        _happened(visit, day),
    )
    lines, known = happened
    return page(
        visit,
        "time_machine.html",
        day=day,
        days=_around(day, today),
        known_then="known_on" in as_of,
        aging=aging,
        customers=customers,
        lines=lines,
        creditors=known,
        curl=curl(visit.api.base, "GET", f"/v1/aging?as_of={day}&by_creditor=true"),
    )


def _day_in(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise


def _around(day: date, today: date) -> Sequence[tuple[str, date]]:
    """Where one may want to go from here."""
    end = day.replace(day=1) - timedelta(days=1)
    this_end = day.replace(day=monthrange(day.year, day.month)[1])
    steps = (
        ("a day before", day - timedelta(days=1)),
        ("a day later", day + timedelta(days=1)),
        ("a week before", day - timedelta(days=7)),
        ("the end of the month before", end),
        ("the end of the month", this_end),
        ("today", today),
    )
    return [(label, each) for label, each in steps if each <= today and each != day]


async def _happened(visit: Visit, day: date) -> tuple[Any, Any]:
    """On that day where the reader is, the latest first."""
    begin = datetime.combine(day, time.min, tzinfo=visit.writing.zone)
    async with visit.reading() as connection:
        rows = await connection.fetch(TIMELINE["of_day"], begin, begin + timedelta(days=1), LINES)
        return await lines_of(connection, rows, visit.writing), await creditors(connection)
