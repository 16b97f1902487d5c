"""A release: everything of a creditor that waits is chased from now on, one batch after another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

BATCH = "batch"
"""The timer that asks for the next batch; it stays wanted until none is left."""


class ReleaseRefused(Refused):
    """The release has come to its end."""

    code = "release_refused"


class Place(Value):
    """The last invoice that was looked at; batches go by customer, so that each takes few locks."""

    customer_id: str
    invoice_id: str


class ReleaseStarted(Event, type="release.started.v1"):
    release_id: str
    creditor_id: CreditorId
    external_id: str
    at: AwareDatetime


class ReleaseProgressed(Event, type="release.progressed.v1"):
    """A batch was released; the next one begins behind its last place."""

    released: int
    """How many of the batch; those that were changed meanwhile are as they were changed."""
    place: Place


class ReleaseCompleted(Event, type="release.completed.v1"):
    at: AwareDatetime


class StartRelease(Command):
    release_id: str
    creditor_id: CreditorId
    external_id: str
    at: AwareDatetime


class RecordBatch(Command):
    """What a batch came to; without a place nothing was left."""

    released: int
    place: Place | None
    at: AwareDatetime


class ReleaseState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"


class Release(Value):
    started: ReleaseStarted | None = None
    released: int = 0
    place: Place | None = None
    completed_at: AwareDatetime | None = None

    @property
    def state(self) -> ReleaseState:
        return ReleaseState.COMPLETED if self.completed_at else ReleaseState.RUNNING


ReleaseEvent = ReleaseStarted | ReleaseProgressed | ReleaseCompleted


def decide(command: StartRelease | RecordBatch, release: Release) -> Sequence[ReleaseEvent]:
    match command:
        case StartRelease() if release.started is None:
            return [ReleaseStarted.model_validate(command, from_attributes=True)]
        case RecordBatch() if release.started is None or release.completed_at:
            raise ReleaseRefused("The release does not run; start another one.")
        case RecordBatch(place=None, at=at):
            return [ReleaseCompleted(at=at)]
        case RecordBatch(released=released, place=Place() as place):
            return [ReleaseProgressed(released=released, place=place)]
        case _:
            return []


def evolve(release: Release, event: ReleaseEvent) -> Release:
    match event:
        case ReleaseStarted():
            return Release(started=event)
        case ReleaseProgressed(released=released, place=place):
            return release.model_copy(
                update={"released": release.released + released, "place": place}
            )
        case ReleaseCompleted(at=at):
            return release.model_copy(update={"completed_at": at})


def timers(release: Release) -> Mapping[str, datetime]:
    if release.started is None or release.completed_at:
        return {}
    return {BATCH: release.started.at}


RELEASE: Decider[StartRelease | RecordBatch, Release, ReleaseEvent] = Decider(
    "release", Release(), decide, evolve, timers
)


def release_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's people call their release."""
    return derived("rel", tenant, creditor_id, external_id)
