"""Conditions of rules in JSON."""

from typing import Annotated, Self

from pydantic import Field

from recoup_events.invoice import CustomerKind
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.workflow_scheduler import Category
from recoup_service.api.amounts import AmountRangeBody
from recoup_service.api.fields import Name, RequestBody
from workflow_scheduler.assignments.domain.conditions import Conditions, NamedCreditor

Country = Annotated[
    str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["DE"])
]
Subdivision = Annotated[
    str,
    Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$", description="ISO 3166-2.", examples=["US-CA"]),
]
Pairs = Annotated[dict[Name, Name], Field(max_length=50)]


class ConditionsBody(RequestBody):
    """All that is named has to hold; in each list one is enough. What is left out asks nothing."""

    creditors: list[Name] = Field(
        default=[], max_length=100, description="Your codes of creditors."
    )
    customer_kinds: list[CustomerKind] = Field(default=[], max_length=10)
    countries: list[Country] = Field(default=[], max_length=250, description="The customer's.")
    subdivisions: list[Subdivision] = Field(
        default=[], max_length=500, description="The customer's."
    )
    categories: list[Category] = Field(
        default=[], max_length=10, description="Why the customer does not pay, as it is known now."
    )
    amounts: list[AmountRangeBody] = Field(
        default=[], max_length=50, description="The invoice's total when it was issued."
    )
    customer_metadata: Pairs = Field(
        default={}, description="Pairs that the customer bears.", examples=[{"segment": "key"}]
    )
    invoice_metadata: Pairs = Field(default={}, description="Pairs that the invoice bears.")

    def conditions(self, tenant: TenantId) -> Conditions:
        return Conditions(
            creditors=tuple(
                NamedCreditor(creditor_id=creditor_id_of(tenant, code), code=code)
                for code in self.creditors
            ),
            customer_kinds=tuple(self.customer_kinds),
            countries=tuple(self.countries),
            subdivisions=tuple(self.subdivisions),
            categories=tuple(self.categories),
            amounts=tuple(each.range for each in self.amounts),
            customer_metadata=self.customer_metadata,
            invoice_metadata=self.invoice_metadata,
        )

    @classmethod
    def of(cls, conditions: Conditions) -> Self:
        return cls(
            creditors=[each.code for each in conditions.creditors],
            customer_kinds=list(conditions.customer_kinds),
            countries=list(conditions.countries),
            subdivisions=list(conditions.subdivisions),
            categories=list(conditions.categories),
            amounts=[AmountRangeBody.of(each) for each in conditions.amounts],
            customer_metadata=dict(conditions.customer_metadata),
            invoice_metadata=dict(conditions.invoice_metadata),
        )
