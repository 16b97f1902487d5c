"""What enrolments need of the customer's conditions and of the tenant's workflows."""

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, TenantId, WorkflowId
from recoup_events.workflow_scheduler import RunReason
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    contact_policy_of,
)
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.commands import FollowConditions, StartRun
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
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


async def workflow_of(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId, chosen: WorkflowId | None = None
) -> Workflow:
    """The chosen workflow, or that of the creditor's or the tenant's choice.

    It is read without its lock: a choice made meanwhile counts from the next invoice on.
    """
    assignment = await work.state(ASSIGNMENT, assignment_of(tenant))
    choice = chosen or assignment.of(creditor_id)
    published = await work.state(WORKFLOW, WORKFLOW.stream(tenant, choice, choice))
    return known_as(choice, published)


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
    chosen = None if workflow_id is None else WorkflowId(workflow_id)
    workflow = await workflow_of(work, tenant, creditor_id, chosen)
    if workflow.version == 0 or workflow.retired:
        raise WorkflowMissing(
            "No such workflow, or it is retired; GET /v1/workflows lists yours.",
            pointer="/workflow_id",
        )
    policies = await work.state(CONTACT_POLICY, contact_policy_of(tenant))
    policy = policies.of(creditor_id)
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    command = StartRun(
        now=cause.at,
        reason=reason,
        note=note,
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        steps=workflow.steps,
        contact_hour=policy.hour,
        alone_until=policy.alone_until(cause.at),
        time_zone=debtor.time_zone,
    )
    await work.execute(ENROLMENT, stream, command, cause)
    await respect_debtor(work, stream, cause)
