"""Whom to call at a customer, and at which hours: by the rules that notification asks at the last moment.

What it alone knows (calls that were made, opt-outs, consents) may still forbid a call within the window.
"""

from datetime import datetime

from recoup_compliance.attempt import Attempt, Purpose, Role
from recoup_compliance.attempt import Debtor as Reached
from recoup_compliance.history import History
from recoup_compliance.permit import Refused, permit
from recoup_compliance.window import window
from recoup_events.invoice import CustomerKind, Person
from recoup_events.kernel.channels import ContactRole, Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, DebtId
from workflow_scheduler.debtors.domain.debtor import Debtor

_FIRST = (ContactRole.BILLING, ContactRole.DECISION_MAKER, ContactRole.SENIOR_LEADERSHIP)
_PURPOSES = {
    CustomerKind.ENTITY: Purpose.COMMERCIAL,
    CustomerKind.NATURAL_PERSON: Purpose.CONSUMER,
}
"""What a sole trader owes may be either, and then the rules of both bind."""


class CallWindow(Value):
    """When a customer may be called, as far as its place and its conditions say."""

    now: bool
    until: datetime | None
    """Of a window that is open: its end."""
    next_at: datetime | None
    """The beginning of the next; ``None`` while one is open, or where there is none."""
    rule: str | None
    """What forbids a call now."""


def person_to_call(debtor: Debtor) -> Person | None:
    """The first with a telephone that it does not mind, whoever pays bills before whoever decides."""
    reachable = [each for each in debtor.persons if numbers_of(each)]
    attorneys = [each for each in reachable if ContactRole.ATTORNEY in each.roles]
    if attorneys:
        return attorneys[0]
    return min(reachable, key=_rank, default=None)


def numbers_of(person: Person) -> tuple[str, ...]:
    """Its telephones that may be called; the preferred one first."""
    if Medium.CALL in person.inconvenient_channels:
        return ()
    return tuple(each for each in person.phones if each not in person.inconvenient_addresses)


def _rank(person: Person) -> int:
    places = [_FIRST.index(role) for role in person.roles if role in _FIRST]
    return min(places, default=len(_FIRST))


def window_of(
    debtor: Debtor, person: Person | None, creditor_id: CreditorId | None, at: datetime
) -> CallWindow:
    """By the person's own clock and place, or the customer's where it has none."""
    if debtor.kind is None:
        return CallWindow(now=False, until=None, next_at=None, rule=None)
    attempt = Attempt(
        channel=Medium.CALL,
        debtor=Reached(
            kind=debtor.kind,
            country=(person and person.country) or debtor.country,
            subdivision=(person and person.subdivision) or debtor.subdivision,
            time_zone=(person and person.time_zone) or debtor.time_zone,
            inconvenient_times=person.inconvenient_times if person else (),
        ),
        role=Role.CREDITOR,
        purpose=_PURPOSES.get(debtor.kind),
        debts=(DebtId(debtor.customer_id or ""),),
        at=at,
        creditor_id=creditor_id,
        to_attorney=person is not None and ContactRole.ATTORNEY in person.roles,
    )
    history = History(conditions=debtor.conditions)
    verdict = permit(attempt, history)
    if isinstance(verdict, Refused):
        return CallWindow(now=False, until=None, next_at=verdict.retry_at, rule=verdict.rule)
    until = window(attempt, history).until
    return CallWindow(now=True, until=until, next_at=None, rule=None)


def lawful_from(debtor: Debtor, creditor_id: CreditorId | None, at: datetime) -> datetime:
    """The moment itself where a call is lawful then, or the next at which one is; the wish where none is known."""
    found = window_of(debtor, person_to_call(debtor), creditor_id, at)
    return at if found.now or found.next_at is None else found.next_at
