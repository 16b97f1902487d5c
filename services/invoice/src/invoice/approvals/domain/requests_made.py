"""How often something was asked for about one thing; the latest request is found by its number."""

from collections.abc import Sequence

from recoup_events.invoice import ApprovalRequested
from recoup_events.invoice.approval import Request
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View


class RequestsMade(Value):
    count: int = 0


def made_about(request: Request) -> str:
    """Where the requests of its kind about one thing are counted."""
    return f"{request.kind} {request.subject_id}"


def _documents(event: Event) -> Sequence[str]:
    match event:
        case ApprovalRequested(request=request):
            return (made_about(request),)
        case _:
            return ()


def _evolve(known: RequestsMade, _recorded: Envelope[Event]) -> RequestsMade:
    return RequestsMade(count=known.count + 1)


REQUESTS_MADE = View("approval_requests", RequestsMade(), _documents, _evolve)
