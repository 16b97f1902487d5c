"""How far money fills the instalments of a plan."""

from collections.abc import Sequence

from recoup_events.kernel.money import Money
from recoup_events.payment_plan import Instalment


def unfilled(schedule: Sequence[Instalment], settled: Money) -> tuple[Money, ...]:
    """What is open of each instalment when ``settled`` has filled them, soonest first."""
    parts: list[Money] = []
    for instalment in schedule:
        filled = min(settled, instalment.amount)
        parts.append(instalment.amount - filled)
        settled -= filled
    return tuple(parts)
