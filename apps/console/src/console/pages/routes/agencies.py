"""Agencies and what is placed with them: proposed, approved, recalled, and what comes of it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import Board, Column, Filter, names_of, show_board
from console.pages.render import page, part
from console.pages.routes.shared import not_there, read_card
from console.pages.service_apis import curl
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
PLACEMENTS = Board(
    "Placements",
    "/v1/placements",
    (
        Column("Customer", lambda row: row["customer_id"]),
        Column("State", lambda row: row["state"], "state"),
        Column("Proposed", lambda row: row["created_at"], "moment", "created_at", optional=True),
        Column("Placed", lambda row: row["placed"], "amount", optional=True),
        Column("Owed now", lambda row: row["balance"], "amount"),
    ),
    "Nothing is placed with an agency here. A rule or a person proposes it, and a second person approves.",
    filters=(
        Filter(
            "state",
            "Which placements",
            (
                ("proposed", "To approve"),
                ("offered", "Offered"),
                ("placed", "At the agency"),
                ("recalling", "Being recalled"),
                ("returned", "Returned"),
                ("recalled", "Recalled"),
                ("", "All"),
            ),
        ),
    ),
    template="placements.html",
    opens="placement",
)
REMITTANCES = Board(
    "Remittances",
    "/v1/remittances",
    (
        Column("Reference", lambda row: row["reference"]),
        Column("Agency", lambda row: row["agency_name"], optional=True),
        Column("State", lambda row: row["state"], "state"),
        Column("Reported", lambda row: row["opened_on"], "day", "opened_on", optional=True),
        Column("Net", lambda row: row["net"], "amount", optional=True),
        Column("In transit", lambda row: row["in_transit"], "amount"),
    ),
    "No agency has money of yours: what was announced has arrived.",
    filters=(
        Filter(
            "state",
            "Which remittances",
            (
                ("in_transit", "In transit"),
                ("short", "Short"),
                ("over", "Over"),
                ("cleared", "Cleared"),
                ("", "All"),
            ),
        ),
    ),
    template="placements.html",
    opens="remittance",
)


@router.get("/agencies")
async def agencies(visit: Visiting) -> Response:
    """Each with its terms, how well it treats debtors, and what it recovers."""
    listed, report = await asyncio.gather(
        visit.api.get("/v1/agencies", limit="100"), visit.api.get("/v1/agency-report")
    )
    by_agency: dict[str, list[Mapping[str, Any]]] = {}
    for each in report.rows:
        by_agency.setdefault(each["agency_id"], []).append(each)
    call = curl(visit.api.base, "GET", "/v1/agency-report")
    return page(
        visit, "agencies.html", agencies=listed, report=report, results=by_agency, curl=call
    )


@router.get("/placements")
async def placements(visit: Visiting) -> Response:
    opened = visit.request.query_params.get("placement", "")
    return await show_board(visit, PLACEMENTS, opened=opened, cards="/placements/cards")


@router.get("/placements/remittances")
async def remittances(visit: Visiting) -> Response:
    opened = visit.request.query_params.get("remittance", "")
    return await show_board(visit, REMITTANCES, opened=opened, cards="/placements/money")


@router.get("/placements/cards/{id}")
async def placement_card(id: str, visit: Visiting) -> Response:
    """What was placed and under which terms, what the agency did, and what may be done."""
    found = await read_card(
        visit, f"/v1/placements/{id}", "placement", f"/placements?state=all&placement={id}"
    )
    body = found.body if found.done else {}
    reports, agency = await asyncio.gather(
        visit.api.get(f"/v1/placements/{id}/reports", limit="50"),
        visit.api.get(f"/v1/agencies/{body.get('agency_id', '')}"),
    )
    names = await names_of(visit, [body, *body.get("items", [])])
    return part(
        *(visit, "parts/placement_card.html"),
        placement=found,
        id=id,
        names=names,
        reports=reports,
        agency=agency,
        decided={each["external_id"] for each in body.get("offers_decided", [])},
        once=new_id(),
    )


@router.get("/placements/money/{id}")
async def remittance_card(id: str, visit: Visiting) -> Response:
    """What was announced, what arrived, and what to do about the difference."""
    in_list = f"/placements/remittances?state=all&remittance={id}"
    found = await read_card(visit, f"/v1/remittances/{id}", "remittance", in_list)
    return part(visit, "parts/remittance_card.html", remittance=found, id=id, once=new_id())


@router.post("/placements/cards/{id}/{move}")
async def move_placement(id: str, move: str, visit: Visiting) -> Response:
    """Approve, reject or recall it, as the form says; a recall has a deadline."""
    form = await visit.request.form()
    reason = str(form.get("reason") or "").strip()
    days = str(form.get("days") or "")
    number = int(days) if days.isdecimal() and len(days) < 4 else 7
    bodies: Mapping[str, tuple[dict[str, Any], str]] = {
        "approval": ({"answer_days": number}, "Approved: it is offered to the agency."),
        "rejection": ({"reason": reason}, "Rejected: whatever was done before goes on."),
        "recall": (
            {"reason": reason, "report_days": number},
            f"Recalled: the agency may report and remit for {number} days more.",
        ),
    }
    if move not in bodies:
        raise not_there("placement")
    body, done = bodies[move]
    return await _done(visit, f"/v1/placements/{id}/{move}", body, done)


@router.post("/placements/offers/{id}")
async def decide_offer(id: str, visit: Visiting) -> Response:
    """Whether the debtor may settle for what it offered the agency."""
    form = await visit.request.form()
    accepted = form.get("accepted") == "true"
    body = {"accepted": accepted, "reason": str(form.get("reason") or "").strip()}
    path = f"/v1/placements/{id}/offers/{form.get('external_id')}/decision"
    return await _done(visit, path, body, "Decided: the agency is told at once.")


@router.post("/placements/money/{id}/settlement")
async def settle(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    body = {"reason": str(form.get("reason") or "").strip()}
    done = "Settled: nothing more of it is awaited."
    return await _done(visit, f"/v1/remittances/{id}/settlement", body, done)


async def _done(visit: Visit, path: str, body: Mapping[str, Any], done: str) -> Response:
    form = await visit.request.form()
    customer = str(form.get("customer_id") or "") or None
    answer = await act(visit, "POST", path, body, customer, str(form.get("version") or "*"))
    shown = curl(visit.api.base, "POST", path, body)
    found = part(visit, "parts/result.html", answer=answer, done=done, curl=shown)
    if answer.done:
        found.headers["HX-Trigger"] = "row-done"
    return found
