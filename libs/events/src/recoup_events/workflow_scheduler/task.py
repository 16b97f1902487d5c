"""Tasks: what is left to people, of an invoice's enrolment or of a customer as such."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CallId,
    ConditionId,
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    MessageId,
    PersonId,
    PromiseId,
    ReceivableId,
    ReplyId,
    TaskId,
)
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.measure import Measure


class TaskKind(StrEnum):
    """What is to be done."""

    CALL = "call"
    ESCALATION = "escalation"
    """Decide on a measure."""
    ADDRESS = "address"
    """Messages come back from an address: find one that works."""
    CONTACT_DATA = "contact_data"
    """Somebody else was reached: find out whom to talk to, and where."""
    NO_CHANNEL = "no_channel"
    """Nobody can be written to by any channel: find one."""
    REPLY = "reply"
    """Read what a person wrote, and say what it means."""
    FIND_PAYMENT = "find_payment"
    """It is said to be paid: look for the money."""
    CLAIM = "claim"
    """File the claim on an insolvent customer."""
    REVIEW = "review"
    """Look at the customer, and decide how it goes on."""


class Disposition(StrEnum):
    """How a call ended, what was decided, or what was done."""

    PROMISED_TO_PAY = "promised_to_pay"
    PAID_ALREADY = "paid_already"
    CONTESTS = "contests"
    ASKED_FOR_PLAN = "asked_for_plan"
    CANNOT_PAY = "cannot_pay"
    NEVER_RECEIVED = "never_received"
    """The invoice never came."""
    CALLS_BACK = "calls_back"
    """Or is to be called at another time."""
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"
    WRONG_PERSON = "wrong_person"
    """Somebody else is to be talked to."""
    OTHER = "other"
    NO_CALL = "no_call"
    """Nobody was called, and nobody will be."""
    GOES_AHEAD = "goes_ahead"
    """The measure is taken."""
    NOT_NOW = "not_now"
    """The measure is not taken."""
    DONE = "done"
    NOT_POSSIBLE = "not_possible"
    """It was tried, and nothing came of it."""


class ClosingReason(StrEnum):
    """Why a task is not to be done any more."""

    PAID = "paid"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"
    CONTINUED = "continued"
    """What is owed is asked for on another invoice; the call is a task of that one."""
    SET_ASIDE = "set_aside"
    """Disputes, plans and reserved money cover all that is owed."""
    PROMISED = "promised"
    """A promise to pay covers all that is owed."""
    HELD = "held"
    """A person holds the enrolment, or the invoice waits for its release."""
    STOPPED = "stopped"
    NOT_CHASED = "not_chased"
    LAST_RESORT = "last_resort"
    """It was handed to a court or an agency, or a lien was filed."""
    INSOLVENCY = "insolvency"
    DEATH = "death"
    CEASE_REQUEST = "cease_request"
    BREATHING_SPACE = "breathing_space"
    ADDRESS_CONFIRMED = "address_confirmed"
    """A message has arrived, or somebody made sure of the address."""
    DETAILS_CHANGED = "details_changed"
    """The customer's persons and addresses are others by now."""
    CONDITION_LIFTED = "condition_lifted"
    """The condition that asked for it holds no more."""
    CALLED = "called"
    """The customer was spoken to meanwhile."""
    DECIDED = "decided"
    """What it asked for has been decided."""


class TaskSubject(Value):
    """What a task is about, beside the customer: whatever of these there is."""

    person_id: PersonId | None = None
    message_id: MessageId | None = None
    reply_id: ReplyId | None = None
    call_id: CallId | None = None
    condition_id: ConditionId | None = None
    promise_id: PromiseId | None = None
    address_hash: str | None = None
    """The keyed hash of an address, as notification names it."""
    follows: TaskId | None = None
    """The task whose answer asks for this one."""


class TaskEvent(WorkflowSchedulerEvent):
    """Something left to a person."""

    task_id: TaskId
    customer_id: CustomerId
    creditor_id: CreditorId | None = None
    """``None``: it concerns the customer, whoever its creditors are."""
    enrolment_id: EnrolmentId | None = None
    """The enrolment whose step asks for it; ``None`` where no step does."""
    invoice_id: InvoiceId | None = None
    receivable_id: ReceivableId | None = None


class TaskCreated(AboutPerson, TaskEvent, type="task.created.v1"):
    subject: ClassVar[str] = "customer_id"

    kind: TaskKind
    script: str
    """What to say, or to look at."""
    measure: Measure | None = None
    """What is to be decided; ``None`` where it is no escalation."""
    about: TaskSubject = TaskSubject()
    words: Personal[str | None] = None
    """What a person wrote or said, that asks for it."""
    attempt: int = Field(default=1, ge=1)
    """Of a call: how many were tried for it, this one included."""
    not_before: AwareDatetime | None = None
    """It is to be done then, not sooner: the moment somebody asked to be called at."""
    due_on: date | None = None
    """The last day to do it, in the customer's calendar."""
    pauses_until: AwareDatetime | None = None
    """Until then, or until it is done, nothing is chased of its receivable."""


class TaskCompleted(AboutPerson, TaskEvent, type="task.completed.v1"):
    subject: ClassVar[str] = "customer_id"

    disposition: Disposition
    call_id: CallId | None = None
    """The call that was made; ``None`` where none was."""
    note: Personal[str | None] = None


class TaskClosed(TaskEvent, type="task.closed.v1"):
    """It closed by itself: there is no reason left to do it."""

    reason: ClosingReason


class TaskAssigned(TaskEvent, type="task.assigned.v1"):
    """Whose it is from now on."""

    owned_by: str | None
    """The tenant's own id of a colleague; ``None``: whoever takes it."""
    team: str | None
    """The code of a team."""
    by_rule: bool
    """The team shared it out; otherwise a person decided."""


class TaskSnoozed(TaskEvent, type="task.snoozed.v1"):
    """It is off the worklist until then; ``None`` has it there again at once."""

    until: AwareDatetime | None


class TaskRescheduled(TaskEvent, type="task.rescheduled.v1"):
    """It is to be done by another day."""

    due_on: date | None
