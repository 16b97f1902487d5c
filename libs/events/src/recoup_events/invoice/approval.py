"""Approvals: what one person asked for and another has to agree to before it is done."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import Origin, TaxPart
from recoup_events.invoice.creditor import BankAccount, Books
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ApprovalId, CreditorId, CustomerId, InvoiceId
from recoup_events.kernel.money import Money


class BankAccountsChange(Value):
    """Messages are to name other bank accounts."""

    kind: Literal["bank_accounts"] = "bank_accounts"
    creditor_id: CreditorId
    bank_accounts: tuple[BankAccount, ...]

    @property
    def subject_id(self) -> str:
        return self.creditor_id


class InvoiceWriteOff(Value):
    """More of an invoice is to be written off than one person may."""

    kind: Literal["write_off"] = "write_off"
    creditor_id: CreditorId
    customer_id: CustomerId
    invoice_id: InvoiceId
    amount: Money
    taxes: tuple[TaxPart, ...] = ()
    origin: Origin = Origin.RECOUP
    reason: str

    @property
    def subject_id(self) -> str:
        return self.invoice_id


class BooksChange(Value):
    """One person is to be allowed more than before."""

    kind: Literal["books"] = "books"
    creditor_id: CreditorId
    books: Books

    @property
    def subject_id(self) -> str:
        return self.creditor_id


class SmallBalances(Value):
    """Small balances of a creditor that are long overdue are to be written off."""

    kind: Literal["sweep"] = "sweep"
    sweep_id: str
    creditor_id: CreditorId
    external_id: str
    """The sender's id of the sweep."""
    up_to: Money
    """What may be left of an invoice."""
    overdue_days: int
    """Since it fell due, at least."""
    reason: str
    invoices: int
    """How many were found when it was asked for."""
    found: Money
    """What they came to."""

    @property
    def subject_id(self) -> str:
        return self.sweep_id


Request = Annotated[
    BankAccountsChange | BooksChange | InvoiceWriteOff | SmallBalances, Field(discriminator="kind")
]
"""What was asked for, in all that is needed to do it."""


class ApprovalRequested(InvoiceEvent, type="approval.requested.v1"):
    """It waits for a second person until it expires."""

    approval_id: ApprovalId
    request: Request
    requested_by: str
    expires_at: datetime


class ApprovalApproved(InvoiceEvent, type="approval.approved.v1"):
    """A second person agreed; what was asked for is done in the same decision."""

    approval_id: ApprovalId
    request: Request
    requested_by: str
    approved_by: str


class ApprovalRefused(InvoiceEvent, type="approval.refused.v1"):
    """A person refused it, or took it back, or asked for something else in its place."""

    approval_id: ApprovalId
    reason: str
    refused_by: str


class ApprovalExpired(InvoiceEvent, type="approval.expired.v1"):
    """Nobody decided in time; to have it done, it is asked for anew."""

    approval_id: ApprovalId
