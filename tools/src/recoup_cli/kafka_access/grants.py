"""What each service may do on Kafka, as its own code says; everything else is refused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from recoup_cli.houses import every_house
from recoup_events.topics import topic_owned_by
from recoup_service.house import House
from recoup_service.loops import listening_of


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


def access_of(house: House) -> Access:
    """It speaks on its own topic, hears those it subscribes to, and is in no group but its own."""
    heard = sorted(listening_of(house).topics)
    grants = [
        Grant(Resource.TOPIC, topic_owned_by(house.package), Operation.WRITE),
        *(Grant(Resource.TOPIC, topic, Operation.READ) for topic in heard),
        *([Grant(Resource.GROUP, house.name, Operation.READ)] if heard else []),
    ]
    return Access(house.name, grants)


def every_access() -> list[Access]:
    return [access_of(house) for house in every_house().values()]
