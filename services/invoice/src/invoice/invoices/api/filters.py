"""Which invoices a list is to show."""

from typing import Annotated, Any

from fastapi import Query

from invoice.invoices.domain.invoice import InvoiceState
from invoice.invoices.domain.payment_reference import compact
from recoup_events.invoice import Chase
from recoup_events.kernel.ids import TenantId
from recoup_service.api.fields import Day
from recoup_service.api.filters import (
    InCurrency,
    OfCreditor,
    OfCustomer,
    OfParent,
    OfSource,
    creditor_id_or_none,
)
from recoup_service.api.search import Search


class InvoiceFilter:
    """``wanted: Annotated[InvoiceFilter, Depends()]``; what is left out does not narrow the list."""

    def __init__(
        self,
        external_id: Annotated[str | None, Query(description="Your id of the invoice.")] = None,
        source: OfSource = None,
        customer_id: OfCustomer = None,
        state: Annotated[
            InvoiceState | None,
            Query(
                description="`open` is not yet due; `overdue` is past due; `written_off` is owed and not "
                "expected any more; `continued` is asked for on another invoice."
            ),
        ] = None,
        currency: InCurrency = None,
        due_from: Annotated[Day | None, Query(description="Due on this day or later.")] = None,
        due_to: Annotated[Day | None, Query(description="Due on this day or earlier.")] = None,
        number: Annotated[str | None, Query(description="As printed on the invoice.")] = None,
        purchase_order: Annotated[
            str | None, Query(description="The customer's purchase order.")
        ] = None,
        chase: Annotated[
            Chase | None, Query(description="`on_release`: those that wait to be released.")
        ] = None,
        search: Search = None,
        creditor: OfCreditor = None,
        parent_id: OfParent = None,
        payment_reference: Annotated[
            str | None, Query(description="What payers are asked to name; spaces do not count.")
        ] = None,
    ) -> None:
        self._own = (
            *(external_id, customer_id, state, currency, due_from, due_to),
            *(number, purchase_order, chase),
        )
        self._creditor, self._parent_id = creditor, parent_id
        self.source, self.search = source, search
        self.payment_reference = None if payment_reference is None else compact(payment_reference)

    def arguments(self, tenant: TenantId) -> tuple[Any, ...]:
        """In the order of the statement's parameters."""
        return (*self._own, creditor_id_or_none(tenant, self._creditor), self._parent_id)
