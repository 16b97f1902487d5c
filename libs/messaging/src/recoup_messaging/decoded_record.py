"""A received record after reading it: understood, or with what is wrong with it."""

from typing import NamedTuple

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.parked import Reason
from recoup_messaging.cloudevents import Heading
from recoup_messaging.records import ConsumerRecord


class DecodedRecord(NamedTuple):
    """Either ``envelope`` or, with a ``problem``, as far as it could be read."""

    received: ConsumerRecord
    heading: Heading | None = None
    envelope: Envelope[Event] | None = None
    problem: str = ""
    reason: Reason = Reason.UNREADABLE
    """What kind of problem, if there is one."""
