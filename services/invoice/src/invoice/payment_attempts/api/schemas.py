"""Attempts to pay online in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, HttpUrl, UrlConstraints

from invoice.payment_attempts.domain.attempt import Attempt, AttemptState
from recoup_events.invoice.payment_attempt import AttemptMethod, PaymentAttemptStarted
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import Name
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.resource import Dates, Resource, dates_in

MOST_INVOICES = 50
ReturnUrl = Annotated[HttpUrl, UrlConstraints(max_length=500)]


class NewAttempt(CreditorNamed):
    """All that is owed on some invoices of a customer, to be paid on the provider's page."""

    customer_id: Name = Field(description="Recoup's id.", examples=["cus_5f0c"])
    invoices: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MOST_INVOICES)] = Field(
        description="Recoup's ids; of one currency.", examples=[["inv_52d1"]]
    )
    method: AttemptMethod = Field(description="How it is to be paid.", examples=["card"])
    return_url: ReturnUrl = Field(
        description="Where the provider leads back to, with `?paid=yes` or `?paid=no`, which says nothing of the money.",
        examples=["https://pay.acme.example/paid"],
    )


class PartShown(BaseModel):
    invoice_id: str
    receivable_id: str
    amount: Amount


class AttemptShown(Resource):
    id: str = Field(examples=["pat_1f20"])
    customer_id: str
    creditor_id: str
    amount: Amount
    method: AttemptMethod
    state: AttemptState = Field(
        description="`pending`: the money is on its way and still owed; `returned`: it came and was taken back."
    )
    parts: tuple[PartShown, ...]
    expected_on: date | None = Field(description="By when it should have arrived, or failed.")
    payment_id: str | None = Field(description="The payment it became.")
    reason: str | None = Field(description="Why it failed or was taken back.")


class AttemptStarted(AttemptShown):
    url: str = Field(description="The provider's page; lead the debtor there.")


def shown(attempt: Attempt, dates: Dates) -> AttemptShown:
    return AttemptShown(
        **dates,
        **attempt.model_dump(exclude={"attempt_id", "amount", "parts"}),
        id=attempt.attempt_id,
        amount=Amount.of(attempt.amount),
        parts=_parts(attempt),
    )


def _parts(attempt: Attempt | PaymentAttemptStarted) -> tuple[PartShown, ...]:
    return tuple(
        PartShown(
            invoice_id=part.invoice_id,
            receivable_id=part.receivable_id,
            amount=Amount.of(part.amount),
        )
        for part in attempt.parts
    )


def listed(row: Mapping[str, Any]) -> AttemptShown:
    """A row of the list."""
    started = PaymentAttemptStarted.model_validate_json(row["started"])
    attempt = Attempt.model_validate(
        {
            **started.model_dump(),
            **{name: row[name] for name in ("state", "expected_on", "payment_id", "reason")},
        }
    )
    return shown(attempt, dates_in(row))
