"""Making a promise of what is chased, and what a promise does to enrolments."""

from collections.abc import Mapping, Sequence
from datetime import date

from recoup_events.invoice import MOST_TERMS, Condition
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CustomerId,
    PromiseId,
    ReceivableId,
    receivable_id_of,
)
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import Given, PromiseBroken, Resumption, Withdrawal
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.commands import Hasten
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.promises.domain.commands import MakePromise, WithdrawPromise
from workflow_scheduler.promises.domain.decider import PROMISE
from workflow_scheduler.promises.domain.errors import SliceUnfit, UnknownReceivable
from workflow_scheduler.promises.domain.parts import Part
from workflow_scheduler.promises.domain.policy import (
    PROMISE_POLICY,
    PromisePolicy,
    promise_policy_of,
)
from workflow_scheduler.promises.domain.promise import Promise
from workflow_scheduler.promises.domain.promised import OPEN_PROMISES, PROMISED

VOIDING = frozenset({Condition.INSOLVENCY, Condition.DEATH, Condition.BREATHING_SPACE})
"""Conditions under which nobody pays as promised."""


class Word(Value):
    """What somebody promises."""

    customer_id: CustomerId
    parts: tuple[Part, ...]
    due_on: date
    given: Given
    words: str | None = None


async def make_promise(work: UnitOfWork, stream: Stream, word: Word, cause: Cause) -> None:
    """Take a customer's word, under the policy of the creditor that is owed."""
    account = stream.account
    enrolments = await enrolments_of(work, account, word.parts)
    first = next(iter(enrolments.values()))
    if len({each.creditor_id for each in enrolments.values()}) > 1:
        raise SliceUnfit(
            "All invoices of a promise are owed to one creditor; send one for each.",
            pointer="/slices",
        )
    policies = await work.state(PROMISE_POLICY, promise_policy_of(account.tenant))
    policy = policies.of(first.creditor_id)
    promised = {id: await work.document(PROMISED, account, id) for id in enrolments}
    command = MakePromise(
        promise_id=PromiseId(stream.id),
        customer_id=word.customer_id,
        creditor_id=first.creditor_id,
        slices=slices_of(word.parts, enrolments),
        due_on=word.due_on,
        given=word.given,
        words=word.words,
        time_zone=first.time_zone,
        now=cause.at,
        policy=policy,
        chased={id: each.chased for id, each in enrolments.items()},
        open_promises=await _open(work, account, policy),
        broken={id: known.broken for id, known in promised.items()},
    )
    await work.execute(PROMISE, stream, command, cause)


async def _open(work: UnitOfWork, account: Account, policy: PromisePolicy) -> int:
    return len(await work.listed(OPEN_PROMISES, account, limit=policy.most_open))


async def enrolments_of(
    work: UnitOfWork, account: Account, parts: Sequence[Part]
) -> Mapping[ReceivableId, Enrolment]:
    found: dict[ReceivableId, Enrolment] = {}
    for place, part in enumerate(parts):
        terms = await _terms(work, account, part)
        if not terms:
            raise UnknownReceivable(
                "Nothing of this customer is chased under this name; check the id and the term, "
                "and if it has just been issued, send this again in a few seconds.",
                pointer=f"/slices/{place}",
            )
        found |= {each.receivable_id: each for each in terms}
    return found


async def _terms(work: UnitOfWork, account: Account, part: Part) -> Sequence[Enrolment]:
    places = range(MOST_TERMS) if part.term is None else [part.term - 1]
    found: list[Enrolment] = []
    for place in places:
        id = receivable_id_of(part.invoice_id, place)
        enrolment = await work.state(ENROLMENT, enrolment_of(account, id))
        if not isinstance(enrolment, Enrolment):
            break
        found.append(enrolment)
    return sorted(found, key=lambda each: each.due_date)


def slices_of(
    parts: Sequence[Part], enrolments: Mapping[ReceivableId, Enrolment]
) -> tuple[Slice, ...]:
    """Of an invoice the soonest due first; what is beyond all of it stays with the last, and is refused."""
    found: list[Slice] = []
    for place, part in enumerate(parts):
        terms = [each for each in enrolments.values() if each.invoice_id == part.invoice_id]
        if part.term is not None:
            id = receivable_id_of(part.invoice_id, part.term - 1)
            terms = [each for each in terms if each.receivable_id == id]
        slices = _spread(part, [each for each in terms if each.chased] or terms[-1:])
        if not slices:
            raise SliceUnfit(
                "Nothing of it is chased now: it is paid, promised, contested or planned already.",
                pointer=f"/slices/{place}",
            )
        found += slices
    return tuple(found)


def _spread(part: Part, terms: Sequence[Enrolment]) -> Sequence[Slice]:
    found: list[Slice] = []
    left = part.amount
    for each in terms:
        is_last = each is terms[-1]
        amount = each.chased if left is None else left if is_last else min(left, each.chased)
        if amount.minor_units > 0:
            found.append(
                Slice(invoice_id=part.invoice_id, receivable_id=each.receivable_id, amount=amount)
            )
        left = None if left is None else left - amount
    return found


async def go_on(work: UnitOfWork, broken: Envelope[PromiseBroken], cause: Cause) -> None:
    """How chasing resumes, as the policy had it when the promise was made."""
    resumes = broken.event.resumes
    if resumes is Resumption.AS_PLANNED:
        return
    command = Hasten(now=cause.at, harder=resumes is Resumption.STEP_HARDER)
    for slice in broken.event.slices:
        stream = enrolment_of(broken.account, slice.receivable_id)
        enrolment = await work.state(ENROLMENT, stream)
        if isinstance(enrolment, Enrolment):
            await work.execute(ENROLMENT, stream, command, cause)


async def withdraw_restrained(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """Nobody is held to a promise that the law lets it not keep."""
    voiding = [each for each in recorded.event.in_force if each.condition in VOIDING]
    if not voiding:
        return
    for id in await work.listed(OPEN_PROMISES, recorded.account):
        stream = PROMISE.stream(*recorded.account, id)
        promise = await work.state(PROMISE, stream)
        assert isinstance(promise, Promise), "what a view lists was made"
        binding = [each for each in voiding if each.binds(promise.made.creditor_id)]
        if binding:
            note = binding[0].condition
            withdraw = WithdrawPromise(reason=Withdrawal.CONDITION, note=note)
            await work.execute(PROMISE, stream, withdraw, cause)
