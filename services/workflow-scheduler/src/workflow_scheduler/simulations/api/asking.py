"""Looks up what a request names, so that a simulation holds all that decides what comes of it."""

from recoup_compliance.archive import rules_of
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import TenantId, WorkflowId
from recoup_events.kernel.refusals import Unacceptable
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import RequestContext
from workflow_scheduler.assignments.domain.rules import RulesDocument
from workflow_scheduler.assignments.handlers import rules_at
from workflow_scheduler.simulations.api.requests import TriedPolicy
from workflow_scheduler.simulations.domain.trial import Policy, TriedWorkflow
from workflow_scheduler.workflows.domain.default_workflow import known_as
from workflow_scheduler.workflows.domain.workflow import WORKFLOW, Workflow


class WorkflowUnknown(Unacceptable):
    """A simulation names a workflow, or a version of it, that was never published."""

    code = "workflow_unknown"


class RulesUnknown(Unacceptable):
    """A simulation names a set of rules of contact that is not archived."""

    code = "rules_unknown"


async def policy_of(context: RequestContext, tried: TriedPolicy) -> Policy:
    """What is tried, word for word."""
    if tried.rules_version is not None and rules_of(tried.rules_version) is None:
        raise RulesUnknown(
            f"There is no set of rules {tried.rules_version}; GET /v1/rules names the present "
            "one, and each refused contact names the one that refused it.",
            pointer="/policy/rules_version",
        )
    async with context.work() as work:
        workflow = await _workflow(work, context.tenant, tried)
        assignment = await _assignment(work, context.tenant, tried)
    return Policy(
        workflow=workflow,
        assignment=assignment,
        contact_policy=None if tried.contact_policy is None else tried.contact_policy.policy,
        rules_version=tried.rules_version,
        rules_as_of=tried.rules_as_of,
    )


async def _assignment(
    work: UnitOfWork, tenant: TenantId, tried: TriedPolicy
) -> RulesDocument | None:
    if tried.assignment_rules_version is None:
        return None
    held = await rules_at(work, tenant, tried.assignment_rules_version)
    document: RulesDocument = held.state
    return document


async def _workflow(work: UnitOfWork, tenant: TenantId, tried: TriedPolicy) -> TriedWorkflow | None:
    if tried.workflow_id is None:
        return None
    id, wanted = WorkflowId(tried.workflow_id), tried.workflow_version
    stream = WORKFLOW.stream(tenant, id, id)
    found = known_as(id, await _published(work, stream, wanted))
    if found.version == 0 or (wanted is not None and found.version != wanted):
        version = "" if wanted is None else f" in version {wanted}"
        raise WorkflowUnknown(
            f"No workflow {id} was published{version}; GET /v1/workflows lists yours. To try steps that "
            "nobody uses, publish them under a name of their own.",
            pointer="/policy/workflow_id",
        )
    return TriedWorkflow(workflow_id=id, name=found.name, version=found.version, steps=found.steps)


async def _published(work: UnitOfWork, stream: Stream, wanted: int | None) -> Workflow:
    """The latest version, or the one that is wanted if it was there."""
    held = await work.load(WORKFLOW, stream)
    for version in range(held.version, 0, -1):
        found: Workflow = (await work.load_at(WORKFLOW, stream, version)).state
        if wanted is None or found.version <= wanted:
            return found
    return Workflow()
