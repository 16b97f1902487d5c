"""How much less than what is owed settles it all the same."""

from typing import NamedTuple

from invoice.invoices.domain.tolerating import within
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.money import Money


class Slack(NamedTuple):
    tolerance: PaymentTolerance = PaymentTolerance()
    charges: Money | None = None
    """What the bank took for itself."""

    def settles(self, money: Money, owed: Money) -> bool:
        """Whether this money is for just what is owed."""
        short = owed - money
        if short.minor_units < 0:
            return False
        return within(self.tolerance, short, owed, self.charges) is not None or not short
