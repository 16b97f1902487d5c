"""Where a last resort meets the enrolment it ends, and the agency that it goes to."""

from datetime import date
from typing import NamedTuple

from recoup_compliance.liens import lien_rule
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import AgencyId, PlacementId, ReceivableId, TaskId, derived
from recoup_events.workflow_scheduler import (
    LastResort,
    LastResortChosen,
    LastResortProposed,
    Outcome,
)
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.agencies.domain.agency import AGENCY, open_agency
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.domain.commands import EndAs
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.last_resorts.domain.last_resort import (
    DOCUMENTS,
    LAST_RESORT,
    Approve,
    LastResortUnfit,
    Propose,
    proposed_of,
)
from workflow_scheduler.placements.domain.decider import PLACEMENT
from workflow_scheduler.placements.handlers import placing

_ENDS = {LastResort.COURT: Outcome.HANDED_TO_COURT, LastResort.LIEN: Outcome.LIEN_FILED}
ANSWER_DAYS = 7
"""How long the agency may take to accept."""


class Proposal(NamedTuple):
    """What a person proposes."""

    receivable_id: ReceivableId
    choice: LastResort
    reason: str
    agency_id: AgencyId | None = None
    worked_until: date | None = None
    """The last day of the work, for a lien."""
    subdivision: str | None = None
    """Where the property is; ``None``: where the customer is."""
    residential: bool = False
    task_id: TaskId | None = None


async def propose(work: UnitOfWork, stream: Stream, proposal: Proposal, cause: Cause) -> None:
    """Nothing changes for the debtor until a second person approves it."""
    enrolment = await _owing(work, stream, proposal.receivable_id)
    if proposal.agency_id is not None:
        tenant, id = stream.account.tenant, proposal.agency_id
        open_agency(await work.state(AGENCY, AGENCY.stream(tenant, id, id)), id)
    deadline_on, source = await _deadline(work, stream, proposal)
    proposed = LastResortProposed(
        last_resort_id=stream.id,
        **enrolment.ids,
        creditor_id=enrolment.creditor_id,
        choice=proposal.choice,
        amount=enrolment.balance,
        reason=proposal.reason,
        proposed_by=cause.actor,
        agency_id=proposal.agency_id,
        documents=DOCUMENTS[proposal.choice],
        deadline_on=deadline_on,
        deadline_source=source,
        task_id=proposal.task_id,
    )
    await work.execute(LAST_RESORT, stream, Propose(proposed=proposed), cause)


async def _owing(work: UnitOfWork, stream: Stream, id: ReceivableId) -> Enrolment:
    enrolment = await work.state(ENROLMENT, enrolment_of(stream.account, id))
    if not isinstance(enrolment, Enrolment):
        raise LastResortUnfit(
            "The customer owes no such receivable; GET /v1/enrolments lists them.",
            pointer="/receivable_id",
        )
    if not enrolment.balance:
        raise LastResortUnfit("Nothing is owed on it.", pointer="/receivable_id")
    return enrolment


async def _deadline(
    work: UnitOfWork, stream: Stream, proposal: Proposal
) -> tuple[date | None, str | None]:
    """Of a lien, by the law of the place; where none is known, the task says so."""
    if proposal.choice is not LastResort.LIEN or proposal.worked_until is None:
        return None, None
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    place = proposal.subdivision or debtor.subdivision
    rule = lien_rule(place, proposal.worked_until, residential=proposal.residential)
    return (None, None) if rule is None else (rule.deadline(proposal.worked_until), rule.source)


async def approve(
    work: UnitOfWork, stream: Stream, agency_id: AgencyId | None, cause: Cause
) -> None:
    """As a second person; it is done in the same decision."""
    choice = proposed_of(await work.state(LAST_RESORT, stream))
    enrolment = await _owing(work, stream, choice.proposed.receivable_id)
    command = Approve(by=cause.actor, amount=enrolment.balance, agency_id=agency_id)
    await work.execute(LAST_RESORT, stream, command, cause)


async def follow_chosen(
    work: UnitOfWork, recorded: Envelope[LastResortChosen], cause: Cause
) -> None:
    """Court and lien end the run; the agency is offered it; what is forgiven, the invoice service writes off."""
    chosen = recorded.event
    outcome = _ENDS.get(chosen.choice)
    if outcome is not None:
        ends = EndAs(now=cause.at, outcome=outcome, reason=chosen.reason)
        await work.execute(
            ENROLMENT, enrolment_of(recorded.account, chosen.receivable_id), ends, cause
        )
    if chosen.choice is LastResort.AGENCY and chosen.agency_id is not None:
        id = PlacementId(derived("plc", chosen.last_resort_id))
        stream = PLACEMENT.stream(*recorded.account, id)
        proposal = placing.Proposal(chosen.agency_id, [chosen.receivable_id], chosen.reason)
        by = cause._replace(actor=chosen.proposed_by)
        await placing.propose(work, stream, proposal, by)
        await placing.approve(work, stream, ANSWER_DAYS, cause)
