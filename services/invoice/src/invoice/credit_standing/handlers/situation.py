"""What is known of a customer's credit this moment, and what the rules make of it."""

from collections.abc import Sequence
from datetime import date, datetime

from invoice.agreements.domain.acceptance import ACCEPTANCE, acceptance_id
from invoice.credit_standing.domain.answering import Situation
from invoice.credit_standing.domain.credit import CREDIT, Credit, credit_stream
from invoice.credit_standing.domain.figures import CREDIT_FIGURES, Figures
from invoice.credit_standing.domain.policy import CREDIT_POLICY, policy_stream
from invoice.credit_standing.domain.rules import Advice, Known, advise
from invoice.creditors.domain.creditor import CREDITOR
from invoice.customers.handlers import customer_stream, registered_customer
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, OpenReceivable, owed_to
from recoup_events.invoice.credit_standing import CreditPolicy, OverdueReceivable
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, agreement_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date

NAMED = 10
"""Overdue receivables that a cause names."""
NAMED_TO_ORDERS = 3
"""The same in an answer to an order, for which a shop waits."""


def credit_streams(account: Account, creditor_id: CreditorId) -> Sequence[Stream]:
    """What ``review`` loads."""
    return [
        policy_stream(account.tenant, creditor_id),
        credit_stream(account, creditor_id),
        customer_stream(account),
    ]


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
