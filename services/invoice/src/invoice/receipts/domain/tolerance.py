"""By how much money may miss what is owed and is for just that all the same."""

from typing import NamedTuple

from invoice.invoices.domain.tolerating import within
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.money import Money


class Tolerance(NamedTuple):
    agreed: PaymentTolerance = PaymentTolerance()
    charges: Money | None = None
    """What the bank took for itself."""

    def settles(self, money: Money, owed: Money) -> bool:
        """Whether this money is for just what is owed."""
        short = owed - money
        charges = self.charges if short.minor_units > 0 else None
        missed = max(short, -short)
        return not missed or within(self.agreed, missed, owed, charges) is not None
