"""What of payments and credits is applied to an invoice's terms, by allocation, as it came."""

from collections.abc import Mapping
from datetime import date

from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CreditNoteId, CustomerId, PaymentId, ReceivableId
from recoup_events.kernel.money import Money


class PaymentPart(Value):
    """The part of a payment that one of its allocations applies."""

    receivable_id: ReceivableId
    payer_id: CustomerId
    payment_id: PaymentId
    value_date: date
    amount: Money
    applied_on: date

    @property
    def granted(self) -> bool:
        return False


class CreditPart(Value):
    """The part of a credit note that one of its allocations applies."""

    receivable_id: ReceivableId
    credit_note_id: CreditNoteId
    grounds: events.Grounds
    amount: Money
    applied_on: date

    @property
    def granted(self) -> bool:
        """A dispute that was upheld granted it: it is the last to be taken off."""
        return isinstance(self.grounds, events.UpheldDispute)


Part = PaymentPart | CreditPart
Parts = Mapping[AllocationId, Part]


def applied_after(parts: Parts, event: events.InvoiceEvent, otherwise_on: date) -> Parts:
    """Fold an event that moves money or credit; older credits count from ``otherwise_on``."""
    match event:
        case events.PaymentApplied(allocation_id=id):
            return {**parts, id: PaymentPart.model_validate(event, from_attributes=True)}
        case events.InvoiceCredited(allocation_id=id, applied_on=on):
            part = CreditPart(
                receivable_id=event.receivable_id,
                credit_note_id=event.credit_note_id,
                grounds=event.grounds,
                amount=event.amount,
                applied_on=on or otherwise_on,
            )
            return {**parts, id: part}
        case events.PaymentUnapplied(allocation_id=id, remaining=rest) if rest:
            return {**parts, id: parts[id].model_copy(update={"amount": rest})}
        case events.CreditUnapplied(allocation_id=id, remaining=rest) if rest:
            return {**parts, id: parts[id].model_copy(update={"amount": rest})}
        case events.PaymentUnapplied(allocation_id=id) | events.CreditUnapplied(allocation_id=id):
            return {other: part for other, part in parts.items() if other != id}
        case _:
            return parts
