"""Where an enrolment meets the rounds of its customer."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_rounds.domain.commands import PlanRound
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.events import StepPlanned


async def join_round(work: UnitOfWork, planned: Envelope[StepPlanned], cause: Cause) -> None:
    """A message that is planned needs a round on its day; which it is stands in the plan."""
    round_id = planned.event.round_id
    if round_id is None:
        return
    enrolment = enrolled(await work.state(ENROLMENT, planned.stream))
    command = PlanRound(
        round_id=round_id,
        customer_id=enrolment.customer_id,
        creditor_id=enrolment.creditor_id,
        at=planned.event.planned_for,
    )
    await work.execute(ROUND, ROUND.stream(*planned.account, round_id), command, cause)
