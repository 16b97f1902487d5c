"""What the outside world does to a creditor, in the words and the ids of its ERP and its bank."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import get_args

from pydantic import AwareDatetime

from recoup_events.dispute import Reason
from recoup_events.invoice import ChargeKind, Condition, CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Money
from recoup_events.notification import CallOutcome, ConsentBasis
from recoup_events.payment_plan import Instalment

_SAME_DAY_EVERYWHERE = time(8, 30, tzinfo=UTC)
"""From Los Angeles to Tokyo the calendar shows one date, so one stop a day serves every debtor."""


def instant_of(day: date) -> datetime:
    """The moment at which everything a ledger says about ``day`` happens."""
    return datetime.combine(day, _SAME_DAY_EVERYWHERE)


class LedgerEntry(Value):
    """Something one customer, or the creditor towards that customer, does."""

    at: AwareDatetime
    customer: str


class Person(Value):
    external_id: str
    name: str
    roles: tuple[ContactRole, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...] = ()


class RegisterCustomer(LedgerEntry):
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    persons: tuple[Person, ...]


class JoinGroup(LedgerEntry):
    """From now on the customer stands below a parent, who may pay for it."""

    parent: str


class GrantConsent(LedgerEntry):
    """Of the billing person, who pays the bills."""

    channel: Channel
    basis: ConsentBasis
    words: str


class IssueInvoice(LedgerEntry):
    invoice: str
    creditor: str = DEFAULT
    total: Money
    issue_date: date
    due_date: date


class OpenDispute(LedgerEntry):
    dispute: str
    invoice: str
    creditor: str = DEFAULT
    amount: Money
    reason: Reason
    statement: str


class DisputeOutcome(StrEnum):
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"


class ResolveDispute(LedgerEntry):
    dispute: str
    invoice: str
    outcome: DisputeOutcome
    credit: Money
    """Zero where the dispute was withdrawn or rejected."""
    reason: str


class Share(Value):
    """The part of one invoice that a plan covers."""

    invoice: str
    amount: Money


class AgreePlan(LedgerEntry):
    plan: str
    creditor: str = DEFAULT
    shares: tuple[Share, ...]
    schedule: tuple[Instalment, ...]
    """Soonest first; adds up to the shares."""
    grace_days: int


class ReceivePayment(LedgerEntry):
    payment: str
    creditor: str = DEFAULT
    amount: Money
    invoices: tuple[str, ...]
    """What the remittance names, in the order in which the money pays it."""
    value_date: date
    payer: str | None = None
    """Its parent, where that pays for it."""


class WriteOff(LedgerEntry):
    """All that is owed of it is not expected any more."""

    invoice: str
    creditor: str = DEFAULT
    reason: str


class Charge(LedgerEntry):
    """By a law, for having been paid late."""

    invoice: str
    creditor: str = DEFAULT
    kind: ChargeKind
    law: str


class OptOut(LedgerEntry):
    """Said at one address, which the customer may share with others."""

    channel: Channel
    address: str
    source: str


class RecordCondition(LedgerEntry):
    condition: Condition
    source: str
    effective_from: date


class AskCall(LedgerEntry):
    """Of the billing person, just before dialling."""

    call: str
    invoice: str
    creditor: str = DEFAULT


class RecordCall(LedgerEntry):
    """How a call went that was permitted."""

    call: str
    outcome: CallOutcome
    note: str


Entry = (
    RegisterCustomer
    | JoinGroup
    | GrantConsent
    | IssueInvoice
    | OpenDispute
    | ResolveDispute
    | AgreePlan
    | ReceivePayment
    | OptOut
    | RecordCondition
    | WriteOff
    | Charge
    | AskCall
    | RecordCall
)
"""Everything that can happen; at one instant in this order, so that a cause precedes its effect."""

_RANK = {kind: rank for rank, kind in enumerate(get_args(Entry))}


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By instant, then cause before effect, then as given."""
    return tuple(sorted(entries, key=lambda entry: (entry.at, _RANK[type(entry)])))
