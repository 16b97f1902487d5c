"""An event as others read it: CloudEvents 1.0 in JSON, the same in the feed and in a webhook."""

from typing import Any

from pydantic_core import to_json

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event


def cloud_event(received: Envelope[Event]) -> str:
    """The same attributes as on Kafka, but for those that only the plumbing needs."""
    event, cause = received.event, received.cause
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": received.id,
        "source": f"/recoup/{event.owner}",
        "type": event.type,
        "subject": received.stream.name,
        "time": cause.at,
        "datacontenttype": "application/json",
        "dataschema": f"urn:recoup:event:{event.type}",
        "tenantid": received.tenant,
        "actor": cause.actor,
        "correlationid": cause.correlation_id,
        "streamversion": received.version,
    }
    if cause.causation_id is not None:
        attributes["causationid"] = cause.causation_id
    if (customer := customer_of(event)) is not None:
        attributes["customerid"] = customer
    heading = to_json(attributes).decode()
    return f'{heading[:-1]},"data":{event.model_dump_json()}}}'


def customer_of(event: Event) -> str | None:
    """Whom it concerns, if anybody."""
    customer: str | None = getattr(event, "customer_id", None)
    return customer


def agency_of(event: Event) -> str | None:
    """Which partner agency it concerns, if any."""
    agency: str | None = getattr(event, "agency_id", None)
    return agency


def creditor_of(event: Event) -> str | None:
    """Which creditor it names, if any."""
    creditor: str | None = getattr(event, "creditor_id", None)
    return creditor
