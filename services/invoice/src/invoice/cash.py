"""What a creditor tolerates of payments, in JSON: asked for and shown."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, StrictBool

from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.percent import Percent
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import RequestBody

TOLERANCE = (
    "What settles an invoice though it is less than is owed: the rest is given off and posted as a "
    "`payment_difference`. Above it all of the rest stays owed."
)
THRESHOLD = (
    "In per cent: a receipt of which it is at least so sure what it pays is booked at once, others "
    "wait in `/v1/receipts` for a person. `null`: all of them wait."
)
REFERENCES = (
    "`rf` gives every invoice that is sent without a `payment_reference` one by ISO 11649, which its "
    "payer is asked to name."
)
AMOUNT = "At most this much, of invoices in this currency."
PERCENT = "At most this many per cent of what is asked for; with an amount, the smaller of both."
CHARGES = (
    "Whether what the bank says that it took off a payment settles the invoice, too; it is posted "
    "apart, as `bank_charges`."
)
Threshold = Annotated[int, Field(strict=True, ge=1, le=100)]


class PaymentToleranceBody(RequestBody):
    """By how much a payment may miss what is owed."""

    amount: PositiveAmount | None = Field(default=None, description=AMOUNT)
    percent: Percent | None = Field(default=None, description=PERCENT, examples=["0.5"])
    bank_charges: StrictBool = Field(default=False, description=CHARGES)

    @property
    def tolerance(self) -> PaymentTolerance:
        amount = None if self.amount is None else self.amount.money
        return PaymentTolerance(amount=amount, percent=self.percent, bank_charges=self.bank_charges)


def payment_tolerance(sent: PaymentToleranceBody | None) -> PaymentTolerance:
    return PaymentTolerance() if sent is None else sent.tolerance


class PaymentToleranceShown(BaseModel):
    """By how much a payment may miss what is owed."""

    amount: Amount | None = Field(description=AMOUNT)
    percent: str | None = Field(description=PERCENT)
    bank_charges: bool = Field(description=CHARGES)

    @classmethod
    def of(cls, tolerance: PaymentTolerance) -> Self:
        amount = None if tolerance.amount is None else Amount.of(tolerance.amount)
        return cls(amount=amount, percent=tolerance.percent, bank_charges=tolerance.bank_charges)
