"""The story of one invoice: what has happened to it so far, and what is still owed after that."""

from dataclasses import dataclass, replace
from datetime import date

from recoup_cli.ledger.entries import (
    IssueInvoice,
    OpenDispute,
    ReceivePayment,
    ResolveDispute,
    instant_of,
)
from recoup_events.kernel.money import Money, total

Turn = OpenDispute | ResolveDispute | ReceivePayment


def _taken(turn: Turn, currency: str) -> Money:
    match turn:
        case ReceivePayment(amount=amount):
            return amount
        case ResolveDispute(credit=credit):
            return credit
        case OpenDispute():
            return Money.zero(currency)


@dataclass(frozen=True, slots=True)
class InvoiceHistory:
    """An invoice and its turns, oldest first."""

    invoice: IssueInvoice
    turns: tuple[Turn, ...] = ()

    @property
    def owed(self) -> Money:
        """Below zero when more was paid than owed."""
        currency = self.invoice.total.currency
        return self.invoice.total - total((_taken(t, currency) for t in self.turns), currency)

    @property
    def contested(self) -> bool:
        opened = sum(isinstance(turn, OpenDispute) for turn in self.turns)
        return opened > sum(isinstance(turn, ResolveDispute) for turn in self.turns)

    def before(self, day: date) -> "InvoiceHistory":
        """The story as it stood when ``day`` began."""
        return replace(self, turns=tuple(t for t in self.turns if t.at < instant_of(day)))

    def untouched_on(self, day: date) -> bool:
        """Nothing has happened to the invoice before ``day``."""
        return not self.before(day).turns

    def imported_on(self, day: date) -> "InvoiceHistory":
        """An invoice from before ``day`` becomes known on that day."""
        known = max(self.invoice.at, instant_of(day))
        return replace(self, invoice=self.invoice.model_copy(update={"at": known}))

    def unpaid_from(self, day: date) -> "InvoiceHistory":
        """The same story of a debtor who pays nothing from ``day`` on."""
        kept = (t for t in self.turns if t.at < instant_of(day) or not _is_payment(t))
        return replace(self, turns=tuple(kept))

    def then(self, *turns: Turn) -> "InvoiceHistory":
        return replace(self, turns=(*self.turns, *turns))

    def pay(self, amount: Money, day: date) -> "InvoiceHistory":
        ordinal = 1 + sum(map(_is_payment, self.turns))
        return self.then(
            ReceivePayment(
                at=instant_of(day),
                customer=self.invoice.customer,
                payment=f"{self.invoice.invoice}-P{ordinal}",
                creditor=self.invoice.creditor,
                amount=amount,
                invoices=(self.invoice.invoice,),
                value_date=day,
            )
        )


def _is_payment(turn: Turn) -> bool:
    return isinstance(turn, ReceivePayment)
