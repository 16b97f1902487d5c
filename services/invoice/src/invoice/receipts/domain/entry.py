"""A bank's entry: what it says of money that came in."""

from datetime import date

from recoup_events.invoice.payment import Exchange
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money

BANK = "bank"
"""The source of what comes from the bank."""
LONGEST_TEXT = 2000
NOT_PROVIDED = "NOTPROVIDED"
"""What banks write where the payer gave no end-to-end id."""


class BankEntry(Value):
    """One receipt; whoever reads a bank's file makes these of it."""

    creditor_id: CreditorId
    external_id: str
    """The bank's own, unique within its source."""
    amount: Money
    """What was credited, after what the bank took for itself."""
    value_date: date
    source: str = BANK
    method: str = "transfer"
    payer_name: str | None = None
    payer_account: str | None = None
    """An IBAN or an account number."""
    structured_reference: str | None = None
    end_to_end_id: str | None = None
    text: str | None = None
    """What the payer wrote."""
    charges: Money | None = None
    """What the bank took off what the payer sent."""
    exchange: Exchange | None = None
    """What the amount settles, where debts are in another currency."""

    @property
    def settles(self) -> Money:
        """What it pays, in the currency of what is owed."""
        return self.amount if self.exchange is None else self.exchange.settles

    @property
    def written(self) -> str:
        """All that the payer may have named an invoice in."""
        end_to_end = self.end_to_end_id
        parts = (self.text, None if end_to_end == NOT_PROVIDED else end_to_end)
        return "\n".join(part for part in parts if part)
