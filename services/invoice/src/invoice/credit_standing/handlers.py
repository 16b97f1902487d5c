"""Where figures, rules and people's decisions meet: a customer's standing follows what is owed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from invoice.agreements.domain.acceptance import ACCEPTANCE, acceptance_id
from invoice.credit_standing.domain.answering import Situation
from invoice.credit_standing.domain.commands import Review
from invoice.credit_standing.domain.credit import CREDIT, Credit, credit_stream
from invoice.credit_standing.domain.figures import CREDIT_FIGURES, CreditFigures, Figures
from invoice.credit_standing.domain.policy import CREDIT_POLICY, policy_stream
from invoice.credit_standing.domain.policy_review import (
    POLICY_REVIEW,
    PolicyReviewStarted,
    policy_review_stream,
)
from invoice.credit_standing.domain.rules import Advice, Known, advise
from invoice.creditors.domain.creditor import CREDITOR
from invoice.customers.handlers import customer_stream, registered_customer
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, OpenReceivable, owed_to
from recoup_events.invoice import CreditPolicyRecorded
from recoup_events.invoice.credit_standing import CreditPolicy, OverdueReceivable, Standing
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditId, CreditorId, CustomerId, agreement_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.batch_run import StartRun
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import Changed, UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_receivables.owed import receivables_of

NAMED = 10
"""Overdue receivables that a cause names."""
NAMED_TO_ORDERS = 3
"""The same in an answer to an order, for which a shop waits."""


async def review_changed(work: UnitOfWork, changes: Sequence[Changed]) -> None:
    """Each customer's standing once, whatever number of events moved what is owed."""
    wanted = [(each, creditor_id) for each in changes for creditor_id in _moved(each)]
    streams = {
        stream
        for each, creditor_id in wanted
        for stream in credit_streams(each.account, creditor_id)
    }
    await work.preload(streams)
    for each, creditor_id in wanted:
        await review(work, each.account, creditor_id, each.cause)


def credit_streams(account: Account, creditor_id: CreditorId) -> Sequence[Stream]:
    """What ``review`` loads."""
    return [
        policy_stream(account.tenant, creditor_id),
        credit_stream(account, creditor_id),
        customer_stream(account),
    ]


def _moved(changed: Changed) -> Iterator[CreditorId]:
    """Creditors for whom a rule may see something new; what is owed and not overdue is nothing new."""
    before: CreditFigures = changed.before
    after: CreditFigures = changed.after
    for creditor_id, now in after.creditors.items():
        if _seen(now, before.of(creditor_id)) != _seen(before.of(creditor_id), now):
            yield CreditorId(creditor_id)


def _seen(figures: Figures, other: Figures) -> object:
    """How all was paid matters to who is overdue, has a standing, or has ever paid late."""
    overdue = (figures.overdue, figures.due_days, figures.returned)
    return (*overdue, figures.paid) if _matters(figures) or _matters(other) else overdue


def _matters(figures: Figures) -> bool:
    """Whether a rule may find anything, or has found it."""
    found = figures.overdue or figures.broken or any(figures.paid[1:])
    return bool(found) or figures.advised is not Standing.NORMAL


