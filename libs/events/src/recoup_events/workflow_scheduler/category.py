"""Categories: why a customer does not pay, as far as what has happened tells."""

from datetime import date, datetime
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class Category(StrEnum):
    """Why a customer does not pay."""

    UNORGANIZED = "unorganized"
    """It would pay, and loses sight of it."""
    GOING_OUT_OF_BUSINESS = "going_out_of_business"
    """It cannot pay, or soon will not be able to."""
    ANGRY = "angry"
    """It could pay and does not want to."""
    UNDECIDED = "undecided"
    """The evidence is too little, or speaks for several."""


class Points(Value):
    """How much speaks for each category."""

    unorganized: int = 0
    going_out_of_business: int = 0
    angry: int = 0


class WeighedEvidence(Value):
    """One thing that happened, and how much it speaks for each category on the day of weighing."""

    kind: str
    """As the table of weights names it."""
    event_id: str
    event_type: str
    happened_on: date
    """The day, UTC."""
    points: Points


class CustomerCategorised(WorkflowSchedulerEvent, type="customer.categorised.v1"):
    """Another category holds from now on: by the evidence, by a person, or because that ended."""

    customer_id: CustomerId
    category: Category
    before: Category
    overridden: bool
    """A person has said so; the scores are what the evidence says."""
    scores: Points
    evidence: tuple[WeighedEvidence, ...]
    weights_version: str
    """Of the table of weights that was used."""


class CategoryOverridden(
    AboutPerson, WorkflowSchedulerEvent, type="customer.category_overridden.v1"
):
    """A person says why the customer does not pay; the evidence is weighed on, and does not count."""

    subject = "customer_id"

    customer_id: CustomerId
    category: Category
    reason: Personal[str]
    until: date | None
    """The last day on which it holds, in the customer's calendar; ``None``: until it is taken back."""
    overridden_by: str


class CategoryOverrideEnded(WorkflowSchedulerEvent, type="customer.category_override_ended.v1"):
    """The evidence counts again."""

    customer_id: CustomerId
    ended_by: str | None
    """``None``: its last day has passed."""
    ended_at: datetime
