"""Clauses in JSON: as they are sent, and shown the same."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from invoice.fields import Rate
from recoup_events import invoice as events
from recoup_events.invoice.agreement import Days
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import YearlyPercent
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Name, RequestBody

Share = Annotated[Rate | None, Field(examples=["2"])]
PastDue = Annotated[Days | None, Field(description="Days past the due date.")]


class EarlyPaymentBody(RequestBody):
    """What may be deducted by who pays soon."""

    percent: Rate = Field(examples=["2"])
    within_days: Days = Field(description="Days from the issue date.", examples=[10])


class LateFeeBody(RequestBody):
    """A sum for being late: an amount, or a share of what is overdue."""

    after_days: Days = Field(description="Days past the due date.", examples=[14])
    amount: PositiveAmount | None = None
    percent: Share = None
    monthly: bool = Field(default=False, description="Anew in each month that it stays overdue.")


class InterestBody(RequestBody):
    """Interest on what is overdue: by a law, or a yearly rate that was agreed."""

    law: Name | None = Field(
        default=None,
        description="A law whose rate Recoup knows, see `docs/explanation/interest.md`.",
        examples=["de-business"],
    )
    percent: YearlyPercent | None = Field(
        default=None,
        description="A year's, per cent, with up to two decimals.",
        examples=["12.75"],
    )
    grace_days: Days = Field(
        default=0,
        description="It runs from the due date, and is asked for once so many days are over.",
    )


class CollectionCostsBody(RequestBody):
    """What collecting costs and the customer bears: an amount, or a share of the debt."""

    amount: PositiveAmount | None = None
    percent: Share = None


class EscalationBody(RequestBody):
    """When the creditor may go further."""

    lien_days: PastDue = None
    acceleration_days: PastDue = Field(
        default=None, description="Days past the due date, after which all becomes due."
    )
    agency_days: PastDue = None
    suit_days: PastDue = None


class ClausesBody(RequestBody):
    """At least one. What is left out is left to the creditor's own terms, and then to the law."""

    payment_days: Days | None = Field(
        default=None, description="Days from the issue date to the due date.", examples=[30]
    )
    early_payment: EarlyPaymentBody | None = None
    late_fee: LateFeeBody | None = None
    interest: InterestBody | None = None
    collection_costs: CollectionCostsBody | None = None
    escalation: EscalationBody | None = None

    @classmethod
    def of(cls, clauses: events.Clauses) -> "ClausesBody":
        return cls.model_validate(_in_json(clauses))

    @property
    def clauses(self) -> events.Clauses:
        return events.Clauses.model_validate(_with_money(self))


def _in_json(value: object) -> Any:
    """As it is sent over HTTP: money by its decimal string, and nothing that was left out."""
    match value:
        case Money():
            return Amount.of(value).model_dump()
        case BaseModel():
            return {name: _in_json(part) for name, part in value if part is not None}
        case _:
            return value


def _with_money(value: object) -> Any:
    """The reverse."""
    match value:
        case PositiveAmount():
            return value.money
        case BaseModel():
            return {name: _with_money(part) for name, part in value if part is not None}
        case _:
            return value
