"""Where everything that happened to a customer stands, and what happened in each hour."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from console.timeline.domain.kinds import kind_of
from console.timeline.domain.subjects import invoices_of
from recoup_events import dispute, invoice, notification, payment_plan
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.public import PUBLIC
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Gathered, Row, gathered

WRITES = named_queries("console.timeline", "projection.sql")


def _line(recorded: Envelope[Any]) -> Iterable[Row]:
    event = recorded.event
    what = (event.customer_id or "", " ".join(invoices_of(event)), kind_of(event))
    return [(*what, recorded.cause.at, recorded.stream.name, recorded.version)]


COUNTED: tuple[tuple[type[Event], str, str], ...] = (
    (notification.MessageSent, "sent", "channel"),
    (notification.ContactRefused, "refused", "rule"),
    (notification.CallRefused, "refused", "rule"),
    (notification.CallMade, "call", "outcome"),
    (invoice.PaymentReceived, "payment", ""),
    (payment_plan.PlanAgreed, "plan_agreed", ""),
    (payment_plan.PlanBroken, "plan_broken", ""),
    (dispute.DisputeOpened, "dispute_opened", "reason"),
)
"""An event, what it counts as, and the field that tells one from another."""


def _count(kind: str, field: str) -> Callable[[Envelope[Any]], Iterable[Row]]:
    def rows(recorded: Envelope[Any]) -> Iterable[Row]:
        event = recorded.event
        amount = getattr(event, "amount", None)
        money = ("", 0) if amount is None else (amount.currency, amount.minor_units)
        detail = str(getattr(event, field)) if field else ""
        return [(recorded.cause.at, kind, detail, *money)]

    return rows


def of_customers() -> list[type[Event]]:
    """The events that tell whom they happened to."""
    return sorted(
        {event for event in PUBLIC.values() if "customer_id" in event.model_fields},
        key=lambda event: event.type,
    )


def _changes() -> Iterator[Gathered]:
    for event in of_customers():
        yield gathered(event, WRITES["add_lines"], _line, placed=True)
    for event, kind, field in COUNTED:
        yield gathered(event, WRITES["count"], _count(kind, field))


TIMELINE = (*_changes(),)
