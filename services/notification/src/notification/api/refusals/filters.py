"""Which refusals a list is to show."""

from typing import Annotated

from fastapi import Query


class RefusalFilter:
    """``wanted: Annotated[RefusalFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        rule: Annotated[str | None, Query(examples=["house-quiet-hours"])] = None,
        customer_id: Annotated[
            str | None, Query(description="Recoup's id of the customer.")
        ] = None,
        invoice_id: Annotated[str | None, Query(description="Recoup's id of the invoice.")] = None,
    ) -> None:
        self.arguments = (rule, customer_id, invoice_id)
        """In the order of the statement's parameters."""
