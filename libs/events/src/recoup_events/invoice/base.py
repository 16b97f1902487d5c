"""What all events of the invoice service have in common."""

from recoup_events.kernel.event import Event


class InvoiceEvent(Event, owner="invoice"):
    """An event of the invoice service."""
