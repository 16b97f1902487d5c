"""When a contact round's moment comes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import RoundId, TenantId
from recoup_events.workflow_scheduler import Item, Remind, StepDue
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.categories.domain.evidence import EVIDENCE
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    Bundling,
    contact_policy_of,
)
from workflow_scheduler.contact_rounds.domain.commands import Entry, RequestReminders
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND, ContactRound
from workflow_scheduler.contact_rounds.domain.waiting import WAITING
from workflow_scheduler.contact_rounds.handlers import foresee_enrolments
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, EnrolmentEvent
from workflow_scheduler.enrolments.domain.planning import intentions
from workflow_scheduler.enrolments.handlers import evidence_of, facts_of

MOST_AT_ONCE = 1_000
"""Items of one turn, and so of one transaction."""


async def foresee_rounds(work: UnitOfWork, streams: Sequence[Stream]) -> None:
    """What most of them take, read for all of a batch at once; what is beyond that, each reads itself."""
    of_tenants: defaultdict[TenantId, set[Account]] = defaultdict(set)
    for stream in streams:
        of_tenants[stream.account.tenant].add(stream.account)
    for tenant, accounts in of_tenants.items():
        waiting = await work.listed_of(WAITING, accounts, limit=MOST_AT_ONCE)
        evidence = [DocumentKey(each, EVIDENCE.name, each.key) for each in accounts]
        await work.preload(streams=[contact_policy_of(tenant)], documents=evidence)
        await foresee_enrolments(work, [ENROLMENT.stream(*key.account, key.id) for key in waiting])


async def hold_round(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Take the steps that still wait; what was held, paid or ended a moment ago does not."""
    policy = contact_policy_of(stream.account.tenant)
    found = await work.listed(WAITING, stream.account, within=stream.id, limit=MOST_AT_ONCE)
    enrolments = [ENROLMENT.stream(*stream.account, id) for id in found]
    await work.preload(streams=[*enrolments, policy])
    round_id, entries, more = RoundId(stream.id), list[Entry](), len(found) == MOST_AT_ONCE
    evidence = await evidence_of(work, enrolments, stream.account.tenant)
    for each in enrolments:
        before = enrolled(await work.state(ENROLMENT, each))
        facts = await facts_of(work, each)
        take = TakeDueSteps(now=now, round_id=round_id, facts=facts, evidence=evidence.get(each))
        entries.extend(_entries(before, await work.execute(ENROLMENT, each, take, cause)))
        after = enrolled(await work.state(ENROLMENT, each))
        more = more or (after.planned is not None and after.planned.round_id == round_id)
    entries += await _copies(work, stream)
    bundling = await _bundling(work, stream, policy)
    request = RequestReminders(now=now, entries=tuple(entries), bundling=bundling, more=more)
    await work.execute(ROUND, stream, request, cause)


async def _copies(work: UnitOfWork, stream: Stream) -> Sequence[Entry]:
    """A copy goes only with what is still asked for."""
    round = await work.state(ROUND, stream)
    assert isinstance(round, ContactRound), "a round that is held was planned"
    found: list[Entry] = []
    for entry in round.copies:
        each = enrolment_of(stream.account, entry.item.receivable_id)
        enrolment = enrolled(await work.state(ENROLMENT, each))
        if enrolment.runs:
            item = entry.item.model_copy(update={"amount": enrolment.chased})
            found.append(entry.model_copy(update={"item": item}))
    return found


async def _bundling(work: UnitOfWork, stream: Stream, policy: Stream) -> Bundling:
    round = await work.state(ROUND, stream)
    assert isinstance(round, ContactRound), "a round that is held was planned"
    return (await work.state(CONTACT_POLICY, policy)).of(round.creditor_id).bundling


def _entries(enrolment: Enrolment, recorded: Sequence[Envelope[EnrolmentEvent]]) -> Iterator[Entry]:
    steps = {step.name: step for step in enrolment.remaining}
    intended = intentions(enrolment)
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
            intentions=intended,
            attachments=step.action.attachments,
        )
        yield Entry(remind=step.action, item=item, due_date=enrolment.due_date)
