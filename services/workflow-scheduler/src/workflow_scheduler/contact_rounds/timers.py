"""When a contact round's moment comes."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import RoundId
from recoup_events.workflow_scheduler import Item, Remind, StepDue
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    Bundling,
    contact_policy_of,
)
from workflow_scheduler.contact_rounds.domain.commands import Entry, RequestReminders
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND, ContactRound
from workflow_scheduler.contact_rounds.domain.waiting import WAITING
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, EnrolmentEvent

MOST_AT_ONCE = 1_000
"""Items of one turn, and so of one transaction."""


async def hold_round(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Take the steps that still wait; what was held, paid or ended a moment ago does not."""
    policy = contact_policy_of(stream.account.tenant)
    found = await work.listed(WAITING, stream.account, within=stream.id, limit=MOST_AT_ONCE)
    enrolments = [ENROLMENT.stream(*stream.account, id) for id in found]
    await work.preload(streams=[*enrolments, policy])
    round_id, entries, more = RoundId(stream.id), list[Entry](), len(found) == MOST_AT_ONCE
    for each in enrolments:
        before = enrolled(await work.state(ENROLMENT, each))
        take = TakeDueSteps(now=now, round_id=round_id)
        entries.extend(_entries(before, await work.execute(ENROLMENT, each, take, cause)))
        after = enrolled(await work.state(ENROLMENT, each))
        more = more or (after.planned is not None and after.planned.round_id == round_id)
    bundling = await _bundling(work, stream, policy)
    request = RequestReminders(now=now, entries=tuple(entries), bundling=bundling, more=more)
    await work.execute(ROUND, stream, request, cause)


async def _bundling(work: UnitOfWork, stream: Stream, policy: Stream) -> Bundling:
    round = await work.state(ROUND, stream)
    assert isinstance(round, ContactRound), "a round that is held was planned"
    return (await work.state(CONTACT_POLICY, policy)).of(round.creditor_id).bundling


def _entries(enrolment: Enrolment, recorded: Sequence[Envelope[EnrolmentEvent]]) -> Iterator[Entry]:
    steps = {step.name: step for step in enrolment.remaining}
    for due in (envelope.event for envelope in recorded):
        if not isinstance(due, StepDue):
            continue
        step = steps[due.step]
        assert isinstance(step.action, Remind), "a round takes messages alone"
        item = Item(
            invoice_id=enrolment.invoice_id,
            receivable_id=enrolment.receivable_id,
            enrolment_id=enrolment.enrolment_id,
            step=step.name,
            occurrence=due.occurrence,
            template=step.action.template,
            level=step.level,
            amount=enrolment.chased,
        )
        yield Entry(remind=step.action, item=item, due_date=enrolment.due_date)