async def follow_set_aside(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """What is contested or agreed in a plan is not held against a customer, until it is again."""
    account = received.account
    known = [
        await work.document(OPEN_RECEIVABLES, account, id) for id in receivables_of(received.event)
    ]
    figures = await work.document(CREDIT_FIGURES, account, account.key)
    concerned = {each.creditor_id for each in known if _matters(figures.of(each.creditor_id))}
    for creditor_id in sorted(concerned):
        await work.preload(credit_streams(account, CreditorId(creditor_id)))
        await review(work, account, CreditorId(creditor_id), cause)


async def review(work: UnitOfWork, account: Account, creditor_id: CreditorId, cause: Cause) -> None:
    """Take over what the creditor's rules advise today."""
    stream = credit_stream(account, creditor_id)
    credit = await work.state(CREDIT, stream)
    policy = await policy_of(work, account, creditor_id)
    if not policy.rules and credit == Credit():
        return
    customer = await registered_customer(work, account, customer_at="/customer_id")
    today = local_date(cause.at, customer.time_zone)
    advice = await advice_on(work, account, creditor_id, policy, today)
    command = Review(
        credit_id=CreditId(stream.id),
        creditor_id=creditor_id,
        customer_id=CustomerId(account.key),
        today=today,
        advised=advice.standing,
        causes=advice.causes,
        next_on=advice.next_on,
        time_zone=customer.time_zone,
        notify_customer=policy.notify_customers,
        at=cause.at,
    )
    await work.execute(CREDIT, stream, command, cause)


async def review_all(
    work: UnitOfWork, accounts: Sequence[Account], creditor_id: CreditorId, cause: Cause
) -> None:
    """Of these customers those whom the creditor has anything to do with."""
    documents = [DocumentKey(account, CREDIT_FIGURES.name, account.key) for account in accounts]
    streams = [stream for account in accounts for stream in credit_streams(account, creditor_id)]
    await work.lock(accounts, streams)
    await work.preload(documents=documents)
    for account in accounts:
        await review(work, account, creditor_id, cause)


async def start_policy_review(
    work: UnitOfWork, recorded: Envelope[CreditPolicyRecorded], cause: Cause
) -> None:
    """Everybody is reviewed by the policy as it is now, in time."""
    creditor_id = recorded.event.creditor_id
    stream = policy_review_stream(recorded.tenant, creditor_id, recorded.version)
    started = PolicyReviewStarted(credit_review_id=stream.id, creditor_id=creditor_id, at=cause.at)
    await work.execute(POLICY_REVIEW, stream, StartRun(started=started), cause)


async def policy_of(work: UnitOfWork, account: Account, creditor_id: CreditorId) -> CreditPolicy:
    """The creditor's, read without its lock: who changes it has everybody reviewed."""
    stream = policy_stream(account.tenant, creditor_id)
    return (await work.state(CREDIT_POLICY, stream)).policy


async def figures_of(work: UnitOfWork, account: Account, creditor_id: CreditorId) -> Figures:
    return (await work.document(CREDIT_FIGURES, account, account.key)).of(creditor_id)


async def advice_on(
    work: UnitOfWork,
    account: Account,
    creditor_id: CreditorId,
    policy: CreditPolicy,
    today: date,
    named: int = NAMED,
) -> Advice:
    """What the rules make of what is known now; at most ``named`` receivables are read."""
    figures = await figures_of(work, account, creditor_id)
    oldest = await _oldest(work, account, creditor_id, figures, named) if policy.rules else ()
    return advise(policy, Known(figures, oldest, today))


async def _oldest(
    work: UnitOfWork, account: Account, creditor_id: CreditorId, figures: Figures, named: int
) -> tuple[OverdueReceivable, ...]:
    found: list[OverdueReceivable] = []
    for currency in figures.overdue:
        within = owed_to(creditor_id, currency)
        listed = await work.listed(OPEN_RECEIVABLES, account, within=within, limit=named)
        found += [_overdue(each) for each in listed.values() if each.overdue and each.chased]
    return tuple(sorted(found, key=lambda each: (each.due_date, each.receivable_id))[:named])


def _overdue(known: OpenReceivable) -> OverdueReceivable:
    assert known.balance is not None, "what is overdue is owed"
    return OverdueReceivable(
        invoice_id=known.invoice_id,
        receivable_id=known.receivable_id,
        due_date=known.due_date,
        balance=known.balance,
        overdue=known.chased,
    )


def _acceptances(account: Account, creditor_id: CreditorId) -> Sequence[Stream]:
    """Of the customer's own terms with the creditor, and of the creditor's."""
    customer_id = CustomerId(account.key)
    agreements = [agreement_id_of(creditor_id, of) for of in (customer_id, None)]
    return [ACCEPTANCE.stream(*account, acceptance_id(id, customer_id)) for id in agreements]


def situation_streams(account: Account, creditor_id: CreditorId) -> Sequence[Stream]:
    """What ``situation_of`` loads, and the creditor."""
    creditor = CREDITOR.stream(account.tenant, creditor_id, creditor_id)
    return [*credit_streams(account, creditor_id), *_acceptances(account, creditor_id), creditor]


async def situation_of(
    work: UnitOfWork,
    account: Account,
    creditor_id: CreditorId,
    currency: str,
    now: datetime,
    *,
    customer_at: str,
) -> Situation:
    """What an order is judged by: a few short histories, and one row of figures.

    Where something is overdue, the first rows of it are read, too.
    """
    customer = await registered_customer(work, account, customer_at=customer_at)
    today = local_date(now, customer.time_zone)
    policy = await policy_of(work, account, creditor_id)
    credit = await work.state(CREDIT, credit_stream(account, creditor_id))
    advice = await advice_on(work, account, creditor_id, policy, today, NAMED_TO_ORDERS)
    standing = credit.standing_on(today, advice.standing)
    figures = await figures_of(work, account, creditor_id)
    recorded = customer.conditions.values()
    return Situation(
        standing=standing,
        causes=advice.causes,
        limit=limit_of(credit, policy),
        owed=figures.owed_in(currency),
        overdue=figures.overdue_in(currency),
        accepted=not policy.acceptance_needed or await _accepted(work, account, creditor_id),
        decided=credit.reason_of(standing, advice.standing),
        conditions=[each.condition for each in recorded if each.holds_on(today)],
    )


def limit_of(credit: Credit, policy: CreditPolicy) -> Money | None:
    """The customer's own, or else everybody's."""
    return (credit.terms and credit.terms.limit) or policy.limit


async def _accepted(work: UnitOfWork, account: Account, creditor_id: CreditorId) -> bool:
    accepting = _acceptances(account, creditor_id)
    states = [await work.state(ACCEPTANCE, stream) for stream in accepting]
    return any(state.accepted is not None for state in states)
