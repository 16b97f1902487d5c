"""Documents that come in, in JSON."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import from_json

from invoice.received_documents.domain.document import CHUNK_BYTES, Document, DocumentState
from recoup_events.invoice.document import LARGEST_DOCUMENT, DocumentKind
from recoup_events.kernel.ids import InvoiceId, TenantId, invoice_id_of
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed, SourceNamed
from recoup_service.api.resource import Dates, Resource, dates_in


class NewDocument(SourceNamed, CreditorNamed, CustomerNamed):
    """A file that belongs to a customer, and to an invoice, a dispute or an agreement of it."""

    kind: DocumentKind
    reference: Name | None = Field(
        default=None,
        description="What you call it, such as its number; no person's name.",
        examples=["LS-2026-0815"],
    )
    invoice_external_id: Name | None = Field(
        default=None,
        description="Your id of the invoice it belongs to, with the invoice's `creditor` and `source`.",
        examples=["SO-2026-0001"],
    )
    invoice_id: Name | None = Field(
        default=None,
        description="Recoup's id of that invoice; send either `invoice_external_id` or `invoice_id`, if any.",
        examples=["inv_52d1"],
    )
    dispute_id: Name | None = Field(
        default=None, description="Recoup's id of the dispute it belongs to.", examples=["dsp_7b2e"]
    )
    agreement_id: Name | None = Field(
        default=None,
        description="Recoup's id of the agreement it belongs to.",
        examples=["agr_4d0a"],
    )
    sha256: str = Field(
        pattern="^[0-9a-f]{64}$",
        description="Of the file's bytes.",
        examples=["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"],
    )
    size: int = Field(
        gt=0, le=LARGEST_DOCUMENT, strict=True, description="In bytes.", examples=[48_211]
    )

    @model_validator(mode="after")
    def _invoice_named_once(self) -> Self:
        if self.invoice_external_id is not None and self.invoice_id is not None:
            raise ValueError("send either invoice_external_id or invoice_id")
        return self

    def invoice_in(self, tenant: TenantId) -> InvoiceId | None:
        if self.invoice_external_id is not None:
            return invoice_id_of(tenant, self.invoice_external_id, self.creditor, self.source)
        return None if self.invoice_id is None else InvoiceId(self.invoice_id)

    @property
    def invoice_pointer(self) -> str:
        return "/invoice_id" if self.invoice_external_id is None else "/invoice_external_id"


class Forgetting(RequestBody):
    reason: Words = Field(examples=["The customer asked for it"])


class DocumentShown(Resource):
    id: str = Field(examples=["doc_3f9a"])
    state: DocumentState = Field(
        description="`awaited` until all chunks are here; `forgotten`: its bytes are deleted."
    )
    kind: DocumentKind
    reference: str | None
    customer_id: str
    invoice_id: str | None
    dispute_id: str | None
    agreement_id: str | None
    sha256: str
    size: int = Field(description="In bytes.")
    content_type: str | None = Field(
        description="By what is in it, not by what anybody claims; `null` until it is received."
    )
    chunk_bytes: int = Field(description="The length of each chunk but the last.")
    chunks: int = Field(description="How many there are; their numbers begin with 0.")
    reason: str | None = Field(description="Why it was forgotten.")


def shown(document: Document, dates: Dates) -> DocumentShown:
    about = {
        name: value
        for name, value in dict(document.file).items()
        if name in DocumentShown.model_fields
    }
    return DocumentShown(
        **dates,
        **about,
        id=document.file.document_id,
        state=document.state,
        content_type=document.content_type,
        chunk_bytes=CHUNK_BYTES,
        chunks=document.chunks,
        reason=document.reason,
    )


def listed(row: Mapping[str, Any]) -> DocumentShown:
    """A row of the list."""
    document = Document.model_validate(
        {
            "file": from_json(row["file"]),
            "state": row["state"],
            "content_type": row["content_type"],
            "reason": row["reason"],
        }
    )
    return shown(document, dates_in(row))
