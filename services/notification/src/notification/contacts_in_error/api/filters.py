"""Which contacts in error a list is to show."""

from datetime import date
from typing import Annotated

from fastapi import Query

from notification.contacts_in_error.api.schemas import ShownState
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import TenantId
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none


class ErrorFilter:
    """``wanted: Annotated[ErrorFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        customer_id: OfCustomer = None,
        invoice_id: Annotated[
            str | None,
            Query(description="Only where too much was asked for of this invoice, or charge."),
        ] = None,
        booking_id: Annotated[
            str | None,
            Query(
                description="Only those that this payment, credit note, dispute or plan shows.",
                examples=["pay_9f0c"],
            ),
        ] = None,
        channel: Annotated[Medium | None, Query(description="How it went.")] = None,
        state: Annotated[
            ShownState | None,
            Query(
                description="`open` are still to be dealt with. If left out, those that were right "
                "after all are left out as well, unless `updated_since` is sent."
            ),
        ] = None,
        left_from: Annotated[
            Day | None, Query(description="Left on this day or later, in the debtor's calendar.")
        ] = None,
        left_until: Annotated[Day | None, Query(description="Left on this day or earlier.")] = None,
        creditor: OfCreditor = None,
    ) -> None:
        self._own = (customer_id, invoice_id, booking_id, channel, state, left_from, left_until)
        self._creditor = creditor

    def arguments(self, tenant: TenantId) -> tuple[str | date | None, ...]:
        """In the order of the statement's parameters."""
        return (*self._own, creditor_id_or_none(tenant, self._creditor))
