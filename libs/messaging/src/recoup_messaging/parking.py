"""Messages set aside: as they came, with the reason."""

from datetime import datetime

from recoup_eventstore.ports import OffsetKey, Parked
from recoup_messaging.arrivals import Arrival
from recoup_messaging.records import Received


def parked(arrival: Arrival, reason: str, detail: str, now: datetime) -> Parked:
    received, account = arrival.received, arrival.account
    return Parked(
        topic=received.at.topic,
        partition=received.at.partition,
        offset=received.offset,
        key=received.key,
        headers=received.headers,
        value=received.value,
        reason=reason,
        detail=detail,
        parked_at=now,
        tenant=None if account is None else account.tenant,
    )


def received(message: Parked) -> Received:
    """The record a parked message came as."""
    return Received(
        at=OffsetKey(message.topic, message.partition),
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers=message.headers,
    )
