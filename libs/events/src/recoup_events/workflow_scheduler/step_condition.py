"""On what a step depends; one whose condition does not hold on its day is passed over."""

from recoup_events.kernel.amount_range import AmountRange
from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler.category import Category


class DayRange(Value):
    """From the first on and below the second."""

    at_least: int | None = None
    below: int | None = None


class StepCondition(Value):
    """All of them have to hold; of each, one of those named is enough. What is empty asks nothing."""

    amounts: tuple[AmountRange, ...] = ()
    """What is chased; a currency that none of them names does not hold."""
    days_past_due: DayRange | None = None
    categories: tuple[Category, ...] = ()
    customer_kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166-1, or ISO 3166-2 for a part of one."""
    standings: tuple[str, ...] = ()
    """With the creditor."""
    last_answers: tuple[str, ...] = ()
    """The latest disposition of a call, or meaning of a reply; ``none`` before there is one."""
