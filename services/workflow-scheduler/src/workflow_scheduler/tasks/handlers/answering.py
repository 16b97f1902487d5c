"""What follows from what a customer said: a promise, a dispute, a copy, another call, a search."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from recoup_events.dispute import Reason
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DisputeId, PromiseId, TaskId, derived
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    Disposition,
    DisputeRequested,
    Given,
    HardshipReason,
    HardshipSignalled,
    PauseCause,
    PromiseSource,
    TaskCreated,
    TaskKind,
)
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import at_local_time, local_date
from workflow_scheduler.contact_rounds.handlers import send_copy
from workflow_scheduler.debtors.domain.calling import lawful_from
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.domain.commands import PauseFor
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.promises.domain.decider import PROMISE
from workflow_scheduler.promises.domain.parts import Part, part_of
from workflow_scheduler.promises.handlers import Word, enrolments_of, make_promise, slices_of
from workflow_scheduler.tasks.domain.commands import CompleteTask, CreateTask
from workflow_scheduler.tasks.domain.errors import AnswerIncomplete
from workflow_scheduler.tasks.domain.policy import TASK_POLICY, TaskPolicy, task_policy_of
from workflow_scheduler.tasks.handlers.creating import ask
from workflow_scheduler.tasks.handlers.following import about_of, find_out

SAYS_WHAT = frozenset(
    {
        Disposition.PROMISED_TO_PAY,
        Disposition.CONTESTS,
        Disposition.CANNOT_PAY,
        Disposition.ASKED_FOR_PLAN,
        Disposition.NEVER_RECEIVED,
        Disposition.PAID_ALREADY,
    }
)
"""What is said about something that is owed."""
AGAIN = frozenset({Disposition.CALLS_BACK, Disposition.NOT_REACHED})
"""After which somebody is called once more."""
FIND = frozenset({Disposition.WRONG_NUMBER, Disposition.WRONG_PERSON})
TEN = time(10)


class Answer(Value):
    """What was said, as far as it drives what follows."""

    parts: tuple[Part, ...] = ()
    """What it is about; the task's own receivable where nothing is named."""
    due_on: date | None = None
    """By when it is promised."""
    amount: Money | None = None
    """How much of the task's own receivable."""
    call_at: datetime | None = None
    dispute_reason: Reason = Reason.OTHER
    hardship_reason: HardshipReason = HardshipReason.OTHER


async def answers_of(
    work: UnitOfWork, task: TaskCreated, command: CompleteTask, answer: Answer, account: Account
) -> Sequence[DisputeRequested | HardshipSignalled]:
    """What others are told: it is recorded with the completion."""
    hardship = (Disposition.CANNOT_PAY, Disposition.ASKED_FOR_PLAN)
    if command.disposition not in (Disposition.CONTESTS, *hardship):
        return ()
    parts = await _parts(work, task, answer, account)
    enrolments = await enrolments_of(work, account, parts)
    slices = slices_of(parts, enrolments)
    creditor = next(iter(enrolments.values())).creditor_id
    about = {
        "customer_id": task.customer_id,
        "creditor_id": creditor,
        "task_id": task.task_id,
        "call_id": command.call_id,
    }
    if command.disposition in hardship:
        asked = command.disposition is Disposition.ASKED_FOR_PLAN
        reason = HardshipReason.ASKS_FOR_INSTALMENTS if asked else answer.hardship_reason
        return (HardshipSignalled(**about, slices=slices, reason=reason, words=command.note),)
    return tuple(
        DisputeRequested(
            **about | {"creditor_id": enrolments[slice.receivable_id].creditor_id},
            **dict(slice),
            dispute_id=DisputeId(derived("dsp", task.task_id, slice.receivable_id)),
            reason=answer.dispute_reason,
            statement=command.note or f"Said on the telephone: {answer.dispute_reason}.",
        )
        for slice in slices
    )


async def _parts(
    work: UnitOfWork, task: TaskCreated, answer: Answer, account: Account
) -> tuple[Part, ...]:
    if answer.parts:
        return answer.parts
    if task.receivable_id is None:
        raise AnswerIncomplete(
            "The task is about no invoice of its own: send the slices that this is about.",
            pointer="/slices",
        )
    stream = enrolment_of(account, task.receivable_id)
    return (part_of(enrolled(await work.state(ENROLMENT, stream)), answer.amount),)


