"""What enrolments need of the customer's conditions and of the tenant's workflows."""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, TenantId, WorkflowId
from recoup_events.workflow_scheduler import RunReason
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.assignments.handlers import unchased
from workflow_scheduler.categories.handlers import treated_steps
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    contact_policy_of,
)
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.facts import DEBTOR_FACTS, DebtorFacts
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.commands import (
    FollowConditions,
    FollowExceptions,
    Move,
    StartRun,
    TakeDueSteps,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, State
from workflow_scheduler.enrolments.domain.held_steps import HELD_STEPS
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.escalations.domain.asked_steps import ASKED_STEPS
from workflow_scheduler.escalations.domain.deliveries import DELIVERIES
from workflow_scheduler.escalations.domain.evidence import FREE, Evidence
from workflow_scheduler.escalations.domain.policy import ESCALATION_POLICY, escalation_policy_of
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, assignment_of
from workflow_scheduler.workflows.domain.default_workflow import known_as
from workflow_scheduler.workflows.domain.errors import WorkflowMissing
from workflow_scheduler.workflows.domain.workflow import WORKFLOW, Workflow


async def follow_restraint(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """Stop what is chased and go on with what was stopped, on the day on which it counts."""
    enrolments = await work.listed(OPEN_ENROLMENTS, recorded.account)
    streams = [ENROLMENT.stream(*recorded.account, id) for id in enrolments]
    await work.preload(streams=streams)
    command = FollowConditions(now=cause.at, in_force=recorded.event.in_force)
    for stream in streams:
        await work.execute(ENROLMENT, stream, command, cause)


async def respect_debtor(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """The conditions in force hold for every later run, too."""
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    in_force = debtor.restrained_by(cause.at)
    await work.execute(ENROLMENT, stream, FollowConditions(now=cause.at, in_force=in_force), cause)


async def evidence_of(
    work: UnitOfWork, streams: Sequence[Stream], tenant: TenantId
) -> Mapping[Stream, Evidence]:
    """What is known to have arrived, of those whose next step is harsher than a first reminder."""
    changed = (ASKED_STEPS.name, HELD_STEPS.name)  # by taking steps, so they are read at once
    await work.preload(
        documents=[_key(each, view, each.id) for each in streams for view in changed]
    )
    harsh = [each for each in streams if _is_harsh(await work.state(ENROLMENT, each))]
    if not harsh:
        return {}
    policies = await work.state(ESCALATION_POLICY, escalation_policy_of(tenant))
    asked = {}
    for stream in harsh:
        asked[stream] = await work.document(ASKED_STEPS, stream.account, stream.id)
    ids = {(s, each.reminder_id) for s, of in asked.items() for each in of.reminders}
    await work.preload(documents=[_key(stream, DELIVERIES.name, id) for stream, id in ids])
    found = {}
    for stream, of in asked.items():
        known = {
            each.reminder_id: await work.document(DELIVERIES, stream.account, each.reminder_id)
            for each in of.reminders
        }
        policy = policies.of(enrolled(await work.state(ENROLMENT, stream)).creditor_id)
        found[stream] = Evidence(policy=policy, asked=of, deliveries=known)
    return found


def _is_harsh(state: State) -> bool:
    return isinstance(state, Enrolment) and state.remaining[0].level > FREE


def _key(stream: Stream, view: str, id: str) -> DocumentKey:
    return DocumentKey(stream.account, view, id)


async def take_due(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """Take what is due of one enrolment, or hold it, or let what was held go on."""
    evidence = (await evidence_of(work, [stream], stream.account.tenant)).get(stream)
    command = TakeDueSteps(now=cause.at, evidence=evidence, facts=await facts_of(work, stream))
    await work.execute(ENROLMENT, stream, command, cause)


async def facts_of(work: UnitOfWork, stream: Stream) -> DebtorFacts:
    """What the steps to come ask about the debtor; nothing is looked up where none has a condition."""
    state = await work.state(ENROLMENT, stream)
    if not isinstance(state, Enrolment) or all(step.when is None for step in state.remaining):
        return DebtorFacts()
    return await work.document(DEBTOR_FACTS, stream.account, stream.account.key)


async def respect_exceptions(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """Whatever excepts the invoice, or its customer, from being chased holds for it, too."""
    enrolment = enrolled(await work.state(ENROLMENT, stream))
    excepted = await unchased(work, stream.account, enrolment.invoice_id)
    reasons = {id: terms.reason for id, terms in excepted.items()}
    await work.execute(ENROLMENT, stream, FollowExceptions(now=cause.at, reasons=reasons), cause)


async def workflow_of(work: UnitOfWork, tenant: TenantId, workflow_id: WorkflowId) -> Workflow:
    """A workflow as it stands, read without its lock: a version published meanwhile is for the next."""
    published = await work.state(WORKFLOW, WORKFLOW.stream(tenant, workflow_id, workflow_id))
    return known_as(workflow_id, published)


async def default_of(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId, chosen: str | None
) -> WorkflowId:
    """The workflow that a person names, or else the creditor's or the tenant's default."""
    if chosen is not None:
        return WorkflowId(chosen)
    return (await work.state(ASSIGNMENT, assignment_of(tenant))).of(creditor_id)


async def usable_workflow(work: UnitOfWork, tenant: TenantId, chosen: WorkflowId) -> Workflow:
    """The same, where it takes enrolments; raises ``WorkflowMissing``."""
    workflow = await workflow_of(work, tenant, chosen)
    if workflow.version == 0 or workflow.retired:
        raise WorkflowMissing(
            "No such workflow, or it is retired; GET /v1/workflows lists yours.",
            pointer="/workflow_id",
        )
    return workflow


async def move_enrolment(
    work: UnitOfWork,
    stream: Stream,
    workflow_id: WorkflowId | None,
    reason: str,
    cause: Cause,
    *,
    level: int | None = None,
    milder_reason: str | None = None,
) -> bool:
    """Whether it goes on elsewhere now: on a workflow's latest version, ``None`` for that of its own."""
    enrolment = enrolled(await work.state(ENROLMENT, stream))
    tenant, chosen = stream.account.tenant, workflow_id or enrolment.workflow_id
    workflow = await usable_workflow(work, tenant, chosen)
    policies = await work.state(CONTACT_POLICY, contact_policy_of(tenant))
    command = Move(
        now=cause.at,
        reason=reason,
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        steps=await treated_steps(work, stream.account, workflow.steps),
        contact_hour=policies.of(enrolment.creditor_id).hour,
        level=level,
        milder_reason=milder_reason,
    )
    return bool(await work.execute(ENROLMENT, stream, command, cause))


async def move_enrolments(
    work: UnitOfWork,
    account: Account,
    workflow_id: WorkflowId | None,
    reason: str,
    cause: Cause,
    creditor_id: CreditorId | None = None,
) -> int:
    """How many of a customer's enrolments, or of those with one creditor, go on elsewhere now."""
    listed = await work.listed(OPEN_ENROLMENTS, account)
    streams = [ENROLMENT.stream(*account, id) for id in listed]
    await work.preload(streams=streams)
    moved = 0
    for stream in streams:
        enrolment = enrolled(await work.state(ENROLMENT, stream))
        meant = creditor_id in (None, enrolment.creditor_id) and enrolment.outcome is None
        moved += meant and await move_enrolment(work, stream, workflow_id, reason, cause)
    return moved


async def start_run(
    work: UnitOfWork,
    stream: Stream,
    reason: RunReason,
    note: str,
    workflow_id: str | None,
    cause: Cause,
) -> None:
    """Another run, under today's policy and on the debtor's present days."""
    tenant = stream.account.tenant
    creditor_id = enrolled(await work.state(ENROLMENT, stream)).creditor_id
    chosen = await default_of(work, tenant, creditor_id, workflow_id)
    workflow = await usable_workflow(work, tenant, chosen)
    policies = await work.state(CONTACT_POLICY, contact_policy_of(tenant))
    policy = policies.of(creditor_id)
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    command = StartRun(
        now=cause.at,
        reason=reason,
        note=note,
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        steps=await treated_steps(work, stream.account, workflow.steps),
        contact_hour=policy.hour,
        alone_until=policy.alone_until(cause.at),
        time_zone=debtor.time_zone,
    )
    await work.execute(ENROLMENT, stream, command, cause)
    await respect_debtor(work, stream, cause)
    await respect_exceptions(work, stream, cause)
