"""What others received that a person has to look at, and what settles it without one."""

from recoup_events.invoice import CustomerDetailsChanged
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.ids import PersonId, TaskId, derived
from recoup_events.notification import (
    ContactRefused,
    MessageDelivered,
    MessageUndelivered,
    ReplyMeaning,
    ReplyReceived,
)
from recoup_events.workflow_scheduler import ClosingReason, TaskKind, TaskSubject
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.tasks.domain.bounces import BOUNCES, MOST
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.kinds import OF_DETAILS
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS, of_kind
from workflow_scheduler.tasks.handlers.closing import close
from workflow_scheduler.tasks.handlers.creating import ask

SETTLED = frozenset(
    {
        ReplyMeaning.OPT_OUT,
        ReplyMeaning.OPT_IN,
        ReplyMeaning.HELP,
        ReplyMeaning.OUT_OF_OFFICE,
        ReplyMeaning.AUTOMATIC,
    }
)
"""What needs nobody."""


async def find_address(
    work: UnitOfWork, received: Envelope[MessageUndelivered], cause: Cause
) -> None:
    """Somebody looks for an address where nobody has this one, or after several that came back in a row."""
    event, account = received.event, received.account
    bounces = await work.document(BOUNCES, account, f"{event.person_id}/{event.channel}")
    if not event.address_unknown and bounces.in_a_row < MOST:
        return
    if await _asked(work, account, TaskKind.ADDRESS, event.person_id):
        return
    command = CreateTask(
        task_id=TaskId(derived("tsk", "address", event.message_id)),
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        kind=TaskKind.ADDRESS,
        script=f"Messages by {event.channel} come back ({event.kind}): find an address that works "
        "and enter it with the customer. Until one arrives, nothing firmer is sent.",
        about=TaskSubject(person_id=event.person_id, message_id=event.message_id),
        words=event.reason,
    )
    await ask(work, account, command, cause)


async def close_arrived(
    work: UnitOfWork, received: Envelope[MessageDelivered], cause: Cause
) -> None:
    """A message that arrived has confirmed the address."""
    event = received.event
    within = of_kind(TaskKind.ADDRESS)
    for id, task in (await work.listed(OPEN_TASKS, received.account, within=within)).items():
        if task.about.person_id == event.person_id:
            await close(work, received.account, id, ClosingReason.ADDRESS_CONFIRMED, cause)


async def find_channel(work: UnitOfWork, received: Envelope[ContactRefused], cause: Cause) -> None:
    """Nobody was there to write to."""
    event, account = received.event, received.account
    if event.person_id is not None or await _asked(work, account, TaskKind.NO_CHANNEL, None):
        return
    command = CreateTask(
        task_id=TaskId(derived("tsk", "no_channel", event.message_id)),
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        kind=TaskKind.NO_CHANNEL,
        script=f"Nobody can be written to by {event.channel}: find a person with an address, and "
        "enter it with the customer.",
        about=TaskSubject(message_id=event.message_id),
    )
    await ask(work, account, command, cause)


async def read_reply(work: UnitOfWork, received: Envelope[ReplyReceived], cause: Cause) -> None:
    """Whatever a person wrote is read by one, unless nothing is left to do."""
    event = received.event
    if event.meaning in SETTLED:
        return
    wrong = event.meaning is ReplyMeaning.WRONG_PERSON
    understood = (
        "Nothing in it is sure."
        if event.meaning is ReplyMeaning.UNCLEAR
        else f"It seems to say: {event.meaning.replace('_', ' ')}."
    )
    command = CreateTask(
        task_id=TaskId(derived("tsk", "reply", event.reply_id)),
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        kind=TaskKind.CONTACT_DATA if wrong else TaskKind.REPLY,
        script=f"Read the reply and say what it means. {understood}",
        about=TaskSubject(
            person_id=event.person_id, reply_id=event.reply_id, message_id=event.answers
        ),
        words=event.text[:4000],
    )
    await ask(work, received.account, command, cause)


async def close_of_details(
    work: UnitOfWork, received: Envelope[CustomerDetailsChanged], cause: Cause
) -> None:
    """Other persons, or other ways to reach them, are what those tasks were for."""
    account = received.account
    if not (await work.document(DEBTOR, account, account.key)).persons_changed:
        return
    for id, task in (await work.listed(OPEN_TASKS, account)).items():
        if task.kind in OF_DETAILS:
            await close(work, account, id, ClosingReason.DETAILS_CHANGED, cause)


async def _asked(
    work: UnitOfWork, account: Account, kind: TaskKind, person_id: PersonId | None
) -> bool:
    """One open task about a person is enough."""
    open_tasks = await work.listed(OPEN_TASKS, account, within=of_kind(kind))
    return any(task.about.person_id == person_id for task in open_tasks.values())
