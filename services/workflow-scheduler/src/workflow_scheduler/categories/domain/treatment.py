"""Treatments: how customers of each category are treated, as the tenant has it."""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId, WorkflowId
from recoup_events.notification import TemplateCategory
from recoup_events.workflow_scheduler import Call, Category, Remind, Step
from recoup_eventstore.decider import Decider
from workflow_scheduler.workflows.domain.known_templates import KnownTemplates
from workflow_scheduler.workflows.domain.usable import Standing, check_usable

OFFER = "Offer a payment plan before anything else. "


class Treatment(Value):
    """What differs for one category; nothing, until the tenant says so."""

    workflow_id: WorkflowId | None = None
    """For invoices that no assignment rule has."""
    channel: Channel | None = None
    """Instead of the workflow's own, where the template has words for it."""
    templates: str | None = None
    """A family: ``<family>_<template>`` is used where it is published."""
    offer_plan: bool = False
    """Whoever calls offers a payment plan first."""


NONE = Treatment()


class Treatments(Value):
    unorganized: Treatment = NONE
    going_out_of_business: Treatment = NONE
    angry: Treatment = NONE

    def of(self, category: Category) -> Treatment:
        """Who is undecided is treated as the workflow says."""
        if category is Category.UNDECIDED:
            return NONE
        treatment: Treatment = getattr(self, category)
        return treatment

    @property
    def workflows(self) -> Mapping[str, WorkflowId]:
        """By the category that names each."""
        named = {name: treatment.workflow_id for name, treatment in self}
        return {name: id for name, id in named.items() if id is not None}


class SetTreatments(Command):
    treatments: Treatments
    workflows: dict[WorkflowId, Standing]
    """Each that is named, as it stands."""


class TreatmentsSet(Event, type="treatments.set.v1"):
    """From now on customers are treated so."""

    treatments: Treatments


def decide(command: SetTreatments, held: Treatments) -> Sequence[TreatmentsSet]:
    for name, id in command.treatments.workflows.items():
        check_usable(id, command.workflows[id], f"/{name}/workflow_id")
    same = command.treatments == held
    return [] if same else [TreatmentsSet(treatments=command.treatments)]


def evolve(_held: Treatments, event: TreatmentsSet) -> Treatments:
    return event.treatments


TREATMENTS: Decider[SetTreatments, Treatments, TreatmentsSet] = Decider(
    "treatments", Treatments(), decide, evolve
)


def treatments_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's treatments; under one lock with its assignment rules."""
    return TREATMENTS.stream(tenant, "assignment", "default")


def treated(steps: Sequence[Step], treatment: Treatment, known: KnownTemplates) -> tuple[Step, ...]:
    """The steps as they are for customers of a category: names, days and levels stay."""
    return tuple(_treated(step, treatment, known) for step in steps)


def _treated(step: Step, treatment: Treatment, known: KnownTemplates) -> Step:
    match step.action:
        case Remind() as remind:
            worded = _worded(_sent(remind, treatment, known), treatment, known)
            return step.model_copy(update={"action": worded})
        case Call(script=script) as call if treatment.offer_plan:
            offering = call.model_copy(update={"script": OFFER + script})
            return step.model_copy(update={"action": offering})
        case _:
            return step


def _sent(remind: Remind, treatment: Treatment, known: KnownTemplates) -> Remind:
    channel = treatment.channel
    if channel is None or remind.template not in known.names(_words_of(channel)):
        return remind
    return remind.model_copy(update={"channel": channel})


def _worded(remind: Remind, treatment: Treatment, known: KnownTemplates) -> Remind:
    own = f"{treatment.templates}_{remind.template}"
    if treatment.templates is None or own not in known.names(_words_of(remind.channel)):
        return remind
    return remind.model_copy(update={"template": own})


def _words_of(channel: Channel) -> TemplateCategory:
    """What is written on paper is written as in mails."""
    return TemplateCategory.SMS if channel is Channel.SMS else TemplateCategory.EMAIL
