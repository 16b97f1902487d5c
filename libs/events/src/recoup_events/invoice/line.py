"""Lines of documents."""

from typing import Annotated

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent

MOST_LINES = 1000
"""Of one invoice."""
Quantity = Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$")]
"""How many or how much, e.g. ``3`` or ``2.5``."""
UnitCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,3}$")]
"""UN/ECE Recommendation 20 or 21, e.g. ``C62`` for one, ``HUR`` for an hour."""


def _unknown(value: str | None) -> bool:
    return value is None


class Line(Value):
    """One line of an invoice; ``net`` excludes tax.

    What is not known takes no place in the event: an invoice may have a thousand lines.
    """

    description: str
    net: Money
    tax: Money
    quantity: Quantity | None = Field(default=None, exclude_if=_unknown)
    """Together with its unit; ``net`` is for all of it."""
    unit: UnitCode | None = Field(default=None, exclude_if=_unknown)
    tax_rate: Percent | None = Field(default=None, exclude_if=_unknown)
