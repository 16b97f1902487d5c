"""The versions of the assignment rules, and the exceptions from them."""

from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.assignments.domain.events import AssignmentRulesSet
from workflow_scheduler.assignments.domain.exception import (
    ExceptionEnded,
    ExceptionExpired,
    ExceptionGranted,
    ExceptionRefused,
    ExceptionRequested,
    ExceptionState,
)

WRITES = named_queries("workflow_scheduler.assignments", "projection.sql")


def _set(recorded: Envelope[AssignmentRulesSet]) -> Row:
    rules = len(recorded.event.document.rules)
    return (recorded.tenant, recorded.version, recorded.cause.actor, recorded.cause.at, rules)


def _requested(recorded: Envelope[ExceptionRequested]) -> Row:
    event = recorded.event
    terms = event.terms
    return (
        *(recorded.tenant, terms.exception_id, terms.customer_id, terms.invoice_id),
        *(event.model_dump_json(), recorded.cause.at),
    )


def _granted(recorded: Envelope[ExceptionGranted]) -> Row:
    by = recorded.event.approved_by
    return (recorded.tenant, recorded.stream.id, ExceptionState.IN_FORCE, by, None, None)


def _refused(recorded: Envelope[ExceptionRefused]) -> Row:
    event = recorded.event
    state = ExceptionState.REFUSED
    return (recorded.tenant, recorded.stream.id, state, event.refused_by, None, event.reason)


def _expired(recorded: Envelope[ExceptionExpired]) -> Row:
    return (recorded.tenant, recorded.stream.id, ExceptionState.EXPIRED, None, None, None)


def _ended(recorded: Envelope[ExceptionEnded]) -> Row:
    event = recorded.event
    state = ExceptionState.ENDED
    return (recorded.tenant, recorded.stream.id, state, None, event.ended_by, event.reason)


CHANGES = (
    on(AssignmentRulesSet, WRITES["set_rules"], _set),
    on(ExceptionRequested, WRITES["request_exception"], _requested),
    on(ExceptionGranted, WRITES["decide_exception"], _granted),
    on(ExceptionRefused, WRITES["decide_exception"], _refused),
    on(ExceptionExpired, WRITES["decide_exception"], _expired),
    on(ExceptionEnded, WRITES["decide_exception"], _ended),
)
