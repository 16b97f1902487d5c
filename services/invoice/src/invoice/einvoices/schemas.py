"""What is said of e-invoices that are imported, in JSON."""

from typing import Annotated

from pydantic import Field

from invoice.einvoices.domain.choices import Choices, CustomerBy
from recoup_events.kernel.ids import ERP
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.named_resources import SOURCE


class EInvoiceChoices(RequestBody):
    """What e-invoices do not say themselves."""

    creditors: Annotated[dict[Name, Name], Field(max_length=200)] = Field(
        default={},
        description="Your codes of creditors by an id of the seller: BT-29, BT-30, BT-31 or BT-34. Other "
        "sellers are the import's `creditor`.",
        examples=[{"DE123456789": "north"}],
    )
    customer_by: CustomerBy | None = Field(
        default=None,
        description="Which of the buyer's ids is your id of the customer: `id` BT-46, `registration` BT-47, "
        "`vat_id` BT-48, `electronic_address` BT-49, `buyer_reference` BT-10. Left out, the first of "
        "them that is there, in this order.",
        examples=["vat_id"],
    )
    source: Annotated[
        str,
        Field(
            pattern=SOURCE, description="The system that numbers the documents.", examples=["erp"]
        ),
    ] = ERP
    net_days: Annotated[int, Field(ge=0, le=365, strict=True)] | None = Field(
        default=None,
        description="When an invoice is due that says it in words alone (BT-20), in days from its issue. Left "
        "out, it is refused.",
        examples=[30],
    )

    def choices(self) -> Choices:
        pairs = tuple(sorted(self.creditors.items()))
        return Choices.model_validate({**dict(self), "creditors": pairs})
