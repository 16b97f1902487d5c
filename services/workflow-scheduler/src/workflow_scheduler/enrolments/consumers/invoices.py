"""Invoices: each is chased from the moment it is issued until nothing is owed on it."""

from collections.abc import Sequence

from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.ids import TenantId
from recoup_events.invoice import (
    InvoiceCancelled,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
)
from recoup_events.workflow_scheduler import Outcome
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.consumers.owed import follow_owed
from workflow_scheduler.enrolments.domain.commands import (
    CeaseContact,
    EndEnrolment,
    Reopen,
    StartEnrolment,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, assignment_of
from workflow_scheduler.workflows.domain.default_workflow import known_as
from workflow_scheduler.workflows.domain.workflow import WORKFLOW, Workflow

OnInvoice = InvoiceIssued | InvoicePaid | InvoiceCancelled | InvoiceReopened


def enrolment_heard(heard: Envelope[OnInvoice]) -> Stream:
    return enrolment_of(heard.account, heard.fact.invoice_id)


def reads(heard: Envelope[OnInvoice]) -> Sequence[Stream]:
    """What any reaction here loads."""
    return [enrolment_heard(heard)]


def reads_choice(heard: Envelope[InvoiceIssued]) -> Sequence[Stream]:
    return [enrolment_heard(heard), assignment_of(heard.tenant)]


async def enrol(work: UnitOfWork, heard: Envelope[InvoiceIssued], cause: Cause) -> None:
    """Put the invoice on the tenant's workflow, in the transaction that hears of it."""
    workflow = await _chosen(work, heard.tenant)
    command = StartEnrolment(
        now=cause.at,
        enrolment_id=enrolment_id(heard.tenant, heard.fact.invoice_id),
        invoice_id=heard.fact.invoice_id,
        customer_id=heard.fact.customer_id,
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        steps=workflow.steps,
        due_date=heard.fact.due_date,
        time_zone=heard.fact.time_zone,
        balance=heard.fact.total,
    )
    await work.execute(ENROLMENT, enrolment_heard(heard), command, cause)
    await follow_owed(work, heard, cause)
    await _respect_debtor(work, heard, cause)


async def end_as_paid(work: UnitOfWork, heard: Envelope[InvoicePaid], cause: Cause) -> None:
    command = EndEnrolment(now=cause.at, outcome=Outcome.PAID)
    await work.execute(ENROLMENT, enrolment_heard(heard), command, cause)


async def end_as_cancelled(
    work: UnitOfWork, heard: Envelope[InvoiceCancelled], cause: Cause
) -> None:
    await follow_owed(work, heard, cause)
    command = EndEnrolment(now=cause.at, outcome=Outcome.CANCELLED)
    await work.execute(ENROLMENT, enrolment_heard(heard), command, cause)


async def start_again(work: UnitOfWork, heard: Envelope[InvoiceReopened], cause: Cause) -> None:
    """A payment was taken back: the steps that are left come, as much later as they stood still."""
    command = Reopen(now=cause.at, balance=heard.fact.balance)
    await work.execute(ENROLMENT, enrolment_heard(heard), command, cause)
    await _respect_debtor(work, heard, cause)


async def _chosen(work: UnitOfWork, tenant: TenantId) -> Workflow:
    """The workflow of the tenant's choice.

    It is read without its lock: a choice made meanwhile counts from the next invoice on.
    """
    choice = (await work.state(ASSIGNMENT, assignment_of(tenant))).workflow_id
    published = await work.state(WORKFLOW, WORKFLOW.stream(tenant, choice, choice))
    return known_as(choice, published)


async def _respect_debtor(
    work: UnitOfWork, heard: Envelope[InvoiceIssued] | Envelope[InvoiceReopened], cause: Cause
) -> None:
    """Who is insolvent or asked not to be contacted stays so for every later invoice."""
    debtor = await work.document(DEBTOR, heard.account, heard.fact.customer_id)
    stream = enrolment_heard(heard)
    if debtor.insolvent:
        command = EndEnrolment(now=cause.at, outcome=Outcome.INSOLVENT)
        await work.execute(ENROLMENT, stream, command, cause)
    elif debtor.ceased:
        await work.execute(ENROLMENT, stream, CeaseContact(now=cause.at), cause)
