"""What lists can be narrowed by, the same in every service."""

from typing import Annotated

from fastapi import Query

from recoup_events.kernel.money import Currency

OfCustomer = Annotated[str | None, Query(description="Recoup's id of the customer.")]
OfInvoice = Annotated[str | None, Query(description="Recoup's id of the invoice.")]
InCurrency = Annotated[Currency | None, Query(description="ISO 4217 code.")]
OfCreditor = Annotated[
    str | None, Query(description="Only of the creditor with this code; of all if left out.")
]
