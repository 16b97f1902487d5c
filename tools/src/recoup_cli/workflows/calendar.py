"""The days of a workflow's steps for one invoice, if nothing is late and nothing is paid."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from rich.table import Table

from recoup_events.invoice import Chase
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.notification import BUILT_IN_REMINDERS
from recoup_events.workflow_scheduler import Anchor, Call, Escalate, Remind, Step
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, Planned
from workflow_scheduler.enrolments.domain.planning import outlook, plan
from workflow_scheduler.workflows.domain.known_templates import category_of


def days(
    steps: Sequence[Step], issued: date, due: date, country: str | None, subdivision: str | None
) -> list[tuple[Step, date]]:
    """Of each step, and of the decision behind the last; those before the issue date come on it."""
    enrolment = Enrolment(
        enrolment_id=EnrolmentId("enr_plan"),
        invoice_id=InvoiceId("inv_plan"),
        receivable_id=ReceivableId("rcv_plan"),
        customer_id=CustomerId("cus_plan"),
        creditor_id=CreditorId("crd_plan"),
        workflow_id=WorkflowId("wfl_plan"),
        workflow_version=1,
        steps=tuple(steps),
        contact_hour=time(9),
        alone_until=datetime.combine(issued, time.min, UTC),
        chase=Chase.NOW,
        chase_from=None,
        issue_date=issued,
        due_date=due,
        time_zone="UTC",
        country=country,
        subdivision=subdivision,
        balance=Money(minor_units=1, currency="EUR"),
    )
    first = plan(enrolment, enrolment.alone_until)
    planned = Planned(step=first.step, at=first.planned_for)
    waiting = enrolment.model_copy(update={"planned": planned, "taken": len(first.passed)})
    return [(step, at.date()) for step, at in outlook(waiting) if at is not None]


def table(planned: Sequence[tuple[Step, date]], due: date) -> Table:
    """One line for each step."""
    shown = Table("step", "level", "day", "past due", "what", "only if", box=None, pad_edge=False)
    for number in (1, 3):
        shown.columns[number].justify = "right"
    for step, day in planned:
        past_due = f"{(day - due).days:+d}" if day != due else "0"
        shown.add_row(
            *(step.name, str(step.level), f"{day:%a %Y-%m-%d}", past_due),
            *("\n".join(_what(step)), _only_if(step)),
        )
    return shown


def _what(step: Step) -> Iterator[str]:
    match step.action:
        case Remind() as remind:
            yield f"{remind.channel} {remind.template} to {', '.join(remind.recipients)}"
            if remind.attachments:
                yield f"with {', '.join(remind.attachments)}"
        case Call() as call:
            yield f"call at {call.at:%H:%M}"
            if call.repeat is not None:
                most = (
                    "" if call.repeat.at_most is None else f", {call.repeat.at_most} times at most"
                )
                yield f"again every {call.repeat.every_days} days{most}"
        case Escalate() as ask:
            yield f"decide on {ask.measure} at {ask.at:%H:%M}"


def _only_if(step: Step) -> str:
    if step.when is None:
        return ""
    return ", ".join(step.when.model_dump(exclude_defaults=True))


def notes(steps: Sequence[Step], planned: Sequence[tuple[Step, date]]) -> Iterator[str]:
    """What a reader of the days should know that no rule refuses."""
    coming = {step.name for step, _ in planned}
    for step in steps:
        if step.name not in coming:
            yield f"{step.name}: its day is over when this invoice is issued, so it is passed over."
        if isinstance(step.action, Remind):
            category, name = category_of(step.action.channel), step.action.template
            if name not in BUILT_IN_REMINDERS.get(category, ()):
                yield (
                    f"{step.name}: the {category} template {name!r} is not built in; it has to be published "
                    "before the workflow is."
                )
    if any(step.anchor is Anchor.PREVIOUS_STEP for step in steps):
        yield "Steps counted from the one before come later when that one does."
