"""Where an enrolment meets the rounds of its customer."""

from collections.abc import Sequence
from datetime import timedelta

from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.workflow_scheduler import Item, Remind
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import at_local_time, local_date
from workflow_scheduler.contact_rounds.domain.commands import AskCopy, Entry, PlanRound
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND
from workflow_scheduler.contact_rounds.domain.waiting import WAITING
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import StepPlanned
from workflow_scheduler.enrolments.domain.held_steps import HELD_STEPS
from workflow_scheduler.enrolments.domain.ids import round_id
from workflow_scheduler.escalations.domain.asked_steps import ASKED_STEPS


async def join_round(work: UnitOfWork, planned: Envelope[StepPlanned], cause: Cause) -> None:
    """A message that is planned needs a round on its day; which it is stands in the plan."""
    round_id = planned.event.round_id
    if round_id is None:
        return
    enrolment = enrolled(await work.state(ENROLMENT, planned.stream))
    command = PlanRound(
        round_id=round_id,
        customer_id=enrolment.customer_id,
        creditor_id=enrolment.creditor_id,
        at=planned.event.planned_for,
    )
    await work.execute(ROUND, ROUND.stream(*planned.account, round_id), command, cause)


COPY = Remind(
    channel=Channel.EMAIL,
    template="second_invoice",
    attachments=(AttachmentKind.INVOICE_COPY,),
)
"""How a new copy goes out."""
OPTIONS = Remind(
    channel=Channel.EMAIL,
    template="options",
    recipients=(ContactRole.BILLING, ContactRole.DECISION_MAKER),
)
"""How whoever cannot pay is told of the ways to go on."""


async def send_copy(work: UnitOfWork, enrolment: Enrolment, account: Account, cause: Cause) -> None:
    """The customer's next round takes a copy of the invoice along."""
    await _send(work, enrolment, account, COPY, "copy", cause)


async def send_options(
    work: UnitOfWork, enrolment: Enrolment, account: Account, cause: Cause
) -> None:
    """In the customer's next round, as a message that asks for nothing else."""
    await _send(work, enrolment, account, OPTIONS, "options", cause)


async def _send(
    work: UnitOfWork,
    enrolment: Enrolment,
    account: Account,
    remind: Remind,
    named: str,
    cause: Cause,
) -> None:
    """Beside the steps, by the same gate as any message."""
    at = cause.at
    if enrolment.contact_hour is not None:
        day = local_date(at, enrolment.time_zone)
        moment = at_local_time(day, enrolment.contact_hour, enrolment.time_zone)
        tomorrow = at_local_time(
            day + timedelta(days=1), enrolment.contact_hour, enrolment.time_zone
        )
        at = moment if moment >= at else tomorrow
    item = Item(
        invoice_id=enrolment.invoice_id,
        receivable_id=enrolment.receivable_id,
        enrolment_id=enrolment.enrolment_id,
        step=named,
        occurrence=enrolment.run,
        template=remind.template,
        level=1,
        amount=enrolment.chased,
        attachments=remind.attachments,
    )
    command = AskCopy(
        round_id=round_id(
            enrolment.customer_id,
            enrolment.creditor_id,
            local_date(at, enrolment.time_zone),
        ),
        customer_id=enrolment.customer_id,
        creditor_id=enrolment.creditor_id,
        at=at,
        entry=Entry(remind=remind, item=item, due_date=enrolment.due_date, apart=remind is OPTIONS),
    )
    await work.execute(ROUND, ROUND.stream(*account, command.round_id), command, cause)


async def foresee_enrolments(work: UnitOfWork, streams: Sequence[Stream]) -> None:
    """Their histories, and the documents that taking a step changes."""
    documents = [
        DocumentKey(stream.account, view.name, stream.id)
        for stream in streams
        for view in (ASKED_STEPS, HELD_STEPS, WAITING)
    ]
    await work.preload(streams=streams, documents=documents)
