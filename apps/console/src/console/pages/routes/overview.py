"""The overview: the number first, then why, then what to do."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.figures import BUCKETS, by_creditor, by_currency
from console.pages.lines import READS as TIMELINE
from console.pages.lines import lines_of
from console.pages.render import page, part
from console.pages.routes.queues import QUEUES
from console.pages.routes.shared import PORTFOLIO, creditors
from console.pages.visit import Visit, Visiting
from recoup_events.kernel.currencies import EXPONENTS

router = APIRouter()
WEEKS = 12
LATEST = 14


@router.get("/")
async def overview(visit: Visiting) -> Response:
    today = visit.writing.today(visit.now)
    midnight = _midnight(visit, today)
    async with visit.reading() as connection:
        aged = await connection.fetch(PORTFOLIO["aging"], today, visit.creditor)
        cases = await connection.fetch(PORTFOLIO["cases"])
        counts = await connection.fetch(TIMELINE["counts"], midnight, midnight + timedelta(days=1))
        begin = midnight - timedelta(weeks=WEEKS)
        zone = visit.writing.zone.key
        paid = await connection.fetch(
            TIMELINE["by_day"], begin, midnight + timedelta(days=1), zone, "payment"
        )
        rows = await connection.fetch(TIMELINE["latest"], 0, LATEST)
        lines = await lines_of(connection, rows, visit.writing)
        known = await creditors(connection)
    totals = by_currency(aged)
    return page(
        visit,
        "overview.html",
        totals=totals,
        aged=by_creditor(aged),
        buckets=BUCKETS,
        creditors=known,
        cases=_by_kind(cases),
        today_counts=_today(counts),
        chart=_chart(paid, totals[0].currency) if totals and paid else None,
        chart_from=int(begin.timestamp()),
        chart_to=int(midnight.timestamp()) + 86_400,
        currency=totals[0].currency if totals else None,
        paid=[row for row in paid if totals and row["currency"] == totals[0].currency],
        lines=lines,
        place=max((line.place for line in lines), default=0),
    )


@router.get("/parts/needs-you")
async def needs_you(visit: Visiting) -> Response:
    """How much of each queue there is, from the services that keep it."""
    answers = await asyncio.gather(
        *(visit.api.get(queue.path, limit="50", **queue.query) for queue in QUEUES.values())
    )
    needs = [
        (name, queue, len(answer.rows), bool(answer.done and answer.body.get("has_more")), answer)
        for (name, queue), answer in zip(QUEUES.items(), answers, strict=True)
    ]
    return part(visit, "parts/needs_you.html", needs=needs)


def _midnight(visit: Visit, today: Any) -> datetime:
    return datetime.combine(today, time(), visit.writing.zone)


def _by_kind(cases: Sequence[Any]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in cases:
        key = (row["kind"], row["state"])
        found[key] = found.get(key, 0) + row["number"]
    return found


def _today(counts: Sequence[Any]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for row in counts:
        found.setdefault(row["kind"], []).append((row["detail"], row["number"]))
    return found


def _chart(paid: Sequence[Any], currency: str) -> str:
    """Days and whole amounts, as the picture's script reads them."""
    scale = 10 ** EXPONENTS.get(currency, 2)
    mine = [row for row in paid if row["currency"] == currency]
    days = [int(datetime.combine(row["day"], time()).timestamp()) for row in mine]
    return json.dumps([days, [row["amount"] // scale for row in mine]])
