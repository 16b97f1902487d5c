"""Customers who cannot pay: they are offered options; of those who are insolvent, the claim is filed."""

from collections.abc import Sequence

from recoup_compliance.proofs_of_claim import claim_deadline
from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, TaskId, derived
from recoup_events.workflow_scheduler import HardshipSignalled, TaskKind, TaskSubject
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_rounds.handlers import send_options
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.handlers.creating import ask

OPTIONS = (
    "The customer cannot pay as it is, and is told in writing of the ways to go on. What the plan policy allows has "
    "been offered already (GET /v1/plan-offers?customer_id={customer_id}&state=open). Offer what fits better: another "
    "payment plan (POST /v1/plan-offers), a later day (a promise), less for a part at once, or a pause."
)
MOST = 200
"""Of a customer's receivables in one message; nobody reads more, and whoever answers is asked about all."""


async def follow_condition(
    work: UnitOfWork, received: Envelope[CustomerConditionRecorded], cause: Cause
) -> None:
    """Insolvency has stopped all else; a hardship that was declared is answered with options."""
    recorded = received.event
    about = TaskSubject(condition_id=recorded.condition_id)
    if recorded.condition is Condition.INSOLVENCY:
        await _file_claim(work, received, cause)
    elif recorded.condition is Condition.HARDSHIP:
        id = derived("tsk", recorded.condition_id, "options")
        await _offer(work, received.account, id, recorded.creditor_id, about, cause)
        open_ones = await work.listed(OPEN_ENROLMENTS, received.account, limit=MOST)
        streams = [ENROLMENT.stream(*received.account, id) for id in open_ones]
        await _tell(work, streams, recorded.creditor_id, cause)


async def _file_claim(
    work: UnitOfWork, received: Envelope[CustomerConditionRecorded], cause: Cause
) -> None:
    """Whoever owes nothing, nothing is claimed of."""
    recorded, account = received.event, received.account
    if not await work.listed(OPEN_ENROLMENTS, account, limit=1):
        return
    debtor = await work.document(DEBTOR, account, account.key)
    deadline = claim_deadline(debtor.country, recorded.effective_from)
    when = (
        f"File the proof of claim by {deadline.on} ({deadline.source}; have counsel confirm it)."
        if deadline.known
        else f"Ask the court or the administrator by {deadline.on} until when claims are filed "
        f"({deadline.source}), move this task to that day, and file the claim."
    )
    command = CreateTask(
        task_id=TaskId(derived("tsk", recorded.condition_id, "claim")),
        customer_id=recorded.customer_id,
        creditor_id=recorded.creditor_id,
        kind=TaskKind.CLAIM,
        script=f"The customer is insolvent since {recorded.effective_from}; nothing is collected any more. {when}",
        about=TaskSubject(condition_id=recorded.condition_id),
        due_on=deadline.on,
    )
    await ask(work, account, command, cause)


async def offer_options(
    work: UnitOfWork, recorded: Envelope[HardshipSignalled], cause: Cause
) -> None:
    """Said in a call, a reply or to an agency."""
    signalled = recorded.event
    about = TaskSubject(follows=signalled.task_id)
    id = derived("tsk", signalled.task_id, "options")
    await _offer(work, recorded.account, id, signalled.creditor_id, about, cause)
    ids = [each.receivable_id for each in signalled.slices[:MOST]]
    streams = [enrolment_of(recorded.account, id) for id in ids]
    await _tell(work, streams, signalled.creditor_id, cause)


async def _tell(
    work: UnitOfWork, streams: Sequence[Stream], creditor_id: CreditorId | None, cause: Cause
) -> None:
    """In writing, of what is chased; what a plan, a promise or an agency has is in good hands."""
    await work.preload(streams=streams)
    for stream in streams:
        enrolment = await work.state(ENROLMENT, stream)
        if not isinstance(enrolment, Enrolment) or not enrolment.runs:
            continue
        if creditor_id in (None, enrolment.creditor_id):
            await send_options(work, enrolment, stream.account, cause)


async def _offer(
    work: UnitOfWork,
    account: Account,
    id: str,
    creditor_id: CreditorId | None,
    about: TaskSubject,
    cause: Cause,
) -> None:
    command = CreateTask(
        task_id=TaskId(id),
        customer_id=account.key,
        creditor_id=creditor_id,
        kind=TaskKind.REVIEW,
        script=OPTIONS.format(customer_id=account.key),
        about=about,
    )
    await ask(work, account, command, cause)
