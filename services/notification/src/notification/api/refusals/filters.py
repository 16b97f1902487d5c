"""Which refusals a list is to show."""

from typing import Annotated

from fastapi import Query

from recoup_service.api.filters import OfCustomer, OfInvoice


class RefusalFilter:
    """``wanted: Annotated[RefusalFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        rule: Annotated[
            str | None,
            Query(description="The rule that held it back.", examples=["house-quiet-hours"]),
        ] = None,
        customer_id: OfCustomer = None,
        invoice_id: OfInvoice = None,
    ) -> None:
        self.arguments = (rule, customer_id, invoice_id)
        """In the order of the statement's parameters."""
