"""A customer's standing follows what is owed, and it is told by which policy it has one."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from invoice.credit_standing.domain.commands import PolicyToAnnounce, Review
from invoice.credit_standing.domain.credit import CREDIT, Credit, credit_stream
from invoice.credit_standing.domain.figures import CREDIT_FIGURES, CreditFigures, Figures
from invoice.credit_standing.domain.policy import CREDIT_POLICY, Recorded, policy_stream, share_of
from invoice.credit_standing.domain.policy_review import (
    POLICY_REVIEW,
    PolicyReviewStarted,
    policy_review_stream,
)
from invoice.credit_standing.handlers.situation import advice_on, credit_streams
from invoice.customers.handlers import registered_customer
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from recoup_events.invoice import CreditPolicyRecorded
from recoup_events.invoice.credit_standing import Standing
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditId, CreditorId, CustomerId
from recoup_eventstore.batch_run import StartRun
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import Changed, UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_receivables.owed import receivables_of

TOLD_WITHIN = timedelta(days=1)
"""Many customers at once, by a changed policy or an import: their mails do not leave in one heap."""


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
        await review(work, each.account, creditor_id, each.cause, TOLD_WITHIN)


def _moved(changed: Changed) -> Iterator[CreditorId]:
    """Creditors that are new to the customer, or for whom a rule may see something new.

    What is owed and not overdue is nothing new.
    """
    before: CreditFigures = changed.before
    after: CreditFigures = changed.after
    for creditor_id, now in after.creditors.items():
        new = creditor_id not in before.creditors
        if new or _seen(now, before.of(creditor_id)) != _seen(before.of(creditor_id), now):
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


async def review(
    work: UnitOfWork,
    account: Account,
    creditor_id: CreditorId,
    cause: Cause,
    within: timedelta = timedelta(0),
) -> None:
    """Take over what the creditor's rules advise today; customers are told within so long."""
    stream = credit_stream(account, creditor_id)
    credit = await work.state(CREDIT, stream)
    known = await work.state(CREDIT_POLICY, policy_stream(account.tenant, creditor_id))
    policy = known.policy
    if not (policy.rules or policy.notify_customers) and credit == Credit():
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
        to_announce=_to_announce(known, account, cause.at, within),
        at=cause.at,
    )
    await work.execute(CREDIT, stream, command, cause)


def _to_announce(
    known: Recorded, account: Account, at: datetime, within: timedelta
) -> PolicyToAnnounce | None:
    if not known.policy.notify_customers:
        return None
    notify_at = at + within * share_of(account.key)
    return PolicyToAnnounce(version=known.version, policy=known.policy, notify_at=notify_at)


async def tell_of_policy(
    work: UnitOfWork, account: Account, creditor_id: CreditorId, cause: Cause
) -> None:
    """Who has not been told of the policy as it is now."""
    known = await work.state(CREDIT_POLICY, policy_stream(account.tenant, creditor_id))
    announced = (await work.state(CREDIT, credit_stream(account, creditor_id))).announced
    if announced is None or announced.policy_version < known.version:
        await review(work, account, creditor_id, cause)


async def review_all(
    work: UnitOfWork, accounts: Sequence[Account], creditor_id: CreditorId, cause: Cause
) -> None:
    """Of these customers those whom the creditor has anything to do with."""
    documents = [DocumentKey(account, CREDIT_FIGURES.name, account.key) for account in accounts]
    streams = [stream for account in accounts for stream in credit_streams(account, creditor_id)]
    await work.lock(accounts, streams)
    await work.preload(documents=documents)
    for account in accounts:
        figures = await work.document(CREDIT_FIGURES, account, account.key)
        credit = await work.state(CREDIT, credit_stream(account, creditor_id))
        if creditor_id in figures.creditors or credit != Credit():
            await review(work, account, creditor_id, cause, TOLD_WITHIN)


async def start_policy_review(
    work: UnitOfWork, recorded: Envelope[CreditPolicyRecorded], cause: Cause
) -> None:
    """Everybody is reviewed by the policy as it is now, in time."""
    creditor_id = recorded.event.creditor_id
    stream = policy_review_stream(recorded.tenant, creditor_id, recorded.version)
    started = PolicyReviewStarted(credit_review_id=stream.id, creditor_id=creditor_id, at=cause.at)
    await work.execute(POLICY_REVIEW, stream, StartRun(started=started), cause)
