"""An exception from the policy: another workflow, or no chasing until a day, with its reason and who agreed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, WorkflowId
from recoup_eventstore.decider import Decider
from recoup_receivables.approvals import OPEN_FOR, ApprovalClosed, check_second_person, closed
from recoup_receivables.calendar import local_date, start_of_day
from workflow_scheduler.assignments.domain.errors import ExceptionClosed, ExceptionUnusable
from workflow_scheduler.workflows.domain.usable import Standing, check_usable

EXPIRY, END = "expiry", "end"
"""The timers of what nobody decided, and of its last day."""


class Terms(Value):
    """What is excepted, and how."""

    exception_id: str
    customer_id: CustomerId
    invoice_id: InvoiceId | None
    """``None``: all invoices of the customer."""
    workflow_id: WorkflowId | None
    """``None``: it is not chased until the last day is over."""
    until: date | None
    """The last day, in the customer's calendar; ``None``: until somebody ends it."""
    reason: str

    @property
    def subject(self) -> str:
        return self.invoice_id or self.customer_id


class ExceptionRequested(Event, type="exception.requested.v1"):
    terms: Terms
    requested_by: str
    expires_at: AwareDatetime
    """Then it is not granted any more."""
    ends_at: AwareDatetime | None
    """When its last day is over."""

    @property
    def exception_id(self) -> str:
        return self.terms.exception_id


class ExceptionGranted(Event, type="exception.granted.v1"):
    """It holds from now on."""

    terms: Terms
    approved_by: str | None
    """``None``: it is short enough for one person, by the tenant's policy."""


class ExceptionRefused(Event, type="exception.refused.v1"):
    exception_id: str
    reason: str
    refused_by: str


class ExceptionExpired(Event, type="exception.expired.v1"):
    """Nobody decided in time."""

    exception_id: str


class ExceptionEnded(Event, type="exception.ended.v1"):
    """It holds no more: the policy does."""

    terms: Terms
    ended_by: str | None
    """``None``: its last day is over."""
    reason: str | None


class RequestException(Command):
    terms: Terms
    by: str
    now: AwareDatetime
    time_zone: str
    days_of_one: int
    """What lasts no longer takes no second person."""
    workflow: Standing | None
    """The one that is named, as it stands."""


class ApproveException(Command):
    by: str


class RefuseException(Command):
    reason: str
    by: str


class EndException(Command):
    reason: str
    by: str


class LetExpire(Command):
    """Nobody has decided."""


class LetEnd(Command):
    """Its last day is over."""


Decision = ApproveException | RefuseException | LetExpire
ExceptionCommand = RequestException | Decision | EndException | LetEnd
ExceptionEvent = (
    ExceptionRequested | ExceptionGranted | ExceptionRefused | ExceptionExpired | ExceptionEnded
)


class ExceptionState(StrEnum):
    REQUESTED = "requested"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    EXPIRED = "expired"
    ENDED = "ended"


class NoException(Value):
    """Nothing was asked for under this id."""


class Exempted(Value):
    requested: ExceptionRequested
    state: ExceptionState = ExceptionState.REQUESTED
    decided_by: str | None = None
    ended_by: str | None = None
    closing_reason: str | None = None


State = NoException | Exempted


def decide(command: ExceptionCommand, state: State) -> Sequence[ExceptionEvent]:
    """List every move an exception allows; what is not listed is refused."""
    match state, command:
        case NoException(), RequestException():
            return _request(command)
        case Exempted(state=ExceptionState.REQUESTED), (
            ApproveException() | RefuseException() | LetExpire()
        ):
            return [_decided(command, state.requested)]
        case Exempted(state=ExceptionState.IN_FORCE), EndException():
            terms = state.requested.terms
            return [ExceptionEnded(terms=terms, ended_by=command.by, reason=command.reason)]
        case Exempted(state=ExceptionState.IN_FORCE), LetEnd():
            return [ExceptionEnded(terms=state.requested.terms, ended_by=None, reason=None)]
        case _, LetExpire() | LetEnd():
            return []
        case Exempted(), EndException():
            raise ExceptionClosed(f"It is {state.state}, so there is nothing to end.")
        case Exempted(), _:
            raise closed(state.state)
        case _:
            raise ApprovalClosed("Nothing waits under this id; list the exceptions that do.")


def _request(command: RequestException) -> Sequence[ExceptionEvent]:
    terms = command.terms
    today = local_date(command.now, command.time_zone)
    _check(terms, today, command.workflow)
    ends_at = None
    if terms.until is not None:
        ends_at = start_of_day(terms.until + timedelta(days=1), command.time_zone)
    requested = ExceptionRequested(
        terms=terms, requested_by=command.by, expires_at=command.now + OPEN_FOR, ends_at=ends_at
    )
    short = terms.until is not None and (terms.until - today).days < command.days_of_one
    return [requested, ExceptionGranted(terms=terms, approved_by=None)] if short else [requested]


def _check(terms: Terms, today: date, workflow: Standing | None) -> None:
    if terms.until is not None and terms.until < today:
        raise ExceptionUnusable(
            f"{terms.until} is over in the customer's calendar; send a day from {today} on.",
            pointer="/until",
        )
    if terms.workflow_id is None and terms.until is None:
        raise ExceptionUnusable(
            "Say on which workflow it is put, or until which day it is not chased. What is never to "
            "be chased is said of its invoice, with chase.",
            pointer="/until",
        )
    if terms.workflow_id is not None and workflow is not None:
        check_usable(terms.workflow_id, workflow, "/workflow_id")


def _decided(command: Decision, requested: ExceptionRequested) -> ExceptionEvent:
    id = requested.terms.exception_id
    match command:
        case ApproveException(by=by):
            check_second_person(requested.requested_by, by)
            return ExceptionGranted(terms=requested.terms, approved_by=by)
        case RefuseException(reason=reason, by=by):
            return ExceptionRefused(exception_id=id, reason=reason, refused_by=by)
        case LetExpire():
            return ExceptionExpired(exception_id=id)


def evolve(state: State, event: ExceptionEvent) -> State:
    if isinstance(event, ExceptionRequested):
        return Exempted(requested=event)
    if isinstance(state, NoException):
        return state
    return state.model_copy(update=_changed(event))


def _changed(
    event: ExceptionGranted | ExceptionRefused | ExceptionExpired | ExceptionEnded,
) -> Mapping[str, object]:
    match event:
        case ExceptionGranted(approved_by=by):
            return {"state": ExceptionState.IN_FORCE, "decided_by": by}
        case ExceptionRefused(refused_by=by, reason=reason):
            return {"state": ExceptionState.REFUSED, "decided_by": by, "closing_reason": reason}
        case ExceptionExpired():
            return {"state": ExceptionState.EXPIRED}
        case ExceptionEnded(ended_by=by, reason=reason):
            return {"state": ExceptionState.ENDED, "ended_by": by, "closing_reason": reason}


def timers(state: State) -> Mapping[str, datetime]:
    match state:
        case Exempted(state=ExceptionState.REQUESTED, requested=requested):
            return {EXPIRY: requested.expires_at}
        case Exempted(state=ExceptionState.IN_FORCE, requested=ExceptionRequested(ends_at=ends)):
            return {} if ends is None else {END: ends}
        case _:
            return {}


NOTHING: State = NoException()
EXCEPTION: Decider[ExceptionCommand, State, ExceptionEvent] = Decider(
    "exception", NOTHING, decide, evolve, timers
)
