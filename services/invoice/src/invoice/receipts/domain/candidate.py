"""A candidate: whose money it may be and what it may pay, how sure that is, and the reason in words."""

from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class Rule(StrEnum):
    """By what a candidate was found, the surest first."""

    REFERENCE = "reference"
    NUMBER = "number"
    AMOUNT = "amount"
    SUM = "sum"
    LONGEST_DUE = "longest_due"


class Meant(Value):
    """So much for this receivable."""

    customer_id: CustomerId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class Candidate(Value):
    customer_id: CustomerId
    """Who would be the payer."""
    rule: Rule
    confidence: int
    """Per cent; each rule has its own, which do not depend on anything that was learnt."""
    reason: str
    pays: tuple[Meant, ...] = ()
    """Empty where the payer's longest due are paid, in its creditor's order."""
    left: Money
    """What would stay on account."""
