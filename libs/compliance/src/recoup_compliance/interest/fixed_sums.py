"""The sum a law grants once per debt, whatever the interest comes to."""

from recoup_compliance.interest.law import Law
from recoup_events.kernel.money import Money


def fixed_sum(law: Law, debt: Money) -> Money | None:
    """``None`` where the law grants none, or none in the debt's currency."""
    granted = law.fixed_sum
    if granted is None or granted.currency != debt.currency:
        return None
    least = 1 if granted.from_more_than else 0
    reached = [
        band for band in granted.bands if not band.debt or debt.minor_units >= band.debt + least
    ]
    return Money(minor_units=reached[-1].sum, currency=debt.currency)
