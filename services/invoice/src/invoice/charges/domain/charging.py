"""When it is looked again what is to be charged for an invoice by itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from invoice.charges.domain.events import ChargingEnded, ChargingScheduled
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import start_of_day

CHARGING = "charging"
"""The timer that asks what is to be charged."""


class Charging(Value):
    on: date | None = None
    """``None`` where nothing is charged by itself, or nothing any more."""
    time_zone: str = "UTC"
    waits_for: str | None = None
    ended_because: str | None = None


class ScheduleCharging(Command):
    invoice_id: InvoiceId
    customer_id: CustomerId
    on: date
    time_zone: str
    waits_for: str | None


class EndCharging(Command):
    invoice_id: InvoiceId
    customer_id: CustomerId
    reason: str


ChargingEvent = ChargingScheduled | ChargingEnded


def decide(command: ScheduleCharging | EndCharging, charging: Charging) -> Sequence[ChargingEvent]:
    """The same day again is nothing new, nor is the end of what does not run."""
    match command:
        case ScheduleCharging(on=on, waits_for=reason):
            same = (on, reason) == (charging.on, charging.waits_for)
            return [] if same else [ChargingScheduled(**dict(command))]
        case EndCharging():
            return [] if charging.on is None else [ChargingEnded(**dict(command))]


def evolve(_charging: Charging, event: ChargingEvent) -> Charging:
    match event:
        case ChargingScheduled(on=on, time_zone=zone, waits_for=reason):
            return Charging(on=on, time_zone=zone, waits_for=reason)
        case ChargingEnded(reason=reason):
            return Charging(ended_because=reason)


def timers(charging: Charging) -> Mapping[str, datetime]:
    if charging.on is None:
        return {}
    return {CHARGING: start_of_day(charging.on, charging.time_zone)}


CHARGING_OF_INVOICE: Decider[ScheduleCharging | EndCharging, Charging, ChargingEvent] = Decider(
    "charging", Charging(), decide, evolve, timers
)
