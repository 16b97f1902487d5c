"""What may be recorded of an action."""

from recoup_events.console import ActionId
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CustomerId


class RequestAction(Command):
    action_id: ActionId
    customer_id: CustomerId | None
    method: str
    path: str


class AnswerAction(Command):
    http_status: int
    code: str | None


ActionCommand = RequestAction | AnswerAction
