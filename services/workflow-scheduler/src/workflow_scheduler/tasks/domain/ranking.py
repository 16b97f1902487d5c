"""How much of what is open a task may bring in, in whole numbers, and why in words.

The statement ``worklist`` reckons the same; a test holds both together. The likelihood by age falls to a half
behind 180 days; promises kept or broken move it by at most a half either way, and so does the category.
"""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money

BY_AGE: Sequence[tuple[int, int]] = (
    (0, 950),
    (30, 900),
    (60, 800),
    (90, 700),
    (180, 500),
    (365, 300),
)
"""Up to so many days late: so many in a thousand."""
OLDER = 150
BY_CATEGORY = {"unorganized": 110, "angry": 80, "going_out_of_business": 50}
"""Per cent; a category that is not here leaves the likelihood alone."""
SUREST = 990


class Terms(Value):
    """What the rank of a task is made of."""

    open: Money
    days_late: int
    """Of the oldest; negative before it is due."""
    by_age: int
    """In a thousand."""
    promises_kept: int
    promises_due: int
    by_promises: int
    """Per cent."""
    category: str | None
    by_category: int
    """Per cent."""
    likelihood: int
    """In a thousand, of all of them."""
    expected: Money


def terms_of(open: Money, days_late: int, kept: int, due: int, category: str | None) -> Terms:
    """The likelihood rounds down, and so does what is expected."""
    by_age = next((chance for days, chance in BY_AGE if days_late <= days), OLDER)
    by_promises = 50 + 100 * (kept + 1) // (due + 2)
    by_category = BY_CATEGORY.get(category or "", 100)
    likelihood = min(SUREST, by_age * by_promises * by_category // 10_000)
    expected = Money(minor_units=open.minor_units * likelihood // 1000, currency=open.currency)
    return Terms(
        open=open,
        days_late=days_late,
        by_age=by_age,
        promises_kept=kept,
        promises_due=due,
        by_promises=by_promises,
        category=category,
        by_category=by_category,
        likelihood=likelihood,
        expected=expected,
    )


def in_words(terms: Terms) -> str:
    """The same for whoever picks up the telephone."""
    late = f"{terms.days_late} days late" if terms.days_late > 0 else "not late yet"
    parts = [f"{terms.open} open, {late}: {_percent(terms.by_age)} at this age"]
    if terms.promises_due:
        parts.append(
            f"{terms.promises_kept} of {terms.promises_due} promises kept ({terms.by_promises} %)"
        )
    if terms.by_category != 100 and terms.category is not None:
        parts.append(f"{terms.category.replace('_', ' ')} ({terms.by_category} %)")
    return f"{'; '.join(parts)}. Expected: {terms.expected}, {_percent(terms.likelihood)}."


def _percent(in_a_thousand: int) -> str:
    whole, tenth = divmod(in_a_thousand, 10)
    return f"{whole}.{tenth} %" if tenth else f"{whole} %"
