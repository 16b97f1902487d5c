"""Amounts in tests: most of them are in euros, as money or as JSON."""

from recoup_events.kernel.money import Money


def eur(cents: int) -> Money:
    return Money(minor_units=cents, currency="EUR")


def euros(amount: int) -> Money:
    return eur(amount * 100)


def eur_json(amount: object) -> dict[str, object]:
    """As requests and answers have it; ``amount`` may be nonsense."""
    return {"currency": "EUR", "amount": amount}
