"""A service as data: what it keeps, serves, hears, wakes for, sends and shows."""

from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI

from recoup_events.base import Fact
from recoup_eventstore.clock import Clock
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.desk import Desk
from recoup_eventstore.effects import Effect
from recoup_eventstore.projections import Projection
from recoup_eventstore.ticker import Alarm, Wake
from recoup_messaging.listening import Hearing, Reaction, Reads
from recoup_service.api.ask import Ports, Reading
from recoup_service.api.front import public_app
from recoup_service.api.keys import KeyRing
from recoup_service.settings import Settings
from recoup_service.watching.http_metrics import HttpMetrics

F = TypeVar("F", bound=Fact)
LIBRARIES = ("recoup_eventstore.postgres", "recoup_service")


def migrated(package: str) -> tuple[str, ...]:
    """The packages whose migrations and read models a service's database needs, in order."""
    return (*LIBRARIES, package)


@dataclass(frozen=True, slots=True)
class Sending:
    """An effect outside the database, and the timer that asks for it."""

    decider: Decider[Any, Any, Any]
    timer: str
    effect: Effect[Any, Any]


class House:
    """One service; built in its ``main.py``, which reads like a contents page."""

    def __init__(self, package: str, settings: Settings, *, title: str, description: str) -> None:
        self.package = package
        self.name = package.replace("_", "-")
        """Its Kafka group, its actor in facts, its name in logs and traces."""
        self.settings = settings
        self.title = title
        self.description = description
        self.views: list[View[Any]] = []
        self.routers: list[APIRouter] = []
        self.hearings: list[Hearing[Any]] = []
        self.alarms: list[Alarm] = []
        self.sendings: list[Sending] = []
        self.projections: list[Projection] = []

    def keeps(self, *views: View[Any]) -> None:
        """Views folded from own and heard facts, current in every decision."""
        self.views.extend(views)

    def serves(self, *routers: APIRouter) -> None:
        """Routes under ``/v1``, each of which names its scope."""
        self.routers.extend(routers)

    def hears(self, fact: type[F], reaction: Reaction[F], reads: Reads[F] | None = None) -> None:
        """React to a public fact; ``reads`` names the streams the reaction will load."""
        self.hearings.append(
            Hearing(fact, reaction) if reads is None else Hearing(fact, reaction, reads)
        )

    def wakes(self, decider: Decider[Any, Any, Any], timer: str, wake: Wake) -> None:
        """Answer a timer of the decider's streams when its moment has come."""
        self.alarms.append(Alarm(decider, timer, wake))

    def sends(self, decider: Decider[Any, Any, Any], timer: str, effect: Effect[Any, Any]) -> None:
        """Perform an effect outside the database when a timer asks for it."""
        self.sendings.append(Sending(decider, timer, effect))

    def shows(self, *projections: Projection) -> None:
        """Read models in SQL tables, a moment behind."""
        self.projections.extend(projections)

    def app(
        self,
        desk: Desk,
        clock: Clock,
        keys: KeyRing,
        reading: Reading | None = None,
        *,
        http: HttpMetrics,
    ) -> FastAPI:
        """The public API over these ports, real ones or memory twins; lists need ``reading``."""
        ports = Ports(desk, clock, reading)
        return public_app(
            self.routers,
            ports,
            keys,
            http,
            title=self.title,
            description=self.description,
            limits=self.settings,
        )
