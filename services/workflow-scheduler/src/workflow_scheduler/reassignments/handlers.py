"""Chooses anew where a category or an exception has changed, and moves what stands elsewhere.

What a person has moved stays where it is: only the latest choice that was made by rule is replaced.
"""

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import InvoiceId
from recoup_events.workflow_scheduler import CustomerCategorised
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.assignments.domain.exception import ExceptionEnded, ExceptionGranted
from workflow_scheduler.assignments.handlers import assign_again, assigned_workflow
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.enrolments.handlers import move_enrolment, respect_exceptions


async def follow_category(
    work: UnitOfWork, recorded: Envelope[CustomerCategorised], cause: Cause
) -> None:
    """Another category is a cause to be treated otherwise."""
    event = recorded.event
    by = "a person decided" if event.overridden else "the evidence says"
    reason = f"The customer is {event.category}, not {event.before} any more: {by}."
    await reassign(work, recorded.account, reason, cause)


async def follow_granted(
    work: UnitOfWork, recorded: Envelope[ExceptionGranted], cause: Cause
) -> None:
    terms = recorded.event.terms
    reason = f"Exception {terms.exception_id}: {terms.reason}"
    await reassign(work, recorded.account, reason, cause, terms.invoice_id)


async def follow_ended(work: UnitOfWork, recorded: Envelope[ExceptionEnded], cause: Cause) -> None:
    terms = recorded.event.terms
    reason = f"Exception {terms.exception_id} has ended."
    await reassign(work, recorded.account, reason, cause, terms.invoice_id)


async def reassign(
    work: UnitOfWork,
    account: Account,
    reason: str,
    cause: Cause,
    invoice_id: InvoiceId | None = None,
) -> None:
    """Each run that goes on is moved where it would be put now; its level is kept."""
    listed = await work.listed(OPEN_ENROLMENTS, account)
    streams = [ENROLMENT.stream(*account, id) for id in listed]
    await work.preload(streams=streams)
    of_invoices: dict[InvoiceId, list[Stream]] = {}
    for stream in streams:
        enrolment = enrolled(await work.state(ENROLMENT, stream))
        if invoice_id in (None, enrolment.invoice_id) and enrolment.outcome is None:
            of_invoices.setdefault(enrolment.invoice_id, []).append(stream)
    for id, terms in of_invoices.items():
        await _reassign(work, id, terms, reason, cause)


async def _reassign(
    work: UnitOfWork, id: InvoiceId, terms: list[Stream], reason: str, cause: Cause
) -> None:
    account = terms[0].account
    before = await assigned_workflow(work, account, id)
    choice = None if before is None else await assign_again(work, account, id, cause)
    for stream in terms:
        await respect_exceptions(work, stream, cause)
        stands = enrolled(await work.state(ENROLMENT, stream)).workflow_id
        if choice is not None and stands == before:
            await move_enrolment(work, stream, choice.workflow_id, reason, cause)
