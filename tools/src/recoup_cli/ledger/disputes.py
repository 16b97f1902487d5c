"""Draws one dispute: what the debtor contests, reason, for how long, and how it ends."""

from dataclasses import dataclass
from datetime import date
from random import Random

from recoup_cli.ledger.chance import drawn, happens, soon
from recoup_cli.ledger.debtor_behaviour import STATEMENTS
from recoup_cli.ledger.entries import (
    DisputeOutcome,
    IssueInvoice,
    OpenDispute,
    ResolveDispute,
    instant_of,
)
from recoup_events.dispute import Reason
from recoup_events.kernel.money import Money, split

_WHOLE = 60
"""So many disputes of a hundred contest the whole invoice."""


@dataclass(frozen=True, slots=True)
class _Ending:
    weight: int
    outcome: DisputeOutcome
    reason: str


_ENDINGS = (
    _Ending(25, DisputeOutcome.WITHDRAWN, "The debtor found what had been missing."),
    _Ending(33, DisputeOutcome.REJECTED, "Order, delivery note and invoice agree."),
    _Ending(27, DisputeOutcome.PARTLY_UPHELD, "Part of the delivery was not as agreed."),
    _Ending(15, DisputeOutcome.UPHELD, "The debtor is right."),
)


def contest(
    invoice: IssueInvoice, reasons: tuple[Reason, ...], random: Random
) -> tuple[OpenDispute, ResolveDispute]:
    """A dispute opened within a fortnight of the invoice and settled within a month."""
    dispute = f"{invoice.invoice}-D1"
    reason = random.choice(reasons)
    amount = _contested_part(invoice.total, random)
    opened = soon(invoice.issue_date, 3, 10, random)
    opening = OpenDispute(
        at=instant_of(opened),
        customer=invoice.customer,
        dispute=dispute,
        invoice=invoice.invoice,
        creditor=invoice.creditor,
        amount=amount,
        reason=reason,
        statement=STATEMENTS[reason],
    )
    return opening, _resolution(opening, soon(opened, 5, 28, random), random)


def _contested_part(whole: Money, random: Random) -> Money:
    if happens(_WHOLE, random):
        return whole
    percent = random.randint(20, 60)
    return split(whole, (percent, 100 - percent))[0]


def _resolution(opening: OpenDispute, day: date, random: Random) -> ResolveDispute:
    ending = drawn(_ENDINGS, random)
    return ResolveDispute(
        at=instant_of(day),
        customer=opening.customer,
        dispute=opening.dispute,
        invoice=opening.invoice,
        outcome=ending.outcome,
        credit=_credit(opening.amount, ending.outcome, random),
        reason=ending.reason,
    )


def _credit(amount: Money, outcome: DisputeOutcome, random: Random) -> Money:
    match outcome:
        case DisputeOutcome.UPHELD:
            return amount
        case DisputeOutcome.PARTLY_UPHELD:
            percent = random.randint(20, 80)
            return split(amount, (percent, 100 - percent))[0]
        case DisputeOutcome.WITHDRAWN | DisputeOutcome.REJECTED:
            return Money.zero(amount.currency)
