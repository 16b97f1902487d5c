"""What is recorded of contact rounds for this service alone."""

from datetime import datetime

from pydantic import Field

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, CustomerId, RoundId


class RoundPlanned(Event, type="contact_round.planned.v1"):
    """Something waits for the customer's round of a day; a second turn takes what came late."""

    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    turn: int = Field(ge=1)
    planned_for: datetime


class RoundEnded(Event, type="contact_round.ended.v1"):
    """The reminders were requested; with none the round was silent."""

    round_id: RoundId
    customer_id: CustomerId
    items: int = Field(ge=0)
    reminders: int = Field(ge=0)
    ended_at: datetime