async def follow(
    work: UnitOfWork,
    stream: Stream,
    task: TaskCreated,
    done: CompleteTask,
    answer: Answer,
    cause: Cause,
) -> None:
    """What this service does itself; what it cannot do is refused, and with it the completion."""
    policies = await work.state(TASK_POLICY, task_policy_of(stream.account.tenant))
    policy = policies.of(task.creditor_id)
    match done.disposition:
        case Disposition.PROMISED_TO_PAY:
            await _promise(work, stream.account, task, done, answer, cause)
        case Disposition.NEVER_RECEIVED:
            parts = await _parts(work, task, answer, stream.account)
            for enrolment in (await enrolments_of(work, stream.account, parts)).values():
                await send_copy(work, enrolment, stream.account, cause)
        case Disposition.CALLS_BACK:
            await _call_again(work, stream.account, task, answer.call_at, policy, cause)
        case Disposition.NOT_REACHED if task.attempt < policy.most_attempts:
            await _call_again(work, stream.account, task, None, policy, cause)
        case Disposition.WRONG_NUMBER | Disposition.WRONG_PERSON:
            await find_out(work, stream.account, task, done, cause)
        case Disposition.PAID_ALREADY:
            await _search(work, stream.account, task, done, answer, policy, cause)
        case _:
            pass  # what is told to others stands with the completion; the rest drives nothing


async def _promise(
    work: UnitOfWork,
    account: Account,
    task: TaskCreated,
    done: CompleteTask,
    answer: Answer,
    cause: Cause,
) -> None:
    if answer.due_on is None:
        raise AnswerIncomplete(
            "Send due_on, the day by which it is promised; where no day was named, send the "
            "disposition other.",
            pointer="/due_on",
        )
    by = PromiseSource.CALL if done.call_id is not None else PromiseSource.PERSON
    by = PromiseSource.REPLY if task.about.reply_id is not None else by
    word = Word(
        customer_id=task.customer_id,
        parts=await _parts(work, task, answer, account),
        due_on=answer.due_on,
        given=Given(
            by=by,
            person_id=task.about.person_id,
            call_id=done.call_id,
            reply_id=task.about.reply_id,
            task_id=task.task_id,
        ),
        words=done.note,
    )
    promise = PROMISE.stream(*account, PromiseId(derived("prm", task.task_id)))
    await make_promise(work, promise, word, cause)


async def _call_again(
    work: UnitOfWork,
    account: Account,
    task: TaskCreated,
    at: datetime | None,
    policy: TaskPolicy,
    cause: Cause,
) -> None:
    """When the customer wished it, or some days later; moved to the next lawful moment."""
    debtor = await work.document(DEBTOR, account, account.key)
    today = local_date(cause.at, debtor.calendar)
    later = at_local_time(today + timedelta(days=policy.days_apart), TEN, debtor.calendar)
    wished = later if at is None else max(at, cause.at)
    again = task.kind is TaskKind.CALL and at is None
    command = CreateTask(
        **about_of(task),
        task_id=TaskId(derived("tsk", task.task_id, "again")),
        kind=TaskKind.CALL,
        script=task.script,
        attempt=task.attempt + 1 if again else 1,
        not_before=lawful_from(debtor, task.creditor_id, wished),
    )
    await ask(work, account, command, cause)


async def _search(
    work: UnitOfWork,
    account: Account,
    task: TaskCreated,
    done: CompleteTask,
    answer: Answer,
    policy: TaskPolicy,
    cause: Cause,
) -> None:
    """A task to look for the money; meanwhile nothing is chased of what is said to be paid."""
    debtor = await work.document(DEBTOR, account, account.key)
    until = local_date(cause.at, debtor.calendar) + timedelta(days=policy.search_days)
    parts = await _parts(work, task, answer, account)
    for enrolment in (await enrolments_of(work, account, parts)).values():
        id = TaskId(derived("tsk", task.task_id, "find_payment", enrolment.receivable_id))
        pauses_until = at_local_time(until, time.min, debtor.calendar)
        command = CreateTask(
            **about_of(task) | dict(enrolment.ids),
            task_id=id,
            kind=TaskKind.FIND_PAYMENT,
            script="The customer says that it has paid: ask for the day, the amount and the "
            "reference, and look for the money among the receipts and on account.",
            words=done.note,
            due_on=until,
            pauses_until=pauses_until if policy.search_days else None,
        )
        if await ask(work, account, command, cause) and command.pauses_until is not None:
            pause = PauseFor(
                now=cause.at,
                cause=PauseCause.SAID_TO_BE_PAID,
                cause_id=id,
                reason="The customer says that it has paid.",
            )
            await work.execute(
                ENROLMENT, enrolment_of(account, enrolment.receivable_id), pause, cause
            )
