"""What is recorded of charging for this service alone."""

from datetime import date

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId


class ChargingScheduled(Event, type="charging.scheduled.v1"):
    """On this day it is looked again whether something is to be charged for the invoice."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    on: date
    time_zone: str
    waits_for: str | None = None
    """Why something was not charged that fell due to be."""


class ChargingEnded(Event, type="charging.ended.v1"):
    """Nothing more is charged for the invoice by itself, until it becomes overdue again."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    reason: str
