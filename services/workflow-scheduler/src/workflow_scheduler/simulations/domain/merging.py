"""Results of different customers, added up: the sum is the same in whatever parts it was made."""

from collections.abc import Iterable

from workflow_scheduler.simulations.domain.tally import Tally, lines, tallies
from workflow_scheduler.simulations.domain.trial import Faults, Result, first_of, named

_ADDED = (
    *("customers", "enrolments", "changed_customers", "compared", "differing"),
    *("messages_same", "messages_added", "messages_dropped"),
)


def merged(results: Iterable[Result]) -> Result:
    """One result for all of them."""
    before, after = Tally(), Tally()
    sums = dict.fromkeys(_ADDED, 0)
    faults, difference = Faults(), None
    for each in results:
        its_before, its_after = tallies(each.counts)
        before.update(its_before)
        after.update(its_after)
        sums = {name: count + getattr(each, name) for name, count in sums.items()}
        faults = _added(faults, each.faults)
        difference = first_of(difference, each.difference)
    counts = tuple(lines(before, after))
    return Result(**sums, counts=counts, faults=faults, difference=difference)


def _added(one: Faults, other: Faults) -> Faults:
    return Faults(
        broken=one.broken + other.broken,
        unfit=one.unfit + other.unfit,
        as_recorded=one.as_recorded + other.as_recorded,
        named=named(one.named, other.named),
    )
