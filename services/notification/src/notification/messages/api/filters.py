"""Which messages a list is to show."""

from typing import Annotated

from fastapi import Query

from notification.messages.domain.message_state import MessageState
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import TenantId
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none


class MessageFilter:
    """``wanted: Annotated[MessageFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        customer_id: OfCustomer = None,
        invoice_id: OfInvoice = None,
        channel: Annotated[Channel | None, Query(description="How the message goes.")] = None,
        state: Annotated[
            MessageState | None, Query(description="`waiting` and `held` are still to be decided.")
        ] = None,
        person_id: Annotated[
            str | None, Query(description="Only those to this person.", examples=["per_71c2"])
        ] = None,
        creditor: OfCreditor = None,
        in_doubt: Annotated[
            bool | None,
            Query(
                description="`true`: an attempt ended without anybody knowing whether it arrived."
            ),
        ] = None,
        lacks_attachments: Annotated[
            bool | None,
            Query(
                description="Only those that went without something that was to go along, or only others."
            ),
        ] = None,
    ) -> None:
        self._own = (customer_id, invoice_id, channel, state, person_id)
        self._creditor = creditor
        self._flags = (in_doubt, lacks_attachments)

    def arguments(self, tenant: TenantId) -> tuple[str | bool | None, ...]:
        """In the order of the statement's parameters."""
        return (*self._own, creditor_id_or_none(tenant, self._creditor), *self._flags)
