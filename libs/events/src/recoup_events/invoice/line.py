"""Lines of documents."""

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money


class Line(Value):
    """One line of an invoice; ``net`` excludes tax."""

    description: str
    net: Money
    tax: Money
