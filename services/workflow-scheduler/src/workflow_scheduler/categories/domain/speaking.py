"""The events after which a customer is weighed anew: those of others, and those of this service."""

from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from workflow_scheduler.categories.domain import evidence, unpaid

SPEAKING: tuple[type[Event], ...] = tuple(dict.fromkeys((*evidence.RECEIVED, *unpaid.FOLLOWED)))
SPEAKING_HERE = tuple(each for each in evidence.OWN if each is not ReminderRequested)
"""A reminder speaks once its invoice is paid."""
