"""Which messages a list is to show."""

from typing import Annotated

from fastapi import Query

from notification.messages.domain.message import MessageState
from recoup_events.kernel.channels import Channel
from recoup_service.api.filters import OfCustomer, OfInvoice


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
    ) -> None:
        self.arguments = (customer_id, invoice_id, channel, state, person_id)
        """In the order of the statement's parameters."""
