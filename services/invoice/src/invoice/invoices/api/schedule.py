"""What of an invoice is due when, in JSON."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events.invoice import MOST_TERMS, Term, schedule_of
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Day, RequestBody


class DueDate(RequestBody):
    due_date: Day = Field(
        description="The last day on which the term is not late.", examples=["2026-02-18"]
    )


class NewTerm(DueDate):
    """A part of an invoice that is due on a day of its own."""

    amount: PositiveAmount


class Scheduled(RequestBody):
    due_date: Day | None = Field(
        default=None,
        description="The last day on which it is not late; send either `due_date` or `schedule`.",
        examples=["2026-02-04"],
    )
    schedule: Annotated[tuple[NewTerm, ...], Field(min_length=1, max_length=MOST_TERMS)] | None = (
        Field(
            default=None,
            description="Where it is due in several terms: the soonest first, one a day, and "
            "together the total.",
        )
    )

    @model_validator(mode="after")
    def _due_once(self) -> Self:
        if (self.due_date is None) == (self.schedule is None):
            raise ValueError("send either due_date or schedule")
        return self

    def terms_of(self, id: InvoiceId, total: Money) -> tuple[Term, ...]:
        if self.schedule is not None:
            return schedule_of(id, [(term.due_date, term.amount.money) for term in self.schedule])
        assert self.due_date is not None, "one of them was sent"
        return schedule_of(id, [(self.due_date, total)])


class TermShown(BaseModel):
    """A term, which is a receivable of its own: it becomes overdue, is chased and paid by itself."""

    term: int = Field(description="Its number, by which references name it.", examples=[1])
    receivable_id: str = Field(examples=["rcv_4c1a"])
    due_date: date
    amount: Amount
    balance: Amount = Field(description="What is still owed on it.")
    state: InvoiceState


def schedule_shown(invoice: Invoice) -> tuple[TermShown, ...]:
    return tuple(
        TermShown(
            term=number,
            receivable_id=term.receivable_id,
            due_date=term.due_date,
            amount=Amount.of(term.amount),
            balance=Amount.of(invoice.owed(term.receivable_id)),
            state=invoice.state_of(term.receivable_id),
        )
        for number, term in enumerate(invoice.terms, start=1)
    )
