"""What a payer is asked to name, as a request says it."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from invoice.invoices.domain.payment_reference import LONGEST, checked
from recoup_service.api.fields import PRINTABLE

PaymentReference = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2 * LONGEST, pattern=PRINTABLE),
    AfterValidator(checked),
    Field(
        description="What its payer is asked to name: an ISO 11649 reference (RF…), a Swiss QR reference of 27 "
        "digits, or one of your own of up to 35 letters and digits; kept without spaces and signs. No other "
        "invoice of the creditor has it, and it stays. Left out, the creditor's `payment_references` "
        "decide.",
        examples=["RF18539007547034"],
    ),
]
