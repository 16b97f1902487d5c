"""What the payment-plan service says of invoices that the API has shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PlanId
from recoup_events.payment_plan import Instalment, PlanAgreed
from recoup_testing.money import eur
from recoup_testing.terms import slice_of

Shown = dict[str, Any]


def agreed(
    invoices: list[tuple[Shown, int]], schedule: Mapping[str, int], name: str = "pln_1"
) -> PlanAgreed:
    """So many cents of each, in instalments by day."""
    first, _ = invoices[0]
    return PlanAgreed(
        plan_id=PlanId(name),
        customer_id=CustomerId(first["customer_id"]),
        creditor_id=CreditorId(first["creditor_id"]),
        slices=tuple(slice_of(InvoiceId(each["id"]), eur(cents)) for each, cents in invoices),
        schedule=tuple(
            Instalment(due_on=date.fromisoformat(day), amount=eur(cents))
            for day, cents in schedule.items()
        ),
        time_zone="Europe/Berlin",
        grace_days=3,
    )
