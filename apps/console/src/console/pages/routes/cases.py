"""What disputes, plans and promises have in common: a board with counts, a page of one, and ending it."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import Board, names_of, show_board
from console.pages.lines import Line, lines_of, recorded
from console.pages.render import part
from console.pages.routes.shared import PORTFOLIO, not_there
from console.pages.service_apis import curl
from console.pages.visit import Visit
from recoup_service.ids import new_id

HISTORY = 15


async def show_cases(visit: Visit, board: Board, kind: str, **context: Any) -> Response:
    """The board, with how many there are in each state, and what they come to."""
    async with visit.reading() as connection:
        sums = await connection.fetch(PORTFOLIO["case_counts"], kind)
    counts: dict[str, int] = {}
    for row in sums:
        counts[row["state"]] = counts.get(row["state"], 0) + row["number"]
    running = [row for row in sums if row["state"] in ("open", "running", "suspended")]
    return await show_board(
        visit,
        board,
        kind=kind,
        counts=counts,
        running=[r for r in running if r["amount"]],
        **context,
    )


async def read_case(visit: Visit, path: str, what: str) -> dict[str, Any]:
    """One of them as its service has it, and what pages of it share."""
    answer = await visit.api.get(path)
    if answer.status == 404:
        raise not_there(what)
    body = answer.body if answer.done else {}
    return {
        "answer": answer,
        "body": body,
        "names": await names_of(visit, [body] if body else []),
        "lines": await _happened(visit, body) if body else [],
        "of": body.get("customer_id", ""),
        "more": None,
        "once": new_id(),
        "curl": curl(visit.api.base, "GET", path),
    }


async def _happened(visit: Visit, body: Mapping[str, Any]) -> Sequence[Line]:
    """The latest about its invoice, or, where it has several, about its customer."""
    invoice = body.get("invoice_id")
    async with visit.reading() as connection:
        rows = await recorded(connection, body["customer_id"], HISTORY, invoice_id=invoice)
        return await lines_of(connection, rows, visit.writing)


async def end_case(visit: Visit, path: str, body: Mapping[str, Any], done: str) -> Response:
    """Ask for it with the version that was looked at: what has changed since is not decided unseen."""
    form = await visit.request.form()
    customer_id = str(form.get("customer_id") or "") or None
    version = str(form.get("version") or "*")
    answer = await act(visit, "POST", path, body, customer_id, version=version)
    shown = curl(visit.api.base, "POST", path, body)
    return part(visit, "parts/result.html", answer=answer, done=done, curl=shown)


async def reason_in(visit: Visit) -> str:
    form = await visit.request.form()
    return str(form.get("reason") or "").strip()
