"""What a template may speak of: the creditor, the reader, and the invoices that are still open."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from recoup_events.invoice import BankAccount, ChargeKind
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money

MOST_ROWS = 50
"""Nobody reads more; the message says how many others there are, and what all come to."""


class CreditorContext(Value):
    """In whose name is written, and where to pay."""

    name: str
    """As its debtors know it."""
    legal_name: str
    on_behalf_of: str | None
    address: str
    """In one line."""
    register_line: str | None
    phone: str | None
    pay_link: str | None
    account: BankAccount | None
    """For the currency that is asked for; ``None`` where the creditor has none in it."""

    @property
    def iban(self) -> str | None:
        """In groups of four, as people compare it."""
        if self.account is None or self.account.iban is None:
            return None
        iban = self.account.iban
        return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


class ItemContext(Value):
    """One term of an invoice, and how much of it is asked for."""

    number: str
    instalment: str | None = None
    """Which of several terms it is, e.g. ``1/3``."""
    charge: ChargeKind | None = None
    """What is charged with it, if it is no invoice."""
    purchase_order: str | None
    payment_reference: str | None = None
    """What a payer should name in place of the number."""
    due_date: date
    template: str
    """Of the step that brought it here, which may be milder than the message's."""
    amount: Money
    balance: Money
    """What is owed on it, what is left alone included: the five below and the amount together."""
    contested: Money
    credited: Money
    """A dispute was decided, and the credit is on its way."""
    planned: Money
    reserved: Money
    """It came in, and is kept for this."""
    other: Money
    """What the creditor leaves alone for reasons of its own."""


class OverdueContext(Value):
    """A term that is overdue, and how much of it anybody is asked for."""

    number: str
    due_date: date
    amount: Money


class NoticeContext(Value):
    """What a message tells of a customer's credit."""

    creditor: CreditorContext
    customer: str
    country: str
    """The reader's."""
    recipient: str
    today: date
    overdue: tuple[OverdueContext, ...] = ()
    """Those due longest come first."""


class TemplateContext(Value):
    """One message."""

    creditor: CreditorContext
    customer: str
    country: str
    """The reader's, which says how a language writes amounts and days."""
    recipient: str
    today: date
    """The reader's; a pause may have made the message later than its name says."""
    items: tuple[ItemContext, ...] = Field(min_length=1)
    """Those due longest come first."""

    @property
    def item(self) -> ItemContext | None:
        """The only one, if there is one alone: then the words are about it."""
        return self.items[0] if len(self.items) == 1 else None

    @property
    def shown(self) -> Sequence[ItemContext]:
        return self.items[:MOST_ROWS]

    @property
    def instalments(self) -> bool:
        """Whether one of them is a part of its invoice, or a charge; then they are not called invoices."""
        return any(item.instalment or item.charge for item in self.items)

    @property
    def oldest(self) -> date:
        return min(item.due_date for item in self.items)

    @property
    def late(self) -> int:
        """How many are late: of the others nobody says that a payment is missing."""
        return sum(item.due_date < self.today for item in self.items)

    @property
    def totals(self) -> Sequence[Money]:
        """What all of them come to, in each currency."""
        sums: dict[str, Money] = {}
        for item in self.items:
            before = sums.get(item.amount.currency, Money.zero(item.amount.currency))
            sums[item.amount.currency] = before + item.amount
        return [sums[currency] for currency in sorted(sums)]
