"""The workflow every tenant has from the first day, until it chooses one of its own."""

from datetime import time

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import WorkflowId, derived
from recoup_events.workflow_scheduler import Call, Remind, Step
from workflow_scheduler.workflows.domain.workflow import Workflow

_TEN = time(10)


def _mail(name: str, level: int, days: int, template: str) -> Step:
    mail = Remind(channel=Channel.EMAIL, template=template)
    return Step(name=name, level=level, days=days, action=mail)


DEFAULT_WORKFLOW = Workflow(
    workflow_id=WorkflowId(derived("wfl", "default")),
    name="Recoup default",
    version=1,
    steps=(
        _mail("upcoming", 0, -7, "upcoming"),
        _mail("due_today", 0, 0, "due_today"),
        _mail("friendly", 1, 3, "friendly_reminder"),
        Step(
            name="nudge",
            level=1,
            days=7,
            action=Remind(channel=Channel.SMS, template="sms_nudge"),
        ),
        _mail("firm", 2, 14, "firm_reminder"),
        Step(
            name="call",
            level=2,
            days=21,
            action=Call(
                at=_TEN,
                script="Ask whether the invoice arrived, whether anything is wrong with it, "
                "and by which day it will be paid. Offer a payment plan if it cannot be.",
            ),
        ),
        _mail("final_notice", 3, 30, "final_notice"),
    ),
)


def known_as(workflow_id: WorkflowId, published: Workflow) -> Workflow:
    """The workflow of this id; the built-in one has no stream, it is part of Recoup."""
    return DEFAULT_WORKFLOW if workflow_id == DEFAULT_WORKFLOW.workflow_id else published
