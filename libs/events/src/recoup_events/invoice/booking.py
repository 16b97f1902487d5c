"""What a booking carries beside its amount: who booked it first, and the tax in it."""

from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent


class Origin(StrEnum):
    """Who booked it first; the other has it from there."""

    RECOUP = "recoup"
    """It is posted to the ERP."""
    ERP = "erp"
    """The ERP has it already."""


class TaxPart(Value):
    """The tax of one rate that is part of an amount."""

    rate: Percent
    tax: Money
