"""Which invoice a payment reference was given to; a creditor gives each to one alone."""

from collections.abc import Sequence

from invoice.payment_references.domain.errors import DuplicatePaymentReference
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, TenantId, derived
from recoup_eventstore.decider import Decider


class PaymentReferenceGiven(Event, type="payment_reference.given.v1"):
    """Money that names it is for this invoice."""

    creditor_id: CreditorId
    reference: str
    customer_id: CustomerId
    invoice_id: InvoiceId


class GivePaymentReference(Command):
    creditor_id: CreditorId
    reference: str
    customer_id: CustomerId
    invoice_id: InvoiceId


class PaymentReference(Value):
    given: PaymentReferenceGiven | None = None


def decide(
    command: GivePaymentReference, state: PaymentReference
) -> Sequence[PaymentReferenceGiven]:
    if state.given is not None:
        raise DuplicatePaymentReference.of(command.reference)
    return [PaymentReferenceGiven.model_validate(command, from_attributes=True)]


def evolve(_state: PaymentReference, event: PaymentReferenceGiven) -> PaymentReference:
    return PaymentReference(given=event)


PAYMENT_REFERENCE: Decider[GivePaymentReference, PaymentReference, PaymentReferenceGiven] = Decider(
    "payment_reference", PaymentReference(), decide, evolve
)


def payment_reference_id(tenant: TenantId, creditor_id: CreditorId, reference: str) -> str:
    return derived("prf", tenant, creditor_id, reference)
