"""Names of things. Ids are derived from what a thing is, so saying it twice cannot make two."""

from functools import lru_cache
from hashlib import sha1
from typing import NewType
from uuid import UUID

TenantId = NewType("TenantId", str)
PLATFORM = TenantId("platform")
"""The tenant of whoever operates Recoup: what is recorded there is about the other tenants."""
CreditorId = NewType("CreditorId", str)
CustomerId = NewType("CustomerId", str)
DebtId = NewType("DebtId", str)
PersonId = NewType("PersonId", str)
ConditionId = NewType("ConditionId", str)
InvoiceId = NewType("InvoiceId", str)
ReceivableId = NewType("ReceivableId", str)
PaymentId = NewType("PaymentId", str)
CreditNoteId = NewType("CreditNoteId", str)
AllocationId = NewType("AllocationId", str)
WriteOffId = NewType("WriteOffId", str)
PostingId = NewType("PostingId", str)
ApprovalId = NewType("ApprovalId", str)
AgreementId = NewType("AgreementId", str)
CreditPolicyId = NewType("CreditPolicyId", str)
CreditId = NewType("CreditId", str)
CreditDecisionId = NewType("CreditDecisionId", str)
WorkflowId = NewType("WorkflowId", str)
EnrolmentId = NewType("EnrolmentId", str)
TaskId = NewType("TaskId", str)
RoundId = NewType("RoundId", str)
ReminderId = NewType("ReminderId", str)
MessageId = NewType("MessageId", str)
ReplyId = NewType("ReplyId", str)
CallId = NewType("CallId", str)
DisputeId = NewType("DisputeId", str)
EvidenceId = NewType("EvidenceId", str)
DocumentId = NewType("DocumentId", str)
PlanId = NewType("PlanId", str)
PlanOfferId = NewType("PlanOfferId", str)
PromiseId = NewType("PromiseId", str)
AgencyId = NewType("AgencyId", str)
PlacementId = NewType("PlacementId", str)
RemittanceId = NewType("RemittanceId", str)
ContactLeaseId = NewType("ContactLeaseId", str)

DEFAULT = "default"
"""The code of the creditor that is meant where none is named."""
ERP = "erp"
"""The source system of a document that names none."""
_RECOUP = UUID("5b0c6a52-3f0e-5c39-9e57-7d1f6f1f0a11")


def derived(prefix: str, *parts: object) -> str:
    """The one id these parts can have, e.g. ``derived("inv", tenant, external_id)``."""
    name = "\x1f".join((prefix, *map(str, parts)))
    return f"{prefix}_{_uuid5(name)}"


def _uuid5(name: str) -> str:
    """In hexadecimal, and in a third of the time: an import makes three ids for each row."""
    made = bytearray(sha1(_RECOUP.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    made[6] = made[6] & 0x0F | 0x50
    made[8] = made[8] & 0x3F | 0x80
    return made.hex()


@lru_cache(maxsize=1_000)
def creditor_id_of(tenant: TenantId, code: str) -> CreditorId:
    """Recoup's id of what the tenant calls by a code of its own."""
    return CreditorId(derived("crd", tenant, code))


@lru_cache(maxsize=20_000)
def customer_id_of(tenant: TenantId, external_id: str) -> CustomerId:
    """Recoup's id of what the ERP names with its own."""
    return CustomerId(derived("cus", tenant, external_id))


def debt_id_of(customer_id: CustomerId, creditor_id: CreditorId) -> DebtId:
    """An open account is one debt, as long as nobody says otherwise."""
    return DebtId(derived("deb", customer_id, creditor_id))


def agreement_id_of(creditor_id: CreditorId, customer_id: CustomerId | None) -> AgreementId:
    """Recoup's id of a creditor's terms: for one customer, or its own, for all others."""
    return AgreementId(derived("agr", creditor_id, customer_id or ""))


def agency_id_of(tenant: TenantId, external_id: str) -> AgencyId:
    """Recoup's id of a partner agency that the tenant names with its own."""
    return AgencyId(derived("agn", tenant, external_id))


def credit_id_of(customer_id: CustomerId, creditor_id: CreditorId) -> CreditId:
    """Recoup's id of what a creditor grants a customer."""
    return CreditId(derived("crs", customer_id, creditor_id))


def person_id_of(customer_id: CustomerId, external_id: str) -> PersonId:
    """Recoup's id of a person at a customer, named by whoever entered it."""
    return PersonId(derived("per", customer_id, external_id))


def invoice_id_of(
    tenant: TenantId, external_id: str, creditor: str = DEFAULT, source: str = ERP
) -> InvoiceId:
    """Recoup's id of what a source system names with its own, in a creditor's books."""
    return InvoiceId(derived("inv", tenant, *_books(creditor, source), external_id))


@lru_cache(maxsize=2_000)
def receivable_id_of(invoice_id: InvoiceId, place: int) -> ReceivableId:
    """The term of this place in the invoice's schedule; the first has place 0."""
    return ReceivableId(derived("rcv", invoice_id, place))


def payment_id_of(
    tenant: TenantId, external_id: str, creditor: str = DEFAULT, source: str = ERP
) -> PaymentId:
    """Recoup's id of what a source system names with its own, in a creditor's books."""
    return PaymentId(derived("pay", tenant, *_books(creditor, source), external_id))


def credit_note_id_of(
    tenant: TenantId, external_id: str, creditor: str = DEFAULT, source: str = ERP
) -> CreditNoteId:
    """Recoup's id of what a source system names with its own, in a creditor's books."""
    return CreditNoteId(derived("crn", tenant, "erp", *_books(creditor, source), external_id))


def allocation_id_of(funds_id: str, nth: int) -> AllocationId:
    """The one id of a payment's or credit note's allocation of this place."""
    return AllocationId(derived("alc", funds_id, nth))


def _books(creditor: str, source: str) -> tuple[str, ...]:
    """Two creditors may use one number, and so may two systems; most tenants have one of each."""
    if source != ERP:
        return (creditor, source)
    return () if creditor == DEFAULT else (creditor,)
