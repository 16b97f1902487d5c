"""What is recorded of contact rounds for this service alone."""

from datetime import datetime

from pydantic import Field

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, CustomerId, RoundId
from workflow_scheduler.contact_rounds.domain.commands import Entry


class RoundPlanned(Event, type="contact_round.planned.v1"):
    """Something waits for the customer's round of a day; a second turn takes what came late."""

    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    turn: int = Field(ge=1)
    planned_for: datetime


class CopyAsked(Event, type="contact_round.copy_asked.v1"):
    """A copy of an invoice, or what else is sent beside the steps, waits for the round, with the words around it."""

    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    entry: Entry


class RoundEnded(Event, type="contact_round.ended.v1"):
    """The reminders were requested; with none the round was silent."""

    round_id: RoundId
    customer_id: CustomerId
    items: int = Field(ge=0)
    reminders: int = Field(ge=0)
    ended_at: datetime
