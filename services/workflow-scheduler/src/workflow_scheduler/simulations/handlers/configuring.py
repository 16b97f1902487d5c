"""What a tenant had set, and what it sets instead under a policy that is tried: events like any others."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, WorkflowId
from recoup_events.workflow_scheduler import WorkflowPublished
from workflow_scheduler.assignments.domain.deciders import assignment_rules_of
from workflow_scheduler.assignments.domain.events import AssignmentRulesSet
from workflow_scheduler.assignments.domain.rules import RulesDocument
from workflow_scheduler.contact_policies.domain.contact_policy import (
    ContactPolicySet,
    contact_policy_of,
)
from workflow_scheduler.simulations.domain.ids import uuid_of
from workflow_scheduler.simulations.domain.past import Recorded
from workflow_scheduler.simulations.domain.trial import Policy, Trial
from workflow_scheduler.workflows.domain.assignment import assignment_of
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.events import WorkflowChosen
from workflow_scheduler.workflows.domain.workflow import WORKFLOW

Config = Sequence[Recorded]
_TENANTS_OWN = (0, 0, 0)


def config_under(policy: Policy, trial: Trial, tenant: TenantId, config: Config) -> Config:
    """The recorded one, but for what the policy sets from the first simulated moment on."""
    instead = list(_instead(policy, trial, tenant, config))
    set_anew = {envelope.stream for envelope in instead}
    kept = [
        each
        for each in config
        if each.envelope.cause.at < trial.begins or each.envelope.stream not in set_anew
    ]
    return [*kept, *(Recorded(_TENANTS_OWN, envelope) for envelope in instead)]


def _instead(
    policy: Policy, trial: Trial, tenant: TenantId, config: Config
) -> Iterator[Envelope[Event]]:
    at, creditor_id = trial.begins, trial.selection.creditor_id
    tried = policy.workflow
    if tried is not None:
        id = tried.workflow_id
        if id != DEFAULT_WORKFLOW.workflow_id:
            published = WorkflowPublished(
                workflow_id=id,
                workflow_version=tried.version,
                name=tried.name,
                steps=tried.steps,
            )
            yield _set(WORKFLOW.stream(tenant, id, id), at, published)
        for choice in (None, *_choosing(config)):
            chosen = WorkflowChosen(workflow_id=id, creditor_id=choice)
            yield _set(assignment_of(tenant), at, chosen)
        yield _set(assignment_rules_of(tenant), at, AssignmentRulesSet(document=RulesDocument()))
    if policy.assignment is not None:
        set_anew = AssignmentRulesSet(document=policy.assignment)
        yield _set(assignment_rules_of(tenant), at, set_anew)
    if policy.contact_policy is not None:
        event = ContactPolicySet(policy=policy.contact_policy, creditor_id=creditor_id)
        yield _set(contact_policy_of(tenant), at, event)


def _choosing(config: Config) -> Sequence[str]:
    """Creditors that have ever had a choice of their own."""
    events = (each.envelope.event for each in config)
    found = {event.creditor_id for event in events if isinstance(event, WorkflowChosen)}
    return sorted(id for id in found if id is not None)


def _set(stream: Stream, at: datetime, event: Event) -> Envelope[Event]:
    id = uuid_of(stream.name, event.type, event.model_dump_json())
    return Envelope(id, stream, 1, Cause(at, "simulation", id), event)


def namer(config: Config) -> Callable[[WorkflowId, int], str]:
    """How workflows are called in the report."""
    names: dict[str, str] = {DEFAULT_WORKFLOW.workflow_id: DEFAULT_WORKFLOW.name}
    for each in config:
        event = each.envelope.event
        if isinstance(event, WorkflowPublished):
            names[event.workflow_id] = event.name

    def name_of(id: WorkflowId, version: int) -> str:
        return f"{names.get(id, id)} v{version}"

    return name_of
