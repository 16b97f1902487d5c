"""What a booking says beside its amount: who booked it first, and the tax in it."""

from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money


class Origin(StrEnum):
    """Who booked it first; the other has it from there."""

    RECOUP = "recoup"
    """It is posted to the ERP."""
    ERP = "erp"
    """The ERP has it already."""


class TaxPart(Value):
    """The tax of one rate that is part of an amount."""

    rate: str = Field(pattern=r"^(0|[1-9][0-9]?)(\.[0-9]{1,4})?$")
    """Per cent, e.g. ``19`` or ``5.5``."""
    tax: Money
