"""Which placement has a receivable, and which placements a customer has."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlacementId
from recoup_events.workflow_scheduler import PlacementEnding, PlacementProposed
from recoup_eventstore.decider import View
from recoup_receivables.owed import FOLLOWED, receivables_of


class Placed(Value):
    """One receivable: it is with one agency at a time, from the proposal on."""

    placement_id: PlacementId | None = None


def _documents(event: Event) -> Sequence[str]:
    match event:
        case PlacementProposed(items=items):
            return [item.receivable_id for item in items]
        case PlacementEnding(receivable_ids=ids):
            return ids
        case _:
            return receivables_of(event)  # only to be read with the others


def _evolve(placed: Placed, recorded: Envelope[Event]) -> Placed:
    match recorded.event:
        case PlacementProposed(placement_id=id):
            return Placed(placement_id=id)
        case PlacementEnding():
            return Placed()
        case _:
            return placed


PLACED = View("placed", Placed(), _documents, _evolve, subscribes=FOLLOWED)


class OpenPlacement(Value):
    open: bool = False


def _placements(event: Event) -> Sequence[str]:
    if isinstance(event, PlacementProposed | PlacementEnding):
        return (event.placement_id,)
    return ()


def _follow(_placement: OpenPlacement, recorded: Envelope[Event]) -> OpenPlacement:
    return OpenPlacement(open=isinstance(recorded.event, PlacementProposed))


def _among(placement: OpenPlacement) -> str | None:
    return "open" if placement.open else None


OPEN_PLACEMENTS = View("open_placements", OpenPlacement(), _placements, _follow, place=_among)
