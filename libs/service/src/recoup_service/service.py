"""A service as data: its views, routes, subscriptions, timers, effects and projections."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, FastAPI

from recoup_events.kernel.event import Event
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.effect import Effect
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.projections import Projection
from recoup_eventstore.timers import Foresee, TimerHandler, Wake
from recoup_eventstore.work import Conclusion, Follower
from recoup_messaging.subscriptions import Reaction, Reads, Subscription
from recoup_service.api.keys import KeyRing
from recoup_service.api.keys_by_event import api_keys_of
from recoup_service.api.oidc.users import Users
from recoup_service.api.portal_caller import portal_callers
from recoup_service.api.public_app import public_app
from recoup_service.api.request_context import Ports, Reading
from recoup_service.api.tenants_by_event import tenants_of
from recoup_service.engine import Engine
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.own_loop import OwnLoop
from recoup_service.settings import Settings

F = TypeVar("F", bound=Event)


@dataclass(frozen=True, slots=True)
class Sending:
    """An effect outside the database, and the timer that asks for it."""

    decider: Decider[Any, Any, Any]
    timer: str
    effect: Callable[[Ports], Effect[Any, Any]]


@dataclass(frozen=True, slots=True)
class Background:
    """What a loop of a service's own works with."""

    pools: Pools
    clock: Clock
    command_runner: CommandRunner


class Service:
    """One service; built in its ``main.py``, which reads like a contents page."""

    def __init__(self, package: str, settings: Settings, *, title: str, description: str) -> None:
        self.package = package
        self.name = package.replace("_", "-")
        """Its Kafka group, its actor in events, its name in logs and traces."""
        self.settings = settings
        self.title = title
        self.description = description
        self.views: list[View[Any]] = [api_keys_of(package), tenants_of(package)]
        self.routers: list[APIRouter] = []
        self.subscriptions: list[Subscription[Any]] = []
        self.timer_handlers: list[TimerHandler] = []
        self.sendings: list[Sending] = []
        self.projections: list[Projection] = []
        self.awaited: list[str] = []
        self.own_loops: list[Callable[[Background], OwnLoop]] = []
        self._followers: defaultdict[type[Event], list[Follower]] = defaultdict(list)
        self._conclusions: list[tuple[View[Any], Conclusion]] = []

    def maintains(self, *views: View[Any]) -> None:
        """Views folded from own and received events, current in every decision."""
        self.views.extend(views)

    def serves(self, *routers: APIRouter) -> None:
        """Routes under ``/v1``, each of which names its scope."""
        self.routers.extend(routers)

    def subscribes(
        self,
        events: type[F] | Collection[type[F]],
        reaction: Reaction[F],
        reads: Reads[F] | None = None,
    ) -> None:
        """React to public events; ``reads`` names the streams the reaction will load."""
        for event in (events,) if isinstance(events, type) else events:
            self.subscriptions.append(
                Subscription(event, reaction)
                if reads is None
                else Subscription(event, reaction, reads)
            )

    def follows(self, event: type[F], reaction: Reaction[F]) -> None:
        """React to an own event in the unit of work that records it, e.g. in another feature."""
        self._followers[event].append(reaction)

    def concludes(self, view: View[Any], conclusion: Conclusion) -> None:
        """React to what own events made of a view's documents, once a unit of work has decided all."""
        self._conclusions.append((view, conclusion))

    def handles_timer(
        self,
        decider: Decider[Any, Any, Any],
        timer: str,
        wake: Wake,
        foresee: Foresee | None = None,
    ) -> None:
        """Answer a timer of the decider's streams when its moment has come."""
        self.timer_handlers.append(TimerHandler(decider, timer, wake, foresee))

    def sends(self, decider: Decider[Any, Any, Any], timer: str, effect: Effect[Any, Any]) -> None:
        """Perform an effect outside the database when a timer asks for it."""
        self.sendings.append(Sending(decider, timer, lambda _: effect))

    def carries_out(
        self,
        decider: Decider[Any, Any, Any],
        timer: str,
        effect: Callable[[Ports], Effect[Any, Any]],
    ) -> None:
        """The same for what is decided about other accounts, in transactions of their own."""
        self.sendings.append(Sending(decider, timer, effect))

    def projects(self, *projections: Projection) -> None:
        """Read models in SQL tables, a moment behind."""
        self.projections.extend(projections)

    def awaits(self, query: str) -> None:
        """Show how much waits for what, and since when: a query of the service's read models."""
        self.awaited.append(query)

    def runs(self, loop: Callable[[Background], OwnLoop]) -> None:
        """A loop over the service's own tables, woken by what is written into them."""
        self.own_loops.append(loop)

    def command_runner(self, store: Store, new_id: Callable[[], UUID]) -> CommandRunner:
        """Runs this service's decisions on a store, a real one or a memory twin."""
        return CommandRunner(store, self.views, new_id, self._followers, self._conclusions)

    @property
    def engine(self) -> Engine:
        """What it decides by itself; what is registered later belongs to it, too."""
        return Engine(
            *(self.name, self.views, self.subscriptions, self.timer_handlers),
            *(self._followers, self._conclusions),
        )

    def app(
        self,
        command_runner: CommandRunner,
        clock: Clock,
        keys: KeyRing,
        reading: Reading | None = None,
        *,
        http: HttpMetrics,
        users: Users | None = None,
        writing: Reading | None = None,
    ) -> FastAPI:
        """The public API over these ports, real ones or memory twins; lists need ``reading``."""
        ports = Ports(command_runner, clock, reading, writing)
        return public_app(
            self.routers,
            ports,
            keys,
            http,
            title=self.title,
            description=self.description,
            limits=self.settings,
            users=users,
            portal=portal_callers(self.settings.keys_of_portal),
        )
