"""What the console says: what people had it do, each as themselves."""

from typing import NewType

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId

ActionId = NewType("ActionId", str)


class ConsoleEvent(Event, owner="console"):
    """An event of the console."""


class ActionEvent(ConsoleEvent):
    """Somebody asked a service for a change through the console; the actor of the event is who."""

    action_id: ActionId
    customer_id: CustomerId | None
    """Whom it is about; ``None`` where it is about no customer."""


class ActionRequested(ActionEvent, type="action.requested.v1"):
    """It is about to be asked for: recorded first, so that none goes unrecorded."""

    method: str
    path: str
    """Of the API, with the ids of what it is about."""


class ActionAnswered(ActionEvent, type="action.answered.v1"):
    """What the service said to it."""

    http_status: int
    """As the API answered; 503 where no service did, and then it may have been done."""
    code: str | None
    """Of the problem, where it was refused."""
