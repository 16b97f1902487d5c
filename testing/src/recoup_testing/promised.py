"""What the workflow-scheduler says of a promise to pay an invoice that the API has shown."""

from datetime import date
from typing import Any

from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PromiseId
from recoup_events.workflow_scheduler import (
    Given,
    PromiseBroken,
    PromiseMade,
    PromiseSource,
    Resumption,
)
from recoup_testing.money import eur
from recoup_testing.terms import slice_of

Shown = dict[str, Any]
DUE = date(2026, 1, 9)
PROMISE = PromiseId("prm_1")


def promised(invoice: Shown, cents: int) -> PromiseMade:
    return PromiseMade(
        promise_id=PROMISE,
        customer_id=CustomerId(invoice["customer_id"]),
        creditor_id=CreditorId(invoice["creditor_id"]),
        slices=(slice_of(InvoiceId(invoice["id"]), eur(cents)),),
        due_on=DUE,
        grace_days=2,
        given=Given(by=PromiseSource.PERSON),
        made_on=date(2026, 1, 5),
        time_zone="Europe/Berlin",
        resumes=Resumption.AS_PLANNED,
    )


def broken(invoice: Shown, cents: int, *, left: int) -> PromiseBroken:
    return PromiseBroken(
        promise_id=PROMISE,
        customer_id=CustomerId(invoice["customer_id"]),
        slices=(slice_of(InvoiceId(invoice["id"]), eur(cents)),),
        due_on=DUE,
        paid=eur(cents - left),
        remaining=eur(left),
        resumes=Resumption.AS_PLANNED,
    )
