"""A customer's statement: every movement with what was owed after it, as of a day."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.boards import Board, Column, show_board
from console.pages.routes.shared import PORTFOLIO, not_there
from console.pages.visit import Visiting

router = APIRouter()


@router.get("/customers/{id}/statement")
async def statement(id: str, visit: Visiting) -> Response:
    async with visit.reading() as connection:
        customer = await connection.fetchrow(PORTFOLIO["customer"], id)
    if customer is None:
        raise not_there("customer")
    board = Board(
        "Statement",
        f"/v1/customers/{id}/statement",
        (
            Column("Reference", lambda row: row["reference"]),
            Column("Counts from", lambda row: row["date"], "day"),
            Column("What", lambda row: row["kind"], "words"),
            Column("Recorded on", lambda row: row["recorded_on"], "day", optional=True),
            Column("Creditor", lambda row: row["creditor_id"], "name", optional=True),
            Column("Amount", lambda row: row["amount"], "amount"),
            Column("Owed after it", lambda row: row["balance"], "amount"),
        ),
        "Nothing moved in this time.",
        lambda row: _leads(row, id),
        passes=("as_of", "from_date", "known_on", "currency", "creditor"),
        template="statement.html",
        id="reference",
    )
    return await show_board(visit, board, customer=customer)


def _leads(row: Mapping[str, Any], id: str) -> str:
    """To what moved it."""
    if row["invoice_id"]:
        return f"/invoices/{row['invoice_id']}"
    if row["payment_id"]:
        return f"/payments/of-customers/{row['payment_id']}"
    return f"/customers/{id}?kind=money"
