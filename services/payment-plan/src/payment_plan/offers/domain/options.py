"""Ways to pay a sum over time: days that are no days off where the debtor is, and not a cent too few."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from payment_plan.offers.domain.asking import Wish
from payment_plan.offers.domain.errors import OptionUnacceptable
from payment_plan.plans.domain.debtor import Debtor
from payment_plan.plans.domain.schedule import days_apart
from recoup_compliance.working_days import next_working_day
from recoup_events.kernel.money import Money, split
from recoup_events.payment_plan import Instalment, OfferedOption

_DAY = timedelta(days=1)


def offered_options(
    whole: Money, wishes: Sequence[Wish], debtor: Debtor, today: date, first_days: int
) -> tuple[OfferedOption, ...]:
    """One for each, or the reason why one cannot be."""
    return tuple(
        OfferedOption(
            option=str(place + 1),
            every=wish.every,
            schedule=_schedule(whole, wish, debtor, today, first_days, f"/options/{place}"),
        )
        for place, wish in enumerate(wishes)
    )


def is_possible(whole: Money, wish: Wish) -> bool:
    """Whether every instalment would be of something."""
    return whole.minor_units >= wish.instalments


def _schedule(
    whole: Money, wish: Wish, debtor: Debtor, today: date, first_days: int, pointer: str
) -> tuple[Instalment, ...]:
    first = wish.first_due_on or today + _DAY * first_days
    if first < today:
        raise OptionUnacceptable(
            f"The first instalment is due on {first}, and it is {today} at the customer's; "
            "let it begin today or later.",
            pointer=f"{pointer}/first_due_on",
        )
    days = _working(days_apart(first, wish.instalments, wish.every), debtor)
    amounts = _amounts(whole, wish, pointer)
    return tuple(
        Instalment(due_on=day, amount=amount) for day, amount in zip(days, amounts, strict=True)
    )


def _working(days: Sequence[date], debtor: Debtor) -> Iterator[date]:
    """None on a day off, and each behind the one before it: holidays may be longer than a week."""
    free = date.min
    for day in days:
        moved = next_working_day(max(day, free), debtor.country, debtor.subdivision)
        yield moved
        free = moved + _DAY


def _amounts(whole: Money, wish: Wish, pointer: str) -> Sequence[Money]:
    if not is_possible(whole, wish):
        raise OptionUnacceptable(
            f"{whole} cannot be paid in {wish.instalments} instalments above zero; ask for fewer.",
            pointer=f"{pointer}/instalments",
        )
    first, others = wish.first_amount, wish.instalments - 1
    if first is None:
        return split(whole, (1,) * wish.instalments)
    if first.currency != whole.currency:
        raise OptionUnacceptable(
            f"What is offered is in {whole.currency}; send the first amount in that.",
            pointer=f"{pointer}/first_amount/currency",
        )
    rest = whole - first
    if rest.minor_units < others or (rest and not others):
        raise OptionUnacceptable(
            f"With {first} at first, {rest} of {whole} would be left for {others} further instalments, each "
            "above zero; correct the amount or the number.",
            pointer=f"{pointer}/first_amount/amount",
        )
    return (first, *(split(rest, (1,) * others) if others else ()))
