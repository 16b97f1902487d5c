"""What waits for a person: how much of it there is, from the services that keep it, and the page where it is done."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.routes.shared import not_there
from console.pages.visit import Visiting

router = APIRouter()


class Queue(NamedTuple):
    """A list of an API whose rows wait, and where they are decided."""

    title: str
    path: str
    query: Mapping[str, str]
    page: str


QUEUES: Mapping[str, Queue] = {
    "receipts": Queue("Payments to review", "/v1/receipts", {"state": "review"}, "/payments"),
    "payments": Queue(
        "Payments to allocate", "/v1/payments", {"ambiguous": "true"}, "/payments/ambiguous"
    ),
    "approvals": Queue(
        "Write-offs and bank accounts to approve",
        "/v1/approvals",
        {"state": "requested"},
        "/approvals?kind=approvals",
    ),
    "last-resorts": Queue(
        "Last resorts to approve",
        "/v1/last-resorts",
        {"state": "proposed"},
        "/approvals?kind=last-resorts",
    ),
    "exceptions": Queue(
        "Exceptions to approve",
        "/v1/exceptions",
        {"state": "requested"},
        "/approvals?kind=exceptions",
    ),
    "disputes": Queue(
        "Disputes past their day", "/v1/disputes", {"overdue": "true"}, "/disputes?overdue=true"
    ),
    "plan-offers": Queue(
        "Instalments asked for", "/v1/plan-offers", {"state": "referred"}, "/plan-offers"
    ),
    "endpoints": Queue(
        "Disabled webhook endpoints",
        "/v1/webhook-endpoints",
        {"state": "disabled"},
        "/webhooks?state=disabled",
    ),
}


@router.get("/queues/{name}")
async def show_queue(name: str, visit: Visiting) -> Response:
    if name not in QUEUES:
        raise not_there("queue")
    return RedirectResponse(QUEUES[name].page, 303)
