"""An approval: asked for by one person, and approved by another, refused, or expired."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime

from recoup_events import invoice as events
from recoup_events.invoice.approval import Request
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import ApprovalId, derived
from recoup_eventstore.decider import Decider
from recoup_receivables.approvals import (
    OPEN_FOR,
    ApprovalClosed,
    ApprovalState,
    check_second_person,
    closed,
)

EXPIRY = "expiry"
"""The timer that ends what nobody decided."""


class RequestApproval(Command):
    approval_id: ApprovalId
    request: Request
    by: str
    at: AwareDatetime


class Approve(Command):
    by: str


class Refuse(Command):
    reason: str
    by: str


class Expire(Command):
    """Its time has come."""


ApprovalCommand = RequestApproval | Approve | Refuse | Expire


class NoApproval(Value):
    """Nothing was asked for under this id."""


class Approval(Value):
    requested: events.ApprovalRequested
    state: ApprovalState = ApprovalState.REQUESTED
    decided_by: str | None = None
    reason: str | None = None
    """Why it was refused."""

    @property
    def request(self) -> Request:
        return self.requested.request


State = NoApproval | Approval
NOTHING: State = NoApproval()


def decide(command: ApprovalCommand, state: State) -> Sequence[events.InvoiceEvent]:
    match state, command:
        case NoApproval(), RequestApproval():
            return [
                events.ApprovalRequested(
                    approval_id=command.approval_id,
                    request=command.request,
                    requested_by=command.by,
                    expires_at=command.at + OPEN_FOR,
                )
            ]
        case Approval(state=ApprovalState.REQUESTED), _:
            return _decided(command, state)
        case _, Expire():
            return []
        case NoApproval(), _:
            raise ApprovalClosed("Nothing waits under this id; list the approvals that do.")
        case _:
            raise closed(approval_of(state).state)


def _decided(command: ApprovalCommand, approval: Approval) -> Sequence[events.InvoiceEvent]:
    requested = approval.requested
    id = requested.approval_id
    match command:
        case Approve(by=by):
            check_second_person(requested.requested_by, by)
            return [
                events.ApprovalApproved(
                    approval_id=id,
                    request=requested.request,
                    requested_by=requested.requested_by,
                    approved_by=by,
                )
            ]
        case Refuse(reason=reason, by=by):
            return [events.ApprovalRefused(approval_id=id, reason=reason, refused_by=by)]
        case Expire():
            return [events.ApprovalExpired(approval_id=id)]
        case _:
            raise ApprovalClosed("It was asked for already; read it again.")


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.ApprovalRequested():
            return Approval(requested=event)
        case Approval(), events.ApprovalApproved(approved_by=by):
            return state.model_copy(update={"state": ApprovalState.APPROVED, "decided_by": by})
        case Approval(), events.ApprovalRefused(reason=reason, refused_by=by):
            refused = {"state": ApprovalState.REFUSED, "decided_by": by, "reason": reason}
            return state.model_copy(update=refused)
        case Approval(), events.ApprovalExpired():
            return state.model_copy(update={"state": ApprovalState.EXPIRED})
        case _:
            return state


def approval_of(state: State) -> Approval:
    """The approval of a state that has one."""
    if isinstance(state, NoApproval):
        raise ApprovalClosed("Nothing waits under this id; list the approvals that do.")
    return state


def timers(state: State) -> Mapping[str, datetime]:
    match state:
        case Approval(state=ApprovalState.REQUESTED):
            return {EXPIRY: state.requested.expires_at}
        case _:
            return {}


APPROVAL = Decider("approval", NOTHING, decide, evolve, timers)


def approval_stream(account: Account, request: Request, nth: int) -> Stream:
    """The ``nth`` request of its kind about one thing, in the account of that thing."""
    id = derived("apr", account.tenant, request.kind, request.subject_id, nth)
    return APPROVAL.stream(account.tenant, account.key, id)
