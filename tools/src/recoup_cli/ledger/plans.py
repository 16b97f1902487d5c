"""Draws one payment plan over what a debtor owes, and the payments that keep it or break it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from recoup_cli.ledger.chance import working_day
from recoup_cli.ledger.entries import AgreePlan, ReceivePayment, Share, instant_of
from recoup_cli.ledger.invoice_history import InvoiceHistory
from recoup_events.kernel.money import Money, split, total
from recoup_events.payment_plan import Instalment

_GRACE_DAYS = 3
_ASKED_AFTER = timedelta(7)
"""A debtor asks once the oldest invoice is this long overdue."""
_FIRST_AFTER = timedelta(5)
_EVERY = timedelta(10)
_INSTALMENTS = 3


def covered_on(day: date, stories: Sequence[InvoiceHistory]) -> list[InvoiceHistory]:
    """What is overdue and not contested on ``day``, with one creditor, if a plan is asked for then."""
    overdue = [
        history
        for history in (history.before(day) for history in stories)
        if history.invoice.due_date < day
        and history.owed > Money.zero(history.owed.currency)
        and not history.contested
    ]
    creditor = min(overdue, key=_due).invoice.creditor if overdue else None
    covered = [history for history in overdue if history.invoice.creditor == creditor]
    asked = any(history.invoice.due_date <= day - _ASKED_AFTER for history in covered)
    return covered if asked else []


def _due(history: InvoiceHistory) -> date:
    return history.invoice.due_date


def agree(covered: Sequence[InvoiceHistory], day: date) -> AgreePlan:
    """Everything owed on these invoices, in equal instalments."""
    customer = covered[0].invoice.customer
    shares = tuple(Share(invoice=s.invoice.invoice, amount=s.owed) for s in covered)
    parts = split(_sum(shares), (1,) * _INSTALMENTS)
    return AgreePlan(
        at=instant_of(day),
        customer=customer,
        plan=f"{customer}-PLAN1",
        creditor=covered[0].invoice.creditor,
        shares=shares,
        schedule=tuple(
            Instalment(due_on=working_day(day + _FIRST_AFTER + i * _EVERY), amount=part)
            for i, part in enumerate(parts)
        ),
        grace_days=_GRACE_DAYS,
    )


def instalments_paid(plan: AgreePlan, kept: int) -> Iterator[ReceivePayment]:
    """The first ``kept`` instalments, each paid on its day."""
    paid = Money.zero(plan.shares[0].amount.currency)
    for ordinal, instalment in enumerate(plan.schedule[:kept], start=1):
        yield ReceivePayment(
            at=instant_of(instalment.due_on),
            customer=plan.customer,
            payment=f"{plan.plan}-P{ordinal}",
            creditor=plan.creditor,
            amount=instalment.amount,
            invoices=tuple(_reached(plan.shares, paid, paid + instalment.amount)),
            value_date=instalment.due_on,
        )
        paid += instalment.amount


def _sum(shares: Sequence[Share]) -> Money:
    return total((share.amount for share in shares), shares[0].amount.currency)


def _reached(shares: Sequence[Share], paid: Money, up_to: Money) -> Iterator[str]:
    """The invoices that the money between ``paid`` and ``up_to`` pays, the oldest first."""
    start = Money.zero(paid.currency)
    for share in shares:
        end = start + share.amount
        if start < up_to and paid < end:
            yield share.invoice
        start = end
