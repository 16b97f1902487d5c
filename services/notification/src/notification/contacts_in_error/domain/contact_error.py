"""One contact in error: found, found to be another sum, dealt with by a person, or right after all."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from notification.contacts_in_error.domain import commands
from notification.contacts_in_error.domain.errors import AlreadyResolved, NotInError
from recoup_events import notification as public
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider

TAKEN_BACK = "What showed that too much was asked for was itself taken back."
NOT_LEFT = "It did not leave after all."


class ErrorState(StrEnum):
    NONE = "none"
    OPEN = "open"
    """Somebody has to deal with it."""
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    """It was right after all."""


class ContactError(Value):
    state: ErrorState = ErrorState.NONE
    found: public.ContactFoundInError | None = None
    """The latest."""
    resolved: public.ContactErrorResolved | None = None
    """What was done, be it about a smaller sum."""
    reason: str | None = None
    """Why it is in error no more."""


def decide(command: commands.ContactErrorCommand, error: ContactError) -> Sequence[Event]:
    """List every move; what is not listed is refused."""
    match error.state, command:
        case state, commands.Judge(found=found, left=left):
            stands = state in (ErrorState.OPEN, ErrorState.RESOLVED)
            return _judged(found, error, left=left, stands=stands)
        case ErrorState.OPEN, commands.Resolve():
            assert error.found is not None, "what is open was found"
            return [
                public.ContactErrorResolved(
                    **_named(error.found),
                    outcome=command.outcome,
                    reason=command.reason,
                    resolved_by=command.by,
                    resolved_at=command.at,
                )
            ]
        case ErrorState.RESOLVED, commands.Resolve():
            raise AlreadyResolved("Somebody has dealt with this contact already; read it.")
        case _:
            raise NotInError("The contact was right after all, so nothing is to be done; read it.")


def _judged(
    found: public.ContactFoundInError, error: ContactError, *, left: bool, stands: bool
) -> Sequence[Event]:
    if left and any(item.too_much for item in found.items):
        return [] if stands and _same(found, error.found) else [found]
    if not stands:
        return []
    items = tuple(_right(item) for item in found.items)
    reason = TAKEN_BACK if left else NOT_LEFT
    return [public.ContactErrorWithdrawn(**_named(found), items=items, reason=reason)]


def _right(item: public.ItemInError) -> public.ItemInError:
    return item.model_copy(update={"right": item.claimed, "bookings": ()})


def _same(found: public.ContactFoundInError, before: public.ContactFoundInError | None) -> bool:
    """Of the person only what was known when it was first found counts."""
    return before is not None and found.items == before.items


def _named(found: public.ContactFoundInError) -> dict[str, Any]:
    return found.model_dump(include=set(public.ContactErrorEvent.model_fields))


def evolve(error: ContactError, event: Event) -> ContactError:
    """Fold one event; an event has happened and is never refused."""
    match event:
        case public.ContactFoundInError():
            worse = error.state is not ErrorState.RESOLVED or _worse(event, error.found)
            state = ErrorState.OPEN if worse else ErrorState.RESOLVED
            update = {"state": state, "found": event, "reason": None}
            return error.model_copy(update=update)
        case public.ContactErrorResolved():
            return error.model_copy(update={"state": ErrorState.RESOLVED, "resolved": event})
        case public.ContactErrorWithdrawn(reason=reason, items=items) if error.found is not None:
            found = error.found.model_copy(update={"items": items})
            update = {"state": ErrorState.WITHDRAWN, "found": found, "reason": reason}
            return error.model_copy(update=update)
        case _:
            return error


def _worse(found: public.ContactFoundInError, before: public.ContactFoundInError | None) -> bool:
    """Whether more of it was too much than when somebody dealt with it."""
    known = {} if before is None else _excess(before)
    return any(
        id not in known or known[id] < amount for id, amount in _excess(found).items() if amount
    )


def _excess(found: public.ContactFoundInError) -> Mapping[ReceivableId, Money]:
    return {item.receivable_id: item.too_much for item in found.items}


CONTACT_ERROR = Decider("contact", ContactError(), decide, evolve)
