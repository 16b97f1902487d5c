"""What may be asked of a contact round."""

from datetime import date, datetime

from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, RoundId
from recoup_events.workflow_scheduler import Item, Remind
from workflow_scheduler.contact_policies.domain.contact_policy import Bundling


class PlanRound(Command):
    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    at: datetime


class Entry(Value):
    """A step that was taken in the round, and how it is to be sent."""

    remind: Remind
    item: Item
    due_date: date
    apart: bool = False
    """A message of its own, whatever else falls due in the round."""


class AskCopy(Command):
    """Something is sent beside the steps, such as the invoice once more: it comes with the next round."""

    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    at: datetime
    entry: Entry


class RequestReminders(Command):
    now: datetime
    entries: tuple[Entry, ...]
    bundling: Bundling
    more: bool
    """Others still wait, for another turn."""


RoundCommand = PlanRound | AskCopy | RequestReminders
