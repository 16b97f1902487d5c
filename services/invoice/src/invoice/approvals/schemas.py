"""Approvals in JSON; features that ask for one answer with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from invoice.approvals.domain.approval import APPROVAL, Approval
from invoice.books import BooksShown
from recoup_events import invoice as events
from recoup_events.invoice import ApprovalRequested, BankAccount
from recoup_events.invoice.approval import Request, SmallBalances
from recoup_receivables.approvals import ApprovalState
from recoup_service.api.amounts import Amount
from recoup_service.api.collection import Collection
from recoup_service.api.resource import Dates, Resource, dates_in


class BankAccountsShown(BaseModel):
    """Other bank accounts that debtors are to be told."""

    kind: Literal["bank_accounts"]
    creditor_id: str
    bank_accounts: tuple[BankAccount, ...]


class BooksChangeShown(BaseModel):
    """A higher limit of what one person may write off, or none."""

    kind: Literal["books"]
    creditor_id: str
    books: BooksShown


class WriteOffShown(BaseModel):
    """More of an invoice than one person may write off."""

    kind: Literal["write_off"]
    creditor_id: str
    customer_id: str
    invoice_id: str
    amount: Amount
    reason: str


class SweepRequestShown(BaseModel):
    """Small balances that come to more than one person may write off."""

    kind: Literal["sweep"]
    sweep_id: str
    creditor_id: str
    external_id: str
    up_to: Amount
    overdue_days: int
    reason: str
    invoices: int = Field(description="How many were found when it was asked for.")
    found: Amount = Field(description="What they came to.")


RequestShown = BankAccountsShown | BooksChangeShown | WriteOffShown | SweepRequestShown


class ApprovalShown(Resource):
    id: str = Field(examples=["apr_9c41"])
    state: ApprovalState = Field(description="`requested` while it waits for a second person.")
    request: RequestShown = Field(
        description="What was asked for; it is done when it is approved.", discriminator="kind"
    )
    requested_by: str = Field(description="The API key that asked; another has to approve.")
    expires_at: datetime = Field(description="When it is done no more, if nobody decides.")
    decided_by: str | None
    reason: str | None = Field(description="Why it was refused.")


def shown(approval: Approval, dates: Dates) -> ApprovalShown:
    requested = approval.requested
    return ApprovalShown(
        **dates,
        id=requested.approval_id,
        state=approval.state,
        request=_request(requested.request),
        requested_by=requested.requested_by,
        expires_at=requested.expires_at,
        decided_by=approval.decided_by,
        reason=approval.reason,
    )


def _request(request: Request) -> RequestShown:
    match request:
        case events.BankAccountsChange():
            return BankAccountsShown(**dict(request))
        case events.BooksChange(books=books):
            return BooksChangeShown(**{**dict(request), "books": BooksShown.of(books)})
        case events.InvoiceWriteOff(amount=amount):
            return WriteOffShown(**{**dict(request), "amount": Amount.of(amount)})
        case SmallBalances(up_to=up_to, found=found):
            amounts = {"up_to": Amount.of(up_to), "found": Amount.of(found)}
            return SweepRequestShown(**{**dict(request), **amounts})


def listed(row: Mapping[str, Any]) -> ApprovalShown:
    """A row of the list."""
    requested = ApprovalRequested.model_validate_json(row["requested"])
    decided = {name: row[name] for name in ("state", "decided_by", "reason")}
    return shown(Approval(requested=requested, **decided), dates_in(row))


approvals = Collection("approvals", APPROVAL, shown)
