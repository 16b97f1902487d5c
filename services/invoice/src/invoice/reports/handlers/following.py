"""Reads what other services have said of customers: what they promised, and how they were contacted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from invoice.reports.domain.contacts import ContactsOfCustomer
from invoice.reports.domain.promises import KnownPromise
from invoice.reports.handlers.forecasting import AT_A_TIME, FIRST, READS, Wanted
from recoup_eventstore.postgres.scope import Connection

LOOKED_BACK: Final = timedelta(days=91)


async def known_promises(
    connection: Connection, wanted: Wanted
) -> AsyncIterator[tuple[str, KnownPromise]]:
    """Those that are open, and those whose day was in the last quarter, each with its customer."""
    after, since = FIRST, f"{wanted.today - LOOKED_BACK}"
    narrowed = (wanted.creditor_id, wanted.currency, since, AT_A_TIME)
    while rows := await connection.fetch(READS["promises"], *after, *narrowed):
        for row in rows:
            yield row["customer_id"], KnownPromise.model_validate_json(row["content"])
        after = (rows[-1]["customer_id"], rows[-1]["id"])


async def contacts_of_customers(connection: Connection) -> AsyncIterator[ContactsOfCustomer]:
    after = ""
    while rows := await connection.fetch(READS["contacts"], after, AT_A_TIME):
        for row in rows:
            yield ContactsOfCustomer.model_validate_json(row["content"])
        after = rows[-1]["customer_id"]
