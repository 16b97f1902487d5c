"""How a balance divides into what is paused and what is chased, to the minor unit."""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money, total
from recoup_events.workflow_scheduler import PauseCause


class Pause(Value):
    """A slice that is not chased for now, named by what caused it."""

    cause: PauseCause
    cause_id: str
    amount: Money | None
    """``None`` covers everything, whatever comes to be owed."""
    reason: str | None = None


def among(pauses: Sequence[Pause], cause: PauseCause, cause_id: str) -> bool:
    return any((pause.cause, pause.cause_id) == (cause, cause_id) for pause in pauses)


def without(pauses: Sequence[Pause], cause: PauseCause, cause_id: str) -> tuple[Pause, ...]:
    return tuple(pause for pause in pauses if not among([pause], cause, cause_id))


def put(pauses: Sequence[Pause], pause: Pause) -> tuple[Pause, ...]:
    """Add a pause, or let it take the place of the one of the same cause.

    What covers everything comes last, whenever it came: it covers what the others leave.
    """
    by_cause = {(each.cause, each.cause_id): each for each in (*pauses, pause)}
    return tuple(sorted(by_cause.values(), key=lambda each: each.amount is None))


def held(balance: Money, pauses: Sequence[Pause]) -> tuple[Money, ...]:
    """What each pause really keeps out, oldest first; together never more than is owed."""
    parts: list[Money] = []
    left = balance
    for pause in pauses:
        part = left if pause.amount is None else min(pause.amount, left)
        parts.append(part)
        left -= part
    return tuple(parts)


def chased(balance: Money, pauses: Sequence[Pause]) -> Money:
    """What is left to chase; with what is held it adds up to the balance."""
    return balance - total(held(balance, pauses), balance.currency)
