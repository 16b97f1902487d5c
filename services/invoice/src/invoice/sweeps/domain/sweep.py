"""A sweep: every small balance of a creditor that is long overdue is written off, batch by batch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.invoice.approval import SmallBalances
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

BATCH = "batch"
"""The timer that asks for the next batch; it stays wanted until none is left."""


class SweepRefused(Refused):
    """The sweep cannot be made so, or has come to its end."""

    code = "sweep_refused"


class Place(Value):
    """The last invoice that was looked at; batches go by customer, so that each takes few locks."""

    customer_id: str
    invoice_id: str


class SweepStarted(Event, type="sweep.started.v1"):
    sweep_id: str
    wanted: SmallBalances
    at: AwareDatetime


class SweepProgressed(Event, type="sweep.progressed.v1"):
    """A batch was written off; the next one begins behind its last place."""

    written_off: int
    """How many of the batch; what was paid, contested or planned by then is not."""
    place: Place


class SweepCompleted(Event, type="sweep.completed.v1"):
    at: AwareDatetime


class StartSweep(Command):
    sweep_id: str
    wanted: SmallBalances
    at: AwareDatetime


class RecordBatch(Command):
    """What a batch came to; without a place nothing was left."""

    written_off: int
    place: Place | None
    at: AwareDatetime


class SweepState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"


class Sweep(Value):
    started: SweepStarted | None = None
    written_off: int = 0
    place: Place | None = None
    completed_at: AwareDatetime | None = None

    @property
    def state(self) -> SweepState:
        return SweepState.COMPLETED if self.completed_at else SweepState.RUNNING


SweepEvent = SweepStarted | SweepProgressed | SweepCompleted


def decide(command: StartSweep | RecordBatch, sweep: Sweep) -> Sequence[SweepEvent]:
    match command:
        case StartSweep() if sweep.started is None:
            return [SweepStarted.model_validate(command, from_attributes=True)]
        case RecordBatch() if sweep.started is None or sweep.completed_at:
            raise SweepRefused("The sweep does not run; start another one.")
        case RecordBatch(written_off=written_off, place=Place() as place):
            return [SweepProgressed(written_off=written_off, place=place)]
        case RecordBatch(at=at):
            return [SweepCompleted(at=at)]
        case _:
            return []


def evolve(sweep: Sweep, event: SweepEvent) -> Sweep:
    match event:
        case SweepStarted():
            return Sweep(started=event)
        case SweepProgressed(written_off=written_off, place=place):
            return sweep.model_copy(
                update={"written_off": sweep.written_off + written_off, "place": place}
            )
        case SweepCompleted(at=at):
            return sweep.model_copy(update={"completed_at": at})


def timers(sweep: Sweep) -> Mapping[str, datetime]:
    if sweep.started is None or sweep.completed_at:
        return {}
    return {BATCH: sweep.started.at}


SWEEP: Decider[StartSweep | RecordBatch, Sweep, SweepEvent] = Decider(
    "sweep", Sweep(), decide, evolve, timers
)


def bounds(wanted: SmallBalances, at: datetime) -> tuple[str, str, int, datetime, int]:
    """As the list of small balances takes them."""
    up_to = wanted.up_to
    return (wanted.creditor_id, up_to.currency, up_to.minor_units, at, wanted.overdue_days)


def sweep_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's people call their sweep."""
    return derived("swp", tenant, creditor_id, external_id)
