"""What rules do with one receivable: wait until it is old enough, and remember which agencies had it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import AgencyId, PlacementId, ReceivableId
from recoup_eventstore.decider import Decider

DUE = "propose"
"""The timer that asks the rules again."""


class WaitUntil(Command):
    at: datetime | None
    """``None``: nothing is waited for."""


class Applied(Command):
    rule: str
    agency_id: AgencyId
    placement_id: PlacementId


class PlacementAwaited(Event, type="placement_rules.awaited.v1"):
    """A rule will fit on that day, if nothing changes."""

    at: AwareDatetime | None


class PlacementRuleApplied(Event, type="placement_rules.applied.v1"):
    """A rule proposed it to an agency."""

    rule: str
    agency_id: AgencyId
    placement_id: PlacementId


class Watch(Value):
    at: datetime | None = None
    had_by: tuple[AgencyId, ...] = ()


Recorded = PlacementAwaited | PlacementRuleApplied


def decide(command: WaitUntil | Applied, watch: Watch) -> Sequence[Recorded]:
    match command:
        case WaitUntil(at=at):
            return [] if at == watch.at else [PlacementAwaited(at=at)]
        case Applied():
            return [PlacementRuleApplied.model_validate(command, from_attributes=True)]


def evolve(watch: Watch, event: Recorded) -> Watch:
    match event:
        case PlacementAwaited(at=at):
            return watch.model_copy(update={"at": at})
        case PlacementRuleApplied(agency_id=agency_id):
            return Watch(had_by=(*watch.had_by, agency_id))


def timers(watch: Watch) -> Mapping[str, datetime]:
    return {} if watch.at is None else {DUE: watch.at}


WATCH: Decider[WaitUntil | Applied, Watch, Recorded] = Decider(
    "placement_watch", Watch(), decide, evolve, timers
)


def watch_of(account: Account, id: ReceivableId) -> Stream:
    return WATCH.stream(*account, id)
