"""The list of customers."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Value
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.customers", "projection.sql")

Details = events.CustomerRegistered | events.CustomerDetailsChanged


def _registered(received: Envelope[events.CustomerRegistered]) -> tuple[Any, ...]:
    event = received.event
    return (received.tenant, event.customer_id, event.external_id, *_details(event))


def _changed(received: Envelope[events.CustomerDetailsChanged]) -> tuple[Any, ...]:
    return (received.tenant, received.event.customer_id, *_details(received.event))


def _details(event: Details) -> tuple[Any, ...]:
    return (
        event.name,
        event.kind,
        event.country,
        event.subdivision,
        event.time_zone,
        event.language,
        _plain(event.addresses),
        _plain(event.persons),
    )


def _plain(values: Sequence[Value]) -> str:
    """Without the marks of personal values, so that they can be searched."""
    return to_json([value.model_dump() for value in values]).decode()


def _group(received: Envelope[events.CustomerGroupChanged]) -> tuple[Any, ...]:
    event = received.event
    return (received.tenant, event.customer_id, event.parent_id, event.pays_for)


def _condition(received: Envelope[events.CustomerConditionRecorded]) -> tuple[Any, ...]:
    event = received.event
    return (
        *(received.tenant, event.customer_id, event.condition_id),
        *(event.condition, event.creditor_id, event.source),
        *(event.effective_from, event.effective_until, event.note),
    )


def _lifted(received: Envelope[events.CustomerConditionLifted]) -> tuple[Any, ...]:
    event = received.event
    named = (received.tenant, event.customer_id, event.condition_id)
    return (*named, event.reason, event.effective_from)


def _names(event: Details) -> Sequence[str]:
    return [event.name, *(person.name for person in event.persons)]


CHANGES = (
    on(events.CustomerRegistered, WRITES["register_customer"], _registered),
    on(events.CustomerDetailsChanged, WRITES["change_customer"], _changed),
    on(events.CustomerGroupChanged, WRITES["change_group"], _group),
    on(events.CustomerConditionRecorded, WRITES["record_condition"], _condition),
    on(events.CustomerConditionLifted, WRITES["lift_condition"], _lifted),
    called(events.CustomerRegistered, "external_id", lambda event: [event.external_id]),
    called(events.CustomerRegistered, "text", _names),
    called(events.CustomerDetailsChanged, "text", _names),
)
