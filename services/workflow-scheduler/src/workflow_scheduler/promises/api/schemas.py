"""Promises in JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Given, PromiseSource, Resumption, Withdrawal
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.percentages import percentage
from recoup_service.api.resource import Dates, Resource, dates_in
from workflow_scheduler.promises.domain.promise import NotMade, Promise, PromiseState


class SliceShown(BaseModel):
    invoice_id: str
    receivable_id: str
    amount: Amount
    open: Amount = Field(description="What is still promised of it.")


class PromiseOf(Resource):
    """What was promised, by when, and what has come of it."""

    id: str
    customer_id: str
    creditor_id: str
    state: PromiseState
    promised: Amount = Field(description="All of it, less what was credited since.")
    paid: Amount = Field(description="What of it was paid in time.")
    made_on: date
    due_on: date
    last_day: date = Field(description="Money that counts by then has kept it.")
    kept_on: date | None
    withdrawn: Withdrawal | None = Field(description="Why it is over, neither kept nor broken.")


class PromiseListed(PromiseOf):
    given_by: PromiseSource


class PromiseShown(PromiseOf):
    slices: list[SliceShown]
    given: Given
    words: str | None
    note: str | None = Field(description="What was said when it was withdrawn.")
    broken_on: date | None
    resumes: Resumption = Field(description="How chasing goes on if it is broken.")


class PromisesOfCurrency(BaseModel):
    currency: str
    open: int
    kept: int
    kept_in_part: int = Field(description="Broken, with something paid in time.")
    broken: int = Field(description="Broken, with nothing paid in time.")
    withdrawn: int
    promised: Amount = Field(description="By those that fell due.")
    paid: Amount = Field(description="Of that, in time.")
    kept_amount_percent: str | None = Field(
        description="Of the amounts that fell due what was paid in time; `null`: none fell due.",
        examples=["71.4"],
    )


class PromiseReport(BaseModel):
    """How promises were kept."""

    fell_due: int = Field(description="Kept or broken; what was withdrawn never fell due.")
    kept: int = Field(description="Met in full by their day and its grace.")
    kept_percent: str | None = Field(
        description="Of those that fell due; `null`: none did.", examples=["66.7"]
    )
    currencies: list[PromisesOfCurrency]


def shown(state: NotMade | Promise, dates: Dates) -> PromiseShown:
    assert isinstance(state, Promise), "what is shown was made"
    made = state.made
    return PromiseShown(
        **dates,
        id=made.promise_id,
        customer_id=made.customer_id,
        creditor_id=made.creditor_id,
        state=state.state,
        promised=Amount.of(state.promised),
        paid=Amount.of(state.paid),
        made_on=made.made_on,
        due_on=made.due_on,
        last_day=state.last_day,
        kept_on=state.kept_on,
        broken_on=state.broken_on,
        withdrawn=state.withdrawn,
        note=state.note,
        given=made.given,
        words=made.words,
        resumes=made.resumes,
        slices=[
            SliceShown(
                invoice_id=slice.invoice_id,
                receivable_id=slice.receivable_id,
                amount=Amount.of(slice.amount),
                open=Amount.of(state.open_on(slice.receivable_id)),
            )
            for slice in made.slices
        ],
    )


def listed(row: Mapping[str, Any]) -> PromiseListed:
    amounts = {name: in_currency(row, name) for name in ("promised", "paid")}
    return PromiseListed(**{**row, **amounts, **dates_in(row)})


def reported(rows: Sequence[Mapping[str, Any]]) -> PromiseReport:
    kept = sum(row["kept"] for row in rows)
    fell_due = kept + sum(row["broken"] + row["kept_in_part"] for row in rows)
    return PromiseReport(
        fell_due=fell_due,
        kept=kept,
        kept_percent=percentage(kept, fell_due),
        currencies=[_of_currency(row) for row in rows],
    )


def _of_currency(row: Mapping[str, Any]) -> PromisesOfCurrency:
    currency = row["currency"]
    promised, paid = int(row["promised"]), int(row["paid"])
    counts = {name: row[name] for name in ("open", "kept", "kept_in_part", "broken", "withdrawn")}
    return PromisesOfCurrency(
        currency=currency,
        **counts,
        promised=Amount.of(Money(minor_units=promised, currency=currency)),
        paid=Amount.of(Money(minor_units=paid, currency=currency)),
        kept_amount_percent=percentage(paid, promised),
    )
