"""What a simulation tries, and what came of it for some customers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, WorkflowId
from recoup_events.workflow_scheduler import Step
from workflow_scheduler.assignments.domain.rules import RulesDocument
from workflow_scheduler.contact_policies.domain.contact_policy import ContactPolicy
from workflow_scheduler.simulations.domain.differences import Difference
from workflow_scheduler.simulations.domain.response import ResponseModel
from workflow_scheduler.simulations.domain.tally import Count


class TriedWorkflow(Value):
    """What new invoices are put on: a published workflow, or steps that nobody has published."""

    workflow_id: WorkflowId
    name: str
    version: int = Field(default=1, ge=1)
    steps: tuple[Step, ...]


class Policy(Value):
    """What is tried; what is left out stays as it was."""

    workflow: TriedWorkflow | None = None
    """Every new invoice is put on it; with ``assignment``, only its default."""
    assignment: RulesDocument | None = None
    """The rules that choose workflows."""
    contact_policy: ContactPolicy | None = None
    rules_version: str | None = None
    """An archived set of rules."""
    rules_as_of: date | None = None
    """The rules as they were in force on a day, on every day."""

    @property
    def is_live(self) -> bool:
        """Nothing is tried, so nothing may differ."""
        return self == Policy()


class Selection(Value):
    """Whose past it is; empty is everybody's."""

    customers: tuple[CustomerId, ...] = ()
    creditor_id: CreditorId | None = None
    sample_percent: int = Field(default=100, ge=1, le=100)
    """By a digest of the customer's id: the same sample in every simulation."""


class Trial(Value):
    """All that decides what comes of it."""

    begins: AwareDatetime
    ends: AwareDatetime
    before: Policy = Policy()
    """What it is compared with: as it was, unless said otherwise."""
    after: Policy = Policy()
    selection: Selection = Selection()
    response: ResponseModel | None = None
    minutes: Mapping[str, int] = Field(default_factory=dict)
    """Of a task, by its kind."""


class Row(Value):
    """One message or task that is not the same under both."""

    customer_id: CustomerId
    day: date
    change: Literal["added", "dropped", "blocked", "unblocked"]
    channel: str
    template: str
    level: int
    items: int
    rule: str | None


class Faults(Value):
    """What did not fit, or could not be read."""

    broken: int = 0
    unfit: int = 0
    as_recorded: int = 0
    named: tuple[str, ...] = ()
    """The first of the broken ones: type, id, and what was wrong."""


class Result(Value):
    """Of some customers; results add up, in whatever order and however many processes."""

    customers: int = 0
    enrolments: int = 0
    changed_customers: int = 0
    """Whose course is another one."""
    messages_same: int = 0
    messages_added: int = 0
    messages_dropped: int = 0
    compared: int = 0
    """Customers whose replay was held against what was recorded."""
    differing: int = 0
    difference: Difference | None = None
    """The first one, by the name of its stream."""
    counts: tuple[Count, ...] = ()
    faults: Faults = Faults()


MOST_NAMED = 20


def first_of(one: Difference | None, other: Difference | None) -> Difference | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda each: each.place)


def named(*faults: Sequence[str]) -> tuple[str, ...]:
    """The first of all, in order, so that it makes no difference who came first."""
    return tuple(sorted(each for some in faults for each in some)[:MOST_NAMED])
