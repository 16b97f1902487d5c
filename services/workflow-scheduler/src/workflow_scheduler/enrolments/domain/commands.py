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
    TaskId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Measure, Outcome, PauseCause, RunReason, Step
from workflow_scheduler.assignments.domain.entry import Entry
from workflow_scheduler.debtors.domain.facts import DebtorFacts
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.escalations.domain.evidence import Evidence


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
    issue_date: date
    entry: Entry = Entry()
    due_date: date
    time_zone: str
    country: str | None = None
    subdivision: str | None = None
    balance: Money
    continues: Enrolment | None = None
    """The enrolment of the receivable that it continues or is charged for, as that stands."""
    reason: RunReason = RunReason.ISSUED


class TakeDueSteps(Timed):
    """Take what is planned for now or before, or for the round that is held now."""

    round_id: RoundId | None = None
    evidence: Evidence | None = None
    """What is known to have arrived; without it nothing is held for want of proof."""
    facts: DebtorFacts = DebtorFacts()
    """What steps with conditions ask about."""


class TakeRepeats(Timed):
    """Ask for the calls that come again."""


class FollowChase(Timed):
    """Its owner decided anew when it is chased."""

    chase: Chase
    chase_from: date | None


class FollowTerms(Timed):
    """It is due on another day, or the debtor's days are those of another place."""

    due_date: date | None = None
    time_zone: str
    country: str | None = None
    subdivision: str | None = None


class FollowOwed(Timed):
    """Chase what is owed now, without what disputes and plans set aside now."""

    balance: Money
    set_aside: Mapping[tuple[PauseCause, str], Money]
    """By cause and its id."""
    outcome: Outcome = Outcome.PAID
    """What it means when nothing is owed."""
    reason: RunReason = RunReason.REOPENED
    """Why something is owed again."""
    by_payment: bool = False
    """Money has come, or was taken back."""


class FollowConditions(Timed):
    """Stop, or go on, as the customer's conditions say that are in force now."""

    in_force: tuple[StandingCondition, ...]


class FollowExceptions(Timed):
    """Leave it out, or go on, as the exceptions from the policy say that hold now."""

    reasons: Mapping[str, str]
    """By the id of each exception for which it is not chased."""


class Hold(Timed):
    """A person pauses a stated amount, or everything."""

    reason: str
    amount: Money | None = None


class Release(Timed):
    """A person ends the hold."""


class ReleaseStep(Timed):
    """A person lets the step that is held go on without proof."""

    reason: str


class Stop(Timed):
    """A person ends the chase for good."""

    reason: str


class Hasten(Timed):
    """A promise was broken: go on at once."""

    harder: bool
    """With the first step that is firmer than the latest one."""


class PauseFor(Timed):
    """Chase nothing of it for a cause of this service's own, until that ends."""

    cause: PauseCause
    cause_id: str
    reason: str


class EndPause(Timed):
    """The cause is gone; it may be so already."""

    cause: PauseCause
    cause_id: str


ChaseCommand = (
    PauseFor
    | EndPause
    | StartEnrolment
    | TakeDueSteps
    | FollowConditions
    | FollowExceptions
    | FollowChase
    | FollowTerms
    | FollowOwed
    | Hasten
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


class Move(Timed):
    """Its run goes on on another workflow, or on the latest version of its own."""

    reason: str
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    contact_hour: time | None
    level: int | None = None
    """The first level that may come; ``None`` for what follows from the level reached."""
    milder_reason: str | None = None
    """Why that may be milder than what was done before."""


class EndAs(Timed):
    """Two people chose what is done when nothing milder is left."""

    outcome: Outcome
    reason: str


class TakeMeasure(Timed):
    """A person decided that a measure of the workflow is taken."""

    measure: Measure
    task_id: TaskId


class Place(Timed):
    """A partner agency collects it from now on."""


Intervention = Hold | Release | ReleaseStep | Stop


LastMove = Place | EndAs | TakeMeasure
EnrolmentCommand = ChaseCommand | Intervention | StartRun | Move | TakeRepeats | LastMove
