"""Invoices: each is chased from the moment it is issued until nothing is owed on it."""

from collections.abc import Sequence

from recoup_events.invoice import (
    InvoiceAmended,
    InvoiceCancelled,
    InvoiceChaseChanged,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
    InvoiceWrittenOff,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import Outcome, RunReason
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    contact_policy_of,
)
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.consumers.owed import follow_owed
from workflow_scheduler.enrolments.domain.commands import (
    EndEnrolment,
    FollowChase,
    FollowConditions,
    FollowTerms,
    Reopen,
    StartEnrolment,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.handlers import workflow_of
from workflow_scheduler.workflows.domain.assignment import assignment_of

OnInvoice = (
    InvoiceIssued
    | InvoiceAmended
    | InvoiceChaseChanged
    | InvoicePaid
    | InvoiceCancelled
    | InvoiceWrittenOff
    | InvoiceReopened
)


def enrolment_of_event(received: Envelope[OnInvoice]) -> Stream:
    return enrolment_of(received.account, received.event.invoice_id)


def reads(received: Envelope[OnInvoice]) -> Sequence[Stream]:
    """What any reaction here loads."""
    return [enrolment_of_event(received)]


def reads_choice(received: Envelope[InvoiceIssued]) -> Sequence[Stream]:
    tenant = received.tenant
    return [enrolment_of_event(received), assignment_of(tenant), contact_policy_of(tenant)]


async def enrol(work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause) -> None:
    """Put the invoice on the tenant's workflow, in the transaction that receives it."""
    creditor_id = received.event.creditor_id
    workflow = await workflow_of(work, received.tenant, creditor_id)
    policies = await work.state(CONTACT_POLICY, contact_policy_of(received.tenant))
    policy = policies.of(creditor_id)
    command = StartEnrolment(
        now=cause.at,
        enrolment_id=enrolment_id(received.tenant, received.event.invoice_id),
        invoice_id=received.event.invoice_id,
        customer_id=received.event.customer_id,
        creditor_id=received.event.creditor_id,
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        steps=workflow.steps,
        contact_hour=policy.hour,
        alone_until=policy.alone_until(cause.at),
        chase=received.event.chase,
        chase_from=received.event.chase_from,
        taken=received.event.taken,
        due_date=received.event.due_date,
        time_zone=received.event.time_zone,
        balance=received.event.total,
    )
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)
    await follow_owed(work, received, cause)
    await _respect_debtor(work, received, cause)


async def follow_chase(
    work: UnitOfWork, received: Envelope[InvoiceChaseChanged], cause: Cause
) -> None:
    """Release it, let it wait, or leave it alone for good, as its owner decided."""
    changed = received.event
    command = FollowChase(now=cause.at, chase=changed.chase, chase_from=changed.chase_from)
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)


async def follow_terms(work: UnitOfWork, received: Envelope[InvoiceAmended], cause: Cause) -> None:
    """Plan anew what is still to come; what was taken stands."""
    amended = received.event
    command = FollowTerms(now=cause.at, due_date=amended.due_date, time_zone=amended.time_zone)
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)


async def end_as_paid(work: UnitOfWork, received: Envelope[InvoicePaid], cause: Cause) -> None:
    command = EndEnrolment(now=cause.at, outcome=Outcome.PAID)
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)


async def end_as_cancelled(
    work: UnitOfWork, received: Envelope[InvoiceCancelled], cause: Cause
) -> None:
    await follow_owed(work, received, cause)
    command = EndEnrolment(now=cause.at, outcome=Outcome.CANCELLED)
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)


async def end_as_written_off(
    work: UnitOfWork, received: Envelope[InvoiceWrittenOff], cause: Cause
) -> None:
    """What is written off is chased no more, and with nothing left the run ends."""
    await follow_owed(work, received, cause)
    if not received.event.balance:
        command = EndEnrolment(now=cause.at, outcome=Outcome.WRITTEN_OFF)
        await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)


async def start_again(work: UnitOfWork, received: Envelope[InvoiceReopened], cause: Cause) -> None:
    """It is owed again: the steps that are left come, as much later as they stood still."""
    event = received.event
    reason = RunReason.WRITE_OFF_REVERSED if event.write_off_id else RunReason.REOPENED
    command = Reopen(now=cause.at, balance=event.balance, reason=reason)
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)
    await _respect_debtor(work, received, cause)


async def _respect_debtor(
    work: UnitOfWork, received: Envelope[InvoiceIssued] | Envelope[InvoiceReopened], cause: Cause
) -> None:
    """The conditions in force hold for every later invoice, too."""
    debtor = await work.document(DEBTOR, received.account, received.event.customer_id)
    command = FollowConditions(now=cause.at, in_force=debtor.restrained_by(cause.at))
    await work.execute(ENROLMENT, enrolment_of_event(received), command, cause)
