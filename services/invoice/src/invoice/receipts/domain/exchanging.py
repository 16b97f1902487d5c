"""Money of one currency settles debts in another by a rate that somebody has stated, and by no other."""

from fractions import Fraction

from invoice.receipts.domain.errors import ExchangeUnacceptable
from recoup_events.invoice.payment import Exchange
from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.money import Money


def check_exchange(exchange: Exchange, came: Money, pointer: str) -> None:
    """Whether the three fit; banks round either way, so a difference of one smallest unit is none."""
    if exchange.taken != came:
        raise ExchangeUnacceptable(
            f"{exchange.taken} are exchanged and {came} came in; send the exchange of just this money.",
            pointer=f"{pointer}/taken",
        )
    if exchange.settles.currency == came.currency:
        raise ExchangeUnacceptable(
            f"Both amounts are in {came.currency}; leave the exchange out.",
            pointer=f"{pointer}/settles/currency",
        )
    exact = _exact(came) * Fraction(exchange.rate)
    unit = Fraction(1, 10 ** EXPONENTS[exchange.settles.currency])
    if abs(exact - _exact(exchange.settles)) >= unit:
        raise ExchangeUnacceptable(
            f"{came} at a rate of {exchange.rate} are not {exchange.settles}; correct the amount or the rate. "
            f"The rate says how many {exchange.settles.currency} one {came.currency} is.",
            pointer=f"{pointer}/rate",
        )


def _exact(money: Money) -> Fraction:
    return Fraction(money.minor_units, 10 ** EXPONENTS[money.currency])
