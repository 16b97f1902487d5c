"""What is recorded of customers for this service alone."""

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId


class ChildAdded(Event, type="customer.child_added.v1"):
    """Another customer named this one its parent."""

    customer_id: CustomerId
    child_id: CustomerId


class ChildRemoved(Event, type="customer.child_removed.v1"):
    """It is no longer the parent of that one."""

    customer_id: CustomerId
    child_id: CustomerId


class TimeZoneChanged(Event, type="customer.time_zone_changed.v1"):
    """The customer's days begin at other moments; what waits for a day follows."""

    customer_id: CustomerId
    time_zone: str
