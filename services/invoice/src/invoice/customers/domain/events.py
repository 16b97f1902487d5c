"""What is recorded of customers for this service alone."""

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId


class TimeZoneChanged(Event, type="customer.time_zone_changed.v1"):
    """The customer's days begin at other moments; what waits for a day follows."""

    customer_id: CustomerId
    time_zone: str
