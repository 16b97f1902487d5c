"""Words for tests about chasing: one customer's invoice over 100 EUR, on a workflow of five steps."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from recoup_events.invoice import Chase, PaymentApplied, PaymentUnapplied
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    TenantId,
    WorkflowId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    Call,
    EnrolmentStarted,
    Escalate,
    Measure,
    Remind,
    RunReason,
    Step,
)
from recoup_testing.creditors import CREDITOR
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, State
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned, LastStep, StepPlanned
from workflow_scheduler.enrolments.domain.ids import Ids, enrolment_id, round_id
from workflow_scheduler.workflows.domain.steps import LAST_CALL

ACME = TenantId("acme")
CUSTOMER = CustomerId("cus_1")
ACCOUNT = Account(ACME, CUSTOMER)
INVOICE = InvoiceId("inv_1")
RECEIVABLE = receivable_id_of(INVOICE, 0)
WORKFLOW_ID = WorkflowId("wfl_1")
ENROLMENT_ID = enrolment_id(ACME, RECEIVABLE)
IDS = Ids(
    enrolment_id=ENROLMENT_ID,
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    customer_id=CUSTOMER,
)
BERLIN = "Europe/Berlin"
DUE = date(2026, 3, 2)


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def berlin(local: str) -> datetime:
    """The UTC instant of a wall-clock time in Berlin, e.g. ``berlin("2026-03-05 10:00")``."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def email(name: str, days: int, level: int = 1) -> Step:
    action = Remind(channel=Channel.EMAIL, template=name)
    return Step(name=name, level=level, days=days, action=action)


def sms(name: str, days: int, level: int = 1) -> Step:
    action = Remind(channel=Channel.SMS, template=name)
    return Step(name=name, level=level, days=days, action=action)


UPCOMING = email("upcoming", -7, level=0)
FRIENDLY = email("friendly", 3)
NUDGE = sms("nudge", 7)
ASK = Call(at=time(10), script="Ask when it will be paid.")
CALL = Step(name="call", level=1, days=10, action=ASK)
FINAL = email("final", 14, level=2)
SUE = Escalate(at=time(11), measure=Measure.SUIT, script="Was the final notice delivered?")
SUIT = Step(name="suit", level=3, days=40, action=SUE)
"""Of no workflow but one that a test gives it to."""
STEPS = (UPCOMING, FRIENDLY, NUDGE, CALL, FINAL)

PLANNED = EnrolmentPlanned(
    **IDS,
    creditor_id=CREDITOR,
    workflow_id=WORKFLOW_ID,
    workflow_version=1,
    steps=STEPS,
    taken=0,
    last=None,
    contact_hour=time(10),
    alone_until=berlin("2026-02-02 09:00"),
    chase=Chase.NOW,
    chase_from=None,
    issue_date=date(2026, 2, 1),
    due_date=DUE,
    time_zone=BERLIN,
    balance=eur("100.00"),
)
STARTED = EnrolmentStarted(
    **IDS, workflow_id=WORKFLOW_ID, workflow_version=1, run=1, reason=RunReason.ISSUED
)


def planned(step: str, local: str, passed: tuple[str, ...] = ()) -> StepPlanned:
    """The next step, at a wall-clock time in Berlin; messages wait for the day's round."""
    tasks = (CALL.name, LAST_CALL, SUIT.name)
    day = date.fromisoformat(local[:10])
    return StepPlanned(
        enrolment_id=ENROLMENT_ID,
        step=step,
        planned_for=berlin(local),
        round_id=None if step in tasks else round_id(CUSTOMER, CREDITOR, day),
        passed=passed,
    )


def next_at(state: State) -> datetime | None:
    """When the next step comes; ``None`` while the steps stand still."""
    return state.planned.at if isinstance(state, Enrolment) and state.planned else None


UPCOMING_TAKEN = (
    PLANNED.model_copy(
        update={"taken": 1, "last": LastStep(step="upcoming", level=0, on=date(2026, 2, 23))}
    ),
    STARTED,
    planned("friendly", "2026-03-05 10:00"),
)
"""The first step has come, on its day."""
TO_COME = (PLANNED, STARTED, planned("upcoming", "2026-02-23 10:00"))

PAYMENT = PaymentId("pay_1")
ALLOCATION = AllocationId("alc_1")


def paid(amount: str, *, left: str) -> PaymentApplied:
    """So much of the invoice, on the day it is due."""
    return PaymentApplied(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PAYMENT,
        allocation_id=ALLOCATION,
        amount=eur(amount),
        balance=eur(left),
        value_date=DUE,
        applied_on=DUE,
    )


def taken_back(amount: str, *, left: str) -> PaymentUnapplied:
    """What was paid, all of it, by the bank."""
    return PaymentUnapplied(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PAYMENT,
        allocation_id=ALLOCATION,
        amount=eur(amount),
        remaining=eur("0.00"),
        balance=eur(left),
        value_date=DUE,
        unapplied_on=DUE,
        reason="bounced",
    )
