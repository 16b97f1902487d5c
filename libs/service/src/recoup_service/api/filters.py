"""What lists can be narrowed by, the same in every service."""

from typing import Annotated

from fastapi import Query

from recoup_events.kernel.ids import CreditorId, TenantId, creditor_id_of
from recoup_events.kernel.money import Currency
from recoup_service.api.fields import ISO_4217, Day

OfCustomer = Annotated[str | None, Query(description="Recoup's id of the customer.")]
OfParent = Annotated[
    str | None, Query(description="Only of customers right below this one, by Recoup's id.")
]
OfInvoice = Annotated[str | None, Query(description="Recoup's id of the invoice.")]
InCurrency = Annotated[
    Currency | None, Query(description="ISO 4217 code.", json_schema_extra=ISO_4217)
]
OfCreditor = Annotated[
    str | None, Query(description="Only of the creditor with this code; of all if left out.")
]

OfSource = Annotated[
    str | None, Query(description="Only what this system sent; of all if left out.")
]

ValueDateFrom = Annotated[Day | None, Query(description="Of this value date or a later one.")]
ValueDateTo = Annotated[Day | None, Query(description="Of this value date or an earlier one.")]

ForCreditor = Annotated[
    str | None,
    Query(description="Your code of a creditor, for what is its own; the tenant's if left out."),
]


def creditor_id_or_none(tenant: TenantId, code: str | None) -> CreditorId | None:
    """The creditor of a code, where a list is narrowed to one."""
    return None if code is None else creditor_id_of(tenant, code)
