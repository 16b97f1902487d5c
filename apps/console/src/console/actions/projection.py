"""The list of actions."""

from recoup_events.console import ActionAnswered, ActionRequested
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("console.actions", "projection.sql")


def _requested(recorded: Envelope[ActionRequested]) -> Row:
    event, cause = recorded.event, recorded.cause
    return (
        *(recorded.tenant, event.action_id, event.customer_id, cause.actor),
        *(event.method, event.path, cause.at),
    )


def _answered(recorded: Envelope[ActionAnswered]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.action_id, event.http_status, event.code)


ACTIONS = (
    on(ActionRequested, WRITES["request_action"], _requested, placed=True),
    on(ActionAnswered, WRITES["answer_action"], _answered),
)
