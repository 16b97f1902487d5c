"""A text to Ada that was just handed to its provider."""

from collections.abc import Awaitable, Callable
from typing import Any

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects


async def text_sent(
    receive: Callable[[Event], Awaitable[None]],
    known: tuple[CustomerRegistered, InvoiceIssued],
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    sink: Any,
) -> str:
    """Its id."""
    as_text = {"channel": Channel.SMS, "template": "sms_nudge"}
    for event in (*known, requested.model_copy(update=as_text)):
        await receive(event)
    await effects.step()
    return str(sink.postings[-1].message_id)
