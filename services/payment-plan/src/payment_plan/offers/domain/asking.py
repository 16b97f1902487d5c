"""What an offer is asked for: of what, and how it would be paid."""

from datetime import date

from pydantic import Field

from payment_plan.plans.domain.policy import Rhythm
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId
from recoup_events.kernel.money import Currency, Positive
from recoup_events.payment_plan import AskedBy, PlanInterest


class Part(Value):
    """Of an invoice, or of one of its terms; all of it that is free where no amount is named."""

    invoice_id: InvoiceId
    amount: Positive | None = None
    term: int | None = None


class Wish(Rhythm):
    """One way to pay, as somebody would have it."""

    first_due_on: date | None = None
    """``None``: as the policy says."""
    first_amount: Positive | None = None
    """``None``: as the others."""


class Ask(Value):
    customer_id: CustomerId
    creditor_id: CreditorId | None = None
    """``None``: the one to whom it is owed, if it is one."""
    asked_by: AskedBy
    currency: Currency | None = None
    parts: tuple[Part, ...] | None = None
    """``None``: all that is owed and free."""
    wishes: tuple[Wish, ...] = Field(default=())
    """None: the policy's options."""
    keep_current: bool | None = None
    """``None``: as the policy says."""
    interest: PlanInterest | None = None
    """``None``: as the policy says."""
    wants_to_keep_trading: bool | None = None
    reference: str | None = None
