"""A payment without references pays what a look at every term of every invoice would pay."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from invoice.allocations import handlers
from invoice.allocations.domain.allocation import Wish, allocate
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, owed_to
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import DEFAULT, InvoiceId, TenantId, creditor_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.command_runner import CommandRunner

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
CURRENCIES = ("EUR", "EUR", "JPY")
FIRST_DUE = date(2026, 1, 5)


@pytest.fixture
def account(customer: Shown) -> Account:
    return Account(TenantId("acme"), customer["id"])


def oldest_first(invoices: Sequence[Invoice]) -> Sequence[Wish]:
    """The longest due first; the ERP's id settles a tie."""
    by_age = sorted(
        (term.due_date, invoice.issued.external_id, invoice.issued.invoice_id, term.receivable_id)
        for invoice in invoices
        for term in invoice.terms
    )
    return [Wish(invoice_id, None, id) for _, _, invoice_id, id in by_age]


async def open_by_folding(
    command_runner: CommandRunner, account: Account, ids: Sequence[str]
) -> list[Invoice]:
    async with command_runner.work() as work:
        streams = [INVOICE.stream(account.tenant, account.key, InvoiceId(id)) for id in ids]
        states = [await work.state(INVOICE, stream) for stream in streams]
    return [state for state in states if isinstance(state, Invoice) and state.balance]


async def assert_listed(
    command_runner: CommandRunner, account: Account, invoices: Sequence[Invoice]
) -> None:
    """The view's order and balances are those of the streams."""
    async with command_runner.work() as work:
        for currency in set(CURRENCIES):
            mine = [invoice for invoice in invoices if invoice.currency == currency]
            listed = await work.listed(
                OPEN_RECEIVABLES,
                account,
                within=owed_to(creditor_id_of(account.tenant, DEFAULT), currency),
            )
            owed = {
                wish.receivable_id: invoice.owed(wish.receivable_id)
                for wish in oldest_first(mine)
                for invoice in mine
                if invoice.issued.invoice_id == wish.invoice_id and wish.receivable_id
            }
            balances = {id: balance for id, balance in owed.items() if balance}
            assert [(id, known.balance) for id, known in listed.items()] == list(balances.items())


@pytest.mark.parametrize("seed", range(8))
async def test_it_pays_what_is_longest_due(
    seed: int, issue: Do, pay: Do, send: Do, account: Account, command_runner: CommandRunner
) -> None:
    random = Random(seed)
    ids: list[str] = []
    for i in random.sample(range(60), 40):
        currency = random.choice(CURRENCIES)
        amounts = [random.randrange(1, 50) for _ in range(random.randrange(1, 4))]
        days = random.sample(range(6), len(amounts))
        schedule = [
            {
                "due_date": str(FIRST_DUE + timedelta(day)),
                "amount": {"currency": currency, "amount": str(amount)},
            }
            for day, amount in zip(sorted(days), amounts, strict=True)
        ]
        total = {"currency": currency, "amount": str(sum(amounts))}
        ids.append((await issue(f"SO-{i}", total=total, due_date=None, schedule=schedule))["id"])
    for id in random.sample(ids, 8):
        await send(f"/v1/invoices/{id}/cancellation", {"reason": "twice"})
    for n in range(12):
        known = await open_by_folding(command_runner, account, ids)
        await assert_listed(command_runner, account, known)
        currency = random.choice(CURRENCIES)
        amount = {"currency": currency, "amount": str(random.randrange(1, 600))}
        mine = [invoice for invoice in known if invoice.currency == currency]
        by_id = {invoice.issued.invoice_id: invoice for invoice in mine}
        wanted = allocate(Money.parse(**amount), oldest_first(mine), by_id)
        paid = await pay(f"B-{n}", "", amount=amount)
        assert [
            (part["receivable_id"], part["amount"]["amount"]) for part in paid["allocations"]
        ] == [(part.receivable_id, part.amount.decimal) for part in wanted]
        if random.random() < 0.4:
            await send(f"/v1/payments/{paid['id']}/reversal", {"reason": "returned"})
    await assert_listed(
        command_runner, account, await open_by_folding(command_runner, account, ids)
    )


async def test_more_than_can_be_paid_at_once_stays_on_account(
    issue: Do, pay: Do, send: Do, customer: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "MOST", 20)
    for i in range(25):
        await issue(f"SO-{i:02}", "1.00")
    paid = await pay("B-1", "25.00")
    assert (len(paid["allocations"]), paid["unapplied"]["amount"]) == (20, "5.00")
    rest = await send(f"/v1/payments/{paid['id']}/allocations", {})
    assert (len(rest["allocations"]), rest["unapplied"]["amount"]) == (25, "0.00")
