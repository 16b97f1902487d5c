"""When an invoice is chased: at once, from a day on, once it is released, or never."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, ReceivableId


class Chase(StrEnum):
    NOW = "now"
    FROM = "from"
    ON_RELEASE = "on_release"
    NEVER = "never"


class Taken(Value):
    """What was done about an invoice before Recoup received it; it counts as steps taken."""

    level: int = Field(default=0, ge=0, le=9)
    """How far reminding had come: 0 not begun, 1 the first reminder, and so on."""
    last_contact_on: date | None = None
    """The day, in the debtor's calendar, of the last reminder by whatever means."""


class InvoiceChaseChanged(InvoiceEvent, type="invoice.chase_changed.v1"):
    """From now on the invoice is chased as this event says; after ``never`` none follows."""

    invoice_id: InvoiceId
    receivable_ids: tuple[ReceivableId, ...]
    """Of all its terms."""
    customer_id: CustomerId
    chase: Chase
    chase_from: date | None = None
    """With ``from``, the first day of chasing in the debtor's calendar."""
