"""What several pages read alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from console.pages.service_apis import Answer
from console.pages.visit import Elsewhere, Visit
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.problems import Problem

PORTFOLIO = named_queries("console.portfolio", "queries.sql")


async def creditors(connection: Connection) -> Mapping[str, str]:
    """By id, what each is called."""
    return {row["id"]: row["name"] for row in await connection.fetch(PORTFOLIO["creditors"])}


async def owed(
    connection: Connection, ids: Sequence[str], today: date, creditor: str | None
) -> Mapping[str, list[dict[str, Any]]]:
    """By customer, what is owed and overdue in each currency."""
    rows = await connection.fetch(PORTFOLIO["owed_of"], ids, creditor)
    late = await connection.fetch(PORTFOLIO["overdue_of"], ids, today, creditor)
    overdue = {(row["customer_id"], row["currency"]): row["overdue"] for row in late}
    found: dict[str, dict[str, dict[str, Any]]] = {id: {} for id in ids}
    for row in rows:
        id, currency = row["customer_id"], row["currency"]
        sums = found[id].setdefault(
            currency, {"currency": currency, "owed": 0, "overdue": overdue.get((id, currency), 0)}
        )
        sums["owed"] += row["owed"]
    return {id: list(sums.values()) for id, sums in found.items()}


async def read_card(visit: Visit, path: str, what: str, in_list: str) -> Answer:
    """What a card is about; asked for as a page, the card opens in the list it stands in."""
    if not visit.is_part:
        raise Elsewhere(in_list)
    answer = await visit.api.get(path)
    if answer.status == 404:
        raise not_there(what)
    return answer


def not_there(what: str) -> Problem:
    """Somebody else's thing and none at all are told alike."""
    return Problem(
        404,
        "not_found",
        f"There is no such {what} here. If it has just been made, look again in a moment; else search for it by its "
        "number or name (Ctrl-K).",
    )
