"""Agreements: the terms a creditor trades on, its own and those agreed with one customer."""

from datetime import date
from typing import Annotated

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgreementId, CreditorId, CustomerId
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent, YearlyPercent
from recoup_events.kernel.personal import AboutPerson, Personal

Days = Annotated[int, Field(ge=0, le=3650)]


class EarlyPayment(Value):
    """What may be deducted by who pays soon."""

    percent: Percent
    within_days: Days
    """Of the issue date."""


class LateFee(Value):
    """A sum for being late: an amount, or a share of what is overdue."""

    after_days: Days
    """Past the due date."""
    amount: Money | None = None
    percent: Percent | None = None
    monthly: bool = False
    """Whether it is asked for anew in each month that it stays overdue."""


class InterestClause(Value):
    """Interest on what is overdue: by a law, or a yearly rate that was agreed."""

    law: str | None = None
    """As ``recoup_compliance.interest`` names it."""
    percent: YearlyPercent | None = None
    grace_days: Days = 0
    """It runs from the due date, and is asked for once so many days are over."""


class CollectionCosts(Value):
    """What collecting costs and the customer bears: an amount, or a share of the debt."""

    amount: Money | None = None
    percent: Percent | None = None


class Escalation(Value):
    """When the creditor may go further, in days past the due date."""

    lien_days: Days | None = None
    acceleration_days: Days | None = None
    """All that is not due yet becomes due."""
    agency_days: Days | None = None
    suit_days: Days | None = None


class Clauses(Value):
    """What is agreed; what is ``None`` is left to the creditor's own terms, and then to the law."""

    payment_days: Days | None = None
    """From the issue date to the due date."""
    early_payment: EarlyPayment | None = None
    late_fee: LateFee | None = None
    interest: InterestClause | None = None
    collection_costs: CollectionCosts | None = None
    escalation: Escalation | None = None


class SignedDocument(Value):
    """The file that was signed, wherever it is kept."""

    file_name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of its bytes, so that another file cannot pass for it."""
    url: str | None = None


class AgreementRecorded(InvoiceEvent, type="agreement.recorded.v1"):
    """The terms from a day on, which replace those before; what was due earlier keeps its own."""

    agreement_id: AgreementId
    creditor_id: CreditorId
    customer_id: CustomerId | None
    """``None``: the creditor's own terms, for everybody with whom nothing else was agreed."""
    version: int = Field(ge=1)
    clauses: Clauses
    document: SignedDocument | None = None
    effective_from: date
    reason: str


class AgreementAccepted(AboutPerson, InvoiceEvent, type="agreement.accepted.v1"):
    """The customer accepted the terms in writing, be they the creditor's own."""

    subject = "customer_id"

    agreement_id: AgreementId
    creditor_id: CreditorId
    customer_id: CustomerId
    version: int
    """Of the agreement that was accepted."""
    accepted_on: date
    accepted_by: Personal[str]
    document: SignedDocument | None = None
