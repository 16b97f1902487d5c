"""A reminder whose step attaches something."""

from collections.abc import Awaitable, Callable

import pytest

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_testing.document_sets import COPY, LETTER

Receive = Callable[[Event], Awaitable[None]]


@pytest.fixture
async def chased(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    """A reminder whose step attaches the letter and a copy of the invoice."""
    (item,) = requested.items
    item = item.model_copy(update={"attachments": (COPY, LETTER)})
    for event in (registered, issued, requested.model_copy(update={"items": (item,)})):
        await receive(event)
