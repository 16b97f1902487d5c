"""A payment that was sent in another currency, at the rate that the bank states."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from recoup_events.kernel.money import Money
from recoup_formats.bank.statement import Detail


def exchange_of(detail: Detail) -> Mapping[str, Any] | None:
    """What came in, what it settles, and how much of that currency one unit of it is."""
    exchange = detail.exchange
    if exchange is None or exchange.instructed.currency == detail.amount.currency:
        return None
    taken, settles = detail.amount, exchange.instructed
    if taken.minor_units <= 0 or settles.minor_units <= 0:
        return None
    return {
        "taken": {"amount": taken.decimal, "currency": taken.currency},
        "settles": {"amount": settles.decimal, "currency": settles.currency},
        "rate": f"{_rate(taken, settles, exchange.rate):f}",
    }


def _rate(taken: Money, settles: Money, stated: Decimal | None) -> Decimal:
    """As the bank states it, where it means this direction; else what it comes to."""
    came, pays = Decimal(taken.decimal), Decimal(settles.decimal)
    if stated is not None and abs(came * stated - pays) <= Decimal("0.01"):
        return stated
    return (pays / came).quantize(Decimal("0.00000001"))
