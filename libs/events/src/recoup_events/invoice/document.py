"""Documents that came in: contracts, delivery notes, proofs. Their bytes are kept in no event."""

from enum import StrEnum

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgreementId, CustomerId, DisputeId, DocumentId, InvoiceId

LARGEST_DOCUMENT = 20 * 1024 * 1024


class DocumentKind(StrEnum):
    CONTRACT = "contract"
    DELIVERY_NOTE = "delivery_note"
    PROOF = "proof"
    """Of what is claimed: a photograph, a protocol, a letter."""
    REMITTANCE_ADVICE = "remittance_advice"
    """A payer says what its payment is for."""


class FileOfDocument(Value):
    """What it is about, and which bytes it has."""

    document_id: DocumentId
    customer_id: CustomerId
    kind: DocumentKind
    reference: str | None = None
    """What its sender calls it, such as its number."""
    invoice_id: InvoiceId | None = None
    dispute_id: DisputeId | None = None
    agreement_id: AgreementId | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of its bytes, so that another file cannot pass for it."""
    size: int = Field(gt=0, le=LARGEST_DOCUMENT)

    @property
    def file(self) -> "FileOfDocument":
        """That alone, whatever else is said of it."""
        return FileOfDocument(**{name: getattr(self, name) for name in FileOfDocument.model_fields})


class DocumentAnnounced(FileOfDocument, InvoiceEvent, type="document.announced.v1"):
    """Its bytes are awaited."""


class DocumentReceived(FileOfDocument, InvoiceEvent, type="document.received.v1"):
    """Its bytes are here, are those that were announced, and are of a type that is kept."""

    content_type: str


class DocumentForgotten(InvoiceEvent, type="document.forgotten.v1"):
    """Its bytes are deleted; they may come again."""

    document_id: DocumentId
    customer_id: CustomerId
    reason: str
