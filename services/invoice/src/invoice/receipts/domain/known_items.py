"""What is known that a receipt may be for: the matcher looks at this and at nothing else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class Item(NamedTuple):
    """A receivable on which something is owed."""

    customer_id: CustomerId
    creditor_id: CreditorId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    number: str
    """Empty where only what is due is looked at."""
    balance: Money
    free: Money
    """What of it no dispute, plan or other money sets aside."""
    due_date: date

    @property
    def age(self) -> tuple[date, str, str]:
        """The longest due first."""
        return (self.due_date, self.invoice_id, self.receivable_id)


class KnownPayer(NamedTuple):
    """A customer who may be the payer."""

    customer_id: CustomerId
    group: Collection[CustomerId]
    """Whose invoices it may pay, its own among them."""
    by_account: bool
    """Known by the account it paid from; otherwise by its name."""


class KnownItems(NamedTuple):
    referenced: Sequence[Item] = ()
    """They bear the structured reference."""
    named: Sequence[Item] = ()
    """Their numbers may be written in what the payer wrote."""
    payers: Sequence[KnownPayer] = ()
    """Several share an account or a name."""
    due: Mapping[CustomerId, Sequence[Item]] = {}
    """What is longest due of each payer and its group."""
