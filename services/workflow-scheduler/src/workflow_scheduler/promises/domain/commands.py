"""What may be asked of a promise."""

from collections.abc import Mapping
from datetime import date, datetime

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    AllocationId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PromiseId,
    ReceivableId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import Given, Resumption, Withdrawal
from workflow_scheduler.promises.domain.policy import PromisePolicy


class MakePromise(Command):
    promise_id: PromiseId
    customer_id: CustomerId
    creditor_id: CreditorId
    slices: tuple[Slice, ...]
    due_on: date
    given: Given
    words: str | None
    time_zone: str
    now: datetime
    policy: PromisePolicy
    chased: Mapping[ReceivableId, Money]
    """What is chased of each of the receivables."""
    open_promises: int
    """How many the customer has made that are neither kept nor broken."""
    broken: Mapping[ReceivableId, int]
    """How many promises over each of the receivables were broken."""


class ContinuePromise(Command):
    """What it is about is asked for on another invoice by now, and promised there as it was here."""

    promise_id: PromiseId
    customer_id: CustomerId
    creditor_id: CreditorId
    slices: tuple[Slice, ...]
    due_on: date
    grace_days: int
    given: Given
    made_on: date
    time_zone: str
    resumes: Resumption
    words: str | None


class MatchMoney(Command):
    """A payment was applied to a promised receivable."""

    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    counted_on: date


class UnmatchMoney(Command):
    """So much of an allocation is applied no more."""

    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    now: datetime


class ReducePromise(Command):
    """No more than this is left to be promised on a receivable."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    most: Money


class ReviewPromise(Command):
    """Its last day may be over."""

    now: datetime


class WithdrawPromise(Command):
    reason: Withdrawal
    note: str | None = None


PromiseCommand = (
    MakePromise
    | ContinuePromise
    | MatchMoney
    | UnmatchMoney
    | ReducePromise
    | ReviewPromise
    | WithdrawPromise
)
