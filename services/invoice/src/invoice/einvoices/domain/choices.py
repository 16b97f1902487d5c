"""What an e-invoice does not say, and whoever imports it has to."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DEFAULT, ERP
from recoup_formats.einvoice.document import Party


class CustomerBy(StrEnum):
    """Which of the buyer's ids is your id of the customer."""

    ID = "id"
    REGISTRATION = "registration"
    VAT_ID = "vat_id"
    ELECTRONIC_ADDRESS = "electronic_address"
    BUYER_REFERENCE = "buyer_reference"


Pairs = tuple[tuple[str, str], ...]


class Choices(Value):
    """How documents are taken."""

    creditor: str = DEFAULT
    """In whose name, unless ``creditors`` has the seller."""
    creditors: Pairs = ()
    """Codes of creditors by a seller's id (BT-29, BT-30, BT-31, BT-34)."""
    customer_by: CustomerBy | None = None
    """The first id that the buyer has, if left out."""
    source: str = ERP
    net_days: int | None = Field(default=None, ge=0, le=365)
    """When something is due that says terms in words alone, in days from its issue."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Those of an import."""
        values = dict(options.get("einvoices") or {})
        if options.get("creditor"):
            values["creditor"] = options["creditor"]
        return cls.model_validate(values)

    def creditor_of(self, seller: Party) -> str:
        known = dict(self.creditors)
        return next((known[id] for id in seller.names if id in known), self.creditor)

    def customer_of(self, buyer: Party, buyer_reference: str | None) -> str | None:
        if self.customer_by is None:
            return next(iter(buyer.names), None)
        registration, address = buyer.registration, buyer.electronic_address
        found = {
            CustomerBy.ID: buyer.ids[0].value if buyer.ids else None,
            CustomerBy.REGISTRATION: None if registration is None else registration.value,
            CustomerBy.VAT_ID: buyer.vat_id,
            CustomerBy.ELECTRONIC_ADDRESS: None if address is None else address.value,
            CustomerBy.BUYER_REFERENCE: buyer_reference,
        }
        return found[self.customer_by]
