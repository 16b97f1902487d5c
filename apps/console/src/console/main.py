"""The console, put together: the only file that sees all of it."""

from fastapi import FastAPI
from httpx import AsyncBaseTransport

from console.actions.api.routes import router as actions
from console.pages.app import PagesBeforeApi, pages_app
from console.pages.visit import ConsolePorts
from console.received.consumers import keep_event
from console.sessions.authenticator import Authenticator
from console.sessions.session import Seal
from console.settings import ConsoleSettings
from console.shown.projection import SHOWN
from recoup_events.public import of_others
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keys import KeyRing
from recoup_service.api.oidc.users import Users
from recoup_service.api.request_context import Reading
from recoup_service.clock import SystemClock
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.service import Service

DESCRIPTION = """What people had the console do: each action with who asked for it, of whom, and the answer."""


class Console(Service):
    """A service with pages beside its API."""

    settings: ConsoleSettings
    outside: Clock = SystemClock()
    """Of sessions."""
    transport: AsyncBaseTransport | None = None
    """To the APIs; the network, if it is not another."""

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
        api = super().app(
            command_runner, clock, keys, reading, http=http, users=users, writing=writing
        )
        settings = self.settings
        seal = Seal(settings.keys, settings.longest, settings.idle)
        authenticator = Authenticator(keys, users)
        ports = ConsolePorts(
            *(settings, seal, authenticator, clock, self.outside, command_runner, reading),
            transport=self.transport,
        )
        api.add_middleware(PagesBeforeApi, pages=pages_app(ports, http, settings))
        return api


def build(settings: ConsoleSettings) -> Service:
    service = Console("console", settings, title="Recoup console", description=DESCRIPTION)
    service.serves(actions)
    service.subscribes(of_others("console"), keep_event)
    service.projects(SHOWN)
    return service
