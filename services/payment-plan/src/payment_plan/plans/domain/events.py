"""What is recorded of plans for this service alone."""

from datetime import date

from pydantic import AwareDatetime

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import PlanId


class ConditionsFollowed(Event, type="plan.conditions_followed.v1"):
    """The customer's conditions were looked at; what lies behind their next change waits for it."""

    plan_id: PlanId
    since: date
    """The day on which the plan was agreed: what was before does not move it."""
    next_change_at: AwareDatetime | None
