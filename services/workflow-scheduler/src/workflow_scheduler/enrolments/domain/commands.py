"""What may be asked of an enrolment."""

from collections.abc import Mapping
from datetime import date, datetime, time

from recoup_compliance.conditions import StandingCondition
from recoup_events.invoice import Chase, Taken
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    RoundId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Outcome, PauseCause, RunReason, Step
from workflow_scheduler.enrolments.domain.enrolment import Enrolment


class Timed(Command):
    """Everything asked of an enrolment says when, for its clock may stop or start."""

    now: datetime


class StartEnrolment(Timed):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    creditor_id: CreditorId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    contact_hour: time | None
    alone_until: datetime
    chase: Chase = Chase.NOW
    chase_from: date | None = None
    taken: Taken | None = None
    due_date: date
    time_zone: str
    balance: Money
    continues: Enrolment | None = None
    """The enrolment of the receivable that it continues or is charged for, as that stands."""
    reason: RunReason = RunReason.ISSUED


class TakeDueSteps(Timed):
    """Take what is planned for now or before, or for the round that is held now."""

    round_id: RoundId | None = None


class FollowChase(Timed):
    """Its owner decided anew when it is chased."""

    chase: Chase
    chase_from: date | None


class FollowTerms(Timed):
    """It is due on another day, or the debtor's days are those of another place."""

    due_date: date | None = None
    time_zone: str


class FollowOwed(Timed):
    """Chase what is owed now, without what disputes and plans set aside now."""

    balance: Money
    set_aside: Mapping[tuple[PauseCause, str], Money]
    """By cause and its id."""
    outcome: Outcome = Outcome.PAID
    """What it means when nothing is owed."""
    reason: RunReason = RunReason.REOPENED
    """Why something is owed again."""


class FollowConditions(Timed):
    """Stop, or go on, as the customer's conditions say that are in force now."""

    in_force: tuple[StandingCondition, ...]


class Hold(Timed):
    """A person pauses a stated amount, or everything."""

    reason: str
    amount: Money | None = None


class Release(Timed):
    """A person ends the hold."""


class Stop(Timed):
    """A person ends the chase for good."""

    reason: str


ChaseCommand = (
    StartEnrolment | TakeDueSteps | FollowConditions | FollowChase | FollowTerms | FollowOwed
)


class StartRun(Timed):
    """A person has it chased once more, from the beginning of a workflow."""

    reason: RunReason
    note: str
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    contact_hour: time | None
    alone_until: datetime
    time_zone: str | None
    """The debtor's; ``None`` where nothing is known of it."""


Intervention = Hold | Release | Stop


EnrolmentCommand = ChaseCommand | Intervention | StartRun
