"""What each service may do on Kafka, as its own code says; everything else is refused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from recoup_cli.services import every_service
from recoup_events.kernel.topics import topic_owned_by
from recoup_service.loops import subscriptions_of
from recoup_service.service import Service


class Resource(StrEnum):
    TOPIC = "topic"
    GROUP = "group"


class Operation(StrEnum):
    """As Kafka names them; reading and writing include describing."""

    READ = "Read"
    WRITE = "Write"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    resource: Resource
    name: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Access:
    """A Kafka user and all that is granted to it."""

    user: str
    grants: Sequence[Grant]


def access_of(service: Service) -> Access:
    """It speaks on its own topic, receives those it subscribes to, and is in no group but its own."""
    received = sorted(subscriptions_of(service).topics)
    grants = [
        Grant(Resource.TOPIC, topic_owned_by(service.package), Operation.WRITE),
        *(Grant(Resource.TOPIC, topic, Operation.READ) for topic in received),
        *([Grant(Resource.GROUP, service.name, Operation.READ)] if received else []),
    ]
    return Access(service.name, grants)


def every_access() -> list[Access]:
    return [access_of(service) for service in every_service().values()]
