"""What money that names no invoice pays: its plan's instalment, then what is longest due.

What is contested, planned or reserved is left to others, so money that nobody contests chases nobody.
"""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import group_of, registered_customer
from invoice.open_items.domain.open_receivables import (
    OPEN_RECEIVABLES,
    OpenReceivable,
    owed_to,
    parts_in,
)
from invoice.open_items.domain.plans import PLANS, RunningPlan, planned_with
from recoup_events.invoice import PaysFor
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CreditorId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork

FIRST_LOOK = 16
"""Terms that are looked at first: what is paid is seldom more."""


class Unnamed(NamedTuple):
    """Money that names nothing."""

    creditor_id: CreditorId
    money: Money
    counts_from: date


class Item(NamedTuple):
    """So much of a term may be paid now."""

    account: Account
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    agreed: bool = False
    """In a plan, which says what is to be paid."""


async def whose_are_paid(work: UnitOfWork, account: Account) -> Collection[Account]:
    """The payer's own, unless it pays for its group."""
    payer = await registered_customer(work, account, customer_at="/customer_id")
    return await group_of(work, account) if payer.place.pays_for is PaysFor.GROUP else [account]


async def payable(
    work: UnitOfWork, accounts: Collection[Account], unnamed: Unnamed, *, most: int
) -> Sequence[Item]:
    """In the order in which it pays: at most so many, and no more than the money reaches."""
    plans = await _plans(work, accounts, unnamed)
    instalments: list[Item] = []
    ahead: list[Item] = []
    left = unnamed.money
    for account, plan in plans:
        expected = plan.expects(left, unnamed.counts_from)
        for item in await _planned(work, account, plan):
            part = min(expected, item.amount)
            instalments.append(item._replace(amount=part))
            ahead.append(item._replace(amount=item.amount - part))
            expected, left = expected - part, left - part
    free = await _longest_due(work, accounts, unnamed._replace(money=left), most)
    return [item for item in (*instalments, *free, *ahead) if item.amount][:most]


async def _plans(
    work: UnitOfWork, accounts: Collection[Account], unnamed: Unnamed
) -> Sequence[tuple[Account, RunningPlan]]:
    """The next instalment comes first."""
    within = planned_with(unnamed.creditor_id, unnamed.money.currency)
    found = await work.listed_of(PLANS, accounts, within=within, limit=FIRST_LOOK)
    return [(key.account, plan) for key, plan in found.items()]


async def _planned(work: UnitOfWork, account: Account, plan: RunningPlan) -> Sequence[Item]:
    """What the plan still waits for, slice by slice."""
    ids = [slice.receivable_id for slice in plan.slices]
    await work.preload(documents=[DocumentKey(account, OPEN_RECEIVABLES.name, id) for id in ids])
    known = [await work.document(OPEN_RECEIVABLES, account, id) for id in ids]
    return [
        Item(account, each.invoice_id, each.receivable_id, each.planned(plan.plan_id), agreed=True)
        for each in known
        if each.balance
    ]


async def _longest_due(
    work: UnitOfWork, accounts: Collection[Account], unnamed: Unnamed, most: int
) -> Sequence[Item]:
    """The terms that the money reaches, in the creditor's order of parts; no others are read."""
    tenant = next(iter(accounts)).tenant
    order = (await creditor_of(work, tenant, unnamed.creditor_id)).books.order_of_payment
    items: list[Item] = []
    for part in parts_in(order):
        within = owed_to(unnamed.creditor_id, unnamed.money.currency, part)
        reached = await _reached(work, accounts, within, unnamed.money, most)
        items += reached
        paid = total((item.amount for item in reached), unnamed.money.currency)
        unnamed = unnamed._replace(money=max(unnamed.money - paid, paid - paid))
        if not unnamed.money:
            break
    return items[:most]


async def _reached(
    work: UnitOfWork, accounts: Collection[Account], within: str, money: Money, most: int
) -> Sequence[Item]:
    looked_at = FIRST_LOOK
    while True:
        found = await work.listed_of(OPEN_RECEIVABLES, accounts, within=within, limit=looked_at)
        before = accumulate((known.chased for known in found.values()), initial=money - money)
        reached = [
            key
            for (key, known), paid in zip(found.items(), before, strict=False)
            if paid < money and known.chased
        ]
        if len(reached) < looked_at or looked_at == most:
            by_age = sorted((_age(key, found[key]), key) for key in reached)
            return [_item(key, found[key]) for _, key in by_age]
        looked_at = min(looked_at * FIRST_LOOK, most)


def _age(key: DocumentKey, known: OpenReceivable) -> tuple[date, str, str, str]:
    return (known.due_date, known.external_id, known.invoice_id, key.id)


def _item(key: DocumentKey, known: OpenReceivable) -> Item:
    return Item(key.account, known.invoice_id, known.receivable_id, known.chased)
