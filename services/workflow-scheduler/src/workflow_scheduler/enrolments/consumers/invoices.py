"""Invoices: each of their terms is chased from the moment it is issued until nothing is owed on it."""

from collections.abc import Sequence

from recoup_events.invoice import InvoiceAmended, InvoiceChaseChanged, InvoiceIssued
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import ReceivableId
from recoup_events.workflow_scheduler import RunReason
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.assignments.handlers import assign, rules_of
from workflow_scheduler.assignments.handlers import reads_of as choice_reads
from workflow_scheduler.categories.handlers import treated_steps
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    contact_policy_of,
)
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.consumers.owed import follow_owed
from workflow_scheduler.enrolments.domain.commands import (
    FollowChase,
    FollowTerms,
    StartEnrolment,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.domain.starting import taken_of
from workflow_scheduler.enrolments.handlers import respect_debtor, respect_exceptions, workflow_of


def reads(received: Envelope[InvoiceIssued] | Envelope[InvoiceAmended]) -> Sequence[Stream]:
    """What any reaction here loads."""
    return [enrolment_of(received.account, term.receivable_id) for term in received.event.terms]


def reads_choice(received: Envelope[InvoiceIssued]) -> Sequence[Stream]:
    tenant = received.tenant
    issued = received.event
    before = [each.receivable_id for each in issued.continues]
    before += [] if issued.charge is None else [issued.charge.receivable_id]
    return [
        *reads(received),
        *(enrolment_of(received.account, id) for id in before),
        *choice_reads(received),
        contact_policy_of(tenant),
    ]


def reads_chased(received: Envelope[InvoiceChaseChanged]) -> Sequence[Stream]:
    return [enrolment_of(received.account, id) for id in received.event.receivable_ids]


async def enrol(work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause) -> None:
    """Put each term on the workflow that is chosen for it, in the transaction that receives it."""
    issued = received.event
    choice = await assign(work, received, cause)
    workflow = await workflow_of(work, received.tenant, choice.workflow_id)
    entry = (await rules_of(work, received.tenant)).entry
    steps = await treated_steps(work, received.account, workflow.steps)
    policies = await work.state(CONTACT_POLICY, contact_policy_of(received.tenant))
    policy = policies.of(issued.creditor_id)
    debtor = await work.document(DEBTOR, received.account, issued.customer_id)
    for place, term in enumerate(issued.terms):
        command = StartEnrolment(
            now=cause.at,
            enrolment_id=enrolment_id(received.tenant, term.receivable_id),
            invoice_id=issued.invoice_id,
            receivable_id=term.receivable_id,
            customer_id=issued.customer_id,
            creditor_id=issued.creditor_id,
            workflow_id=workflow.workflow_id,
            workflow_version=workflow.version,
            steps=steps,
            contact_hour=policy.hour,
            alone_until=policy.alone_until(cause.at),
            chase=issued.chase,
            chase_from=issued.chase_from,
            taken=taken_of(issued, place, cause.at),
            issue_date=issued.issue_date,
            entry=entry,
            due_date=term.due_date,
            time_zone=issued.time_zone,
            country=debtor.country,
            subdivision=debtor.subdivision,
            balance=term.amount,
            continues=await _before(work, received, term.receivable_id),
            reason=_reason(issued),
        )
        stream = enrolment_of(received.account, term.receivable_id)
        await work.execute(ENROLMENT, stream, command, cause)
    await follow_owed(work, received, cause)
    for stream in reads(received):
        await respect_debtor(work, stream, cause)
        await respect_exceptions(work, stream, cause)


def _reason(issued: InvoiceIssued) -> RunReason:
    if issued.charge is not None:
        return RunReason.CHARGED
    return RunReason.CONTINUED if issued.continues else RunReason.ISSUED


async def _before(
    work: UnitOfWork, received: Envelope[InvoiceIssued], id: ReceivableId
) -> Enrolment | None:
    """The enrolment of what was owed on a term's forerunner, or of what it is charged for."""
    issued = received.event
    before = [e.receivable_id for e in issued.continues if e.continued_by == id and e.amount]
    before += [] if issued.charge is None else [issued.charge.receivable_id]
    for each in before:
        state = await work.state(ENROLMENT, enrolment_of(received.account, each))
        return state if isinstance(state, Enrolment) else None
    return None


async def follow_chase(
    work: UnitOfWork, received: Envelope[InvoiceChaseChanged], cause: Cause
) -> None:
    """Release it, let it wait, or leave it alone for good, as its owner decided."""
    changed = received.event
    command = FollowChase(now=cause.at, chase=changed.chase, chase_from=changed.chase_from)
    for stream in reads_chased(received):
        await work.execute(ENROLMENT, stream, command, cause)


async def follow_terms(work: UnitOfWork, received: Envelope[InvoiceAmended], cause: Cause) -> None:
    """Plan anew what is still to come; what was taken stands."""
    for term in received.event.terms:
        command = FollowTerms(
            now=cause.at, due_date=term.due_date, time_zone=received.event.time_zone
        )
        stream = enrolment_of(received.account, term.receivable_id)
        await work.execute(ENROLMENT, stream, command, cause)
