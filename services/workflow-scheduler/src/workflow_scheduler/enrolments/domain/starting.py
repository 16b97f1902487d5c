"""Putting an invoice on its workflow; what lies in the past already is not caught up with."""

from collections.abc import Sequence
from datetime import timedelta

from recoup_events.workflow_scheduler import EnrolmentStarted
from recoup_receivables.calendar import at_local_time
from workflow_scheduler.enrolments.domain.commands import StartEnrolment
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned


def start(command: StartEnrolment) -> Sequence[EnrolmentPlanned | EnrolmentStarted]:
    """Plan the steps and start with the first that is still to come."""
    return [
        EnrolmentPlanned(passed=_passed(command), **command.model_dump(exclude={"now"})),
        EnrolmentStarted(
            enrolment_id=command.enrolment_id,
            invoice_id=command.invoice_id,
            customer_id=command.customer_id,
            workflow_id=command.workflow_id,
            workflow_version=command.workflow_version,
        ),
    ]


def _passed(command: StartEnrolment) -> int:
    """How many steps to leave out: those before now, but never the last one."""
    moments = (
        at_local_time(command.due_date + timedelta(days=step.days), step.at, command.time_zone)
        for step in command.steps
    )
    last = len(command.steps) - 1
    return next((index for index, at in enumerate(moments) if at >= command.now), last)
