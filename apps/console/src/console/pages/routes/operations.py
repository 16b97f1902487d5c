"""How the services are: lags, projections, what is parked and who is away."""

import asyncio
from typing import Any, NamedTuple

from fastapi import APIRouter
from prometheus_client.parser import text_string_to_metric_families
from starlette.responses import Response

from console.pages.render import page, part
from console.pages.tables import csv_answer, number_in
from console.pages.visit import Visit, Visiting

router = APIRouter()
OPERATORS = "keys:write"
"""Whoever may make keys administers the tenant; nobody else changes what a service was told."""
LAGS = {
    "recoup_relay_lag_seconds": "relay",
    "recoup_consumer_lag_seconds": "consumer",
    "recoup_projection_lag_seconds": "projection",
    "recoup_parked_messages": "parked",
}


class Health(NamedTuple):
    """One service as it says it is."""

    name: str
    state: str
    lags: dict[str, float]
    remarks: list[str]
    parked: list[dict[str, Any]]
    closed: bool
    """Whether what is parked there is shown to its own machine alone."""
    builds: list[dict[str, Any]]
    """Of its read models."""


@router.get("/operations")
async def operations(visit: Visiting) -> Response:
    """Platform figures are everybody's; of what is parked, only the reader's own tenant's."""
    found = await _all(visit)
    return page(
        visit,
        "operations.html",
        services=found,
        parked=[row for health in found for row in health.parked],
        may_change=visit.may(OPERATORS),
    )


@router.get("/operations/parts/read-models")
async def read_models(visit: Visiting) -> Response:
    """Asks for itself again while one is being built."""
    return part(visit, "parts/read_models.html", services=await _all(visit))


async def _all(visit: Visit) -> list[Health]:
    names = visit.ports.settings.console_admin_addresses
    return list(await asyncio.gather(*(_health(visit, name) for name in names)))


async def _health(visit: Visit, name: str) -> Health:
    port, tenant = visit.private(name), visit.principal.tenant
    assert port is not None, "it has an address"
    ready, metrics, parked, builds = await asyncio.gather(
        port.get("/readyz"),
        port.text("/metrics", "text/plain"),
        port.get("/parked", tenant=tenant, limit="50"),
        port.get("/projections"),
    )
    if not metrics.done or not isinstance(metrics.body, str):
        return Health(name, "does not answer", {}, [], [], closed=False, builds=[])
    health = ready.body if isinstance(ready.body, dict) else {}
    remarks = [*health.get("complaints", {}).values(), *health.get("warnings", {}).values()]
    mine = [{**row, "service": name} for row in parked.rows if row.get("tenant") == tenant]
    state = "ready" if ready.done else "not ready"
    closed = parked.status == 403
    return Health(name, state, _lags(metrics.body), remarks, mine, closed, builds.rows)


def _lags(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        if family.name in LAGS:
            found[LAGS[family.name]] = sum(sample.value for sample in family.samples)
    return found


ACTION = ("at", "actor", "method", "path", "customer_id", "http_status", "code")
ROWS, FILE_ROWS = 100, 10_000
"""Of a page, and of a file."""


@router.get("/actions")
async def actions(visit: Visiting) -> Response:
    """What people had the console do."""
    visit.principal.require("actions:read")
    before = number_in(visit.request.query_params.get("before"), 2**62, 0, 2**62)
    as_file = visit.request.query_params.get("format") == "csv"
    most = FILE_ROWS if as_file else ROWS
    async with visit.reading() as connection:
        rows = await connection.fetch(
            "select place, at, actor, method, path, customer_id, http_status, code from console.action"
            " where place < $1 order by place desc limit $2",
            before,
            most + 1,
        )
    if as_file:
        cells = ([row[name] for name in ACTION] for row in rows[:most])
        return csv_answer("actions.csv", [ACTION, *cells])
    more = rows[most - 1]["place"] if len(rows) > most else None
    return page(visit, "actions.html", rows=rows[:most], more=more)
