"""What an operator's request works with, once the service has opened."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import Request

from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.read_models.redrive import ParkedEvents
from recoup_eventstore.postgres.read_models.standing import ReadModels
from recoup_messaging.history import History
from recoup_messaging.subscriptions import Subscriptions
from recoup_service.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Operations:
    """The running service's own command runner and subscriptions: there is no second way into its store."""

    command_runner: CommandRunner
    subscriptions: Subscriptions
    clock: Clock
    owner: str
    """Whose public events these are."""
    history: History
    parked_events: ParkedEvents | None = None
    """Of the read models; there are none over a store in memory."""
    read_models: ReadModels | None = None


def _opened(request: Request) -> Operations:
    operations = request.app.state.operations
    if operations is None:
        raise Problem(
            503,
            "starting",
            "The service has not opened yet; /readyz on this port says what it waits for.",
            headers={"Retry-After": "2"},
        )
    return cast(Operations, operations)


Opened = Annotated[Operations, Depends(_opened)]
