"""Which invoices an event is about, wherever in it they are named."""

from collections.abc import Iterator, Sequence
from functools import cache

from recoup_events.kernel.event import Event

_ALONE = ("invoice_id", "continued_by", "charge_id")
_AMONG = ("slices", "allocations", "items", "before", "credits", "continuations")


def invoices_of(event: Event) -> list[str]:
    """Each once, in the order of the event."""
    return list(dict.fromkeys(_named(event)))


@cache
def _fields(kind: type[Event]) -> tuple[Sequence[str], Sequence[str], bool]:
    """Which of them a kind of event has: asking each event for those it has not takes longer than all else."""
    known = kind.model_fields
    alone, among = ([each for each in names if each in known] for names in (_ALONE, _AMONG))
    return alone, among, "invoices" in known


def _named(event: Event) -> Iterator[str]:
    alone, among, has_invoices = _fields(type(event))
    for field in alone:
        if id := getattr(event, field, None):
            yield id
    for field in among:
        for part in getattr(event, field, None) or ():
            if id := getattr(part, "invoice_id", None):
                yield id
    if has_invoices:
        yield from getattr(event, "invoices", None) or ()
