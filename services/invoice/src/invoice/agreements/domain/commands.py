"""What may be asked of an agreement."""

from datetime import date

from recoup_events.invoice import AgreementRecorded, Clauses, SignedDocument
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import AgreementId, CreditorId, CustomerId


class RecordTerms(Command):
    agreement_id: AgreementId
    creditor_id: CreditorId
    customer_id: CustomerId | None
    clauses: Clauses
    document: SignedDocument | None
    effective_from: date
    reason: str


class AcceptTerms(Command):
    terms: AgreementRecorded
    """The latest version there is."""
    customer_id: CustomerId
    version: int
    accepted_on: date
    accepted_by: str
    document: SignedDocument | None
