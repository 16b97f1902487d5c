"""Amounts of one currency, from the first on and below the second."""

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money


class AmountRange(Value):
    """Amounts of other currencies are not among them."""

    currency: str
    at_least: Money | None = None
    below: Money | None = None

    def holds(self, amount: Money) -> bool:
        if amount.currency != self.currency:
            return False
        enough = self.at_least is None or amount >= self.at_least
        return enough and (self.below is None or amount < self.below)

    def covers(self, other: "AmountRange") -> bool:
        """Whether all amounts of the other are among these."""
        if self.currency != other.currency:
            return False
        from_below = self.at_least is None or (
            other.at_least is not None and self.at_least <= other.at_least
        )
        up_to = self.below is None or (other.below is not None and other.below <= self.below)
        return from_below and up_to

    def __str__(self) -> str:
        words = [self.currency]
        words += [] if self.at_least is None else [f"from {self.at_least.decimal}"]
        words += [] if self.below is None else [f"below {self.below.decimal}"]
        return " ".join(words)
