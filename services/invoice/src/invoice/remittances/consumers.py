"""A debtor who paid an agency has paid: it is booked gross, on the day the agency had the money.

What the agency transfers of it is announced, and in transit until the bank's entry clears it.
"""

from typing import Any

from invoice.clearings.domain.clearing import CLEARING
from invoice.clearings.domain.clue import by_name
from invoice.clearings.domain.commands import Open
from invoice.clearings.handlers import note, open_clearing
from invoice.payments.domain.commands import ReceivePayment
from invoice.payments.domain.payment import PAYMENT
from invoice.receipts.domain.candidate import Meant
from invoice.receipts.handlers.booking import pay_meant
from invoice.remittances.handlers import AGENCY, follow_reversal, post_commission
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import (
    PlacementRemitted,
    RemittanceReported,
)
from recoup_eventstore.work import UnitOfWork

SAME = (
    *("remittance_id", "agency_id", "agency_name", "creditor_id", "external_id", "reference"),
    *("gross", "commission", "net"),
)


def payment_of(received: Envelope[PlacementRemitted]) -> list[Stream]:
    """What the reaction loads."""
    return [PAYMENT.stream(*received.account, received.event.payment_id)]


async def book_remitted(
    work: UnitOfWork, received: Envelope[PlacementRemitted], cause: Cause
) -> None:
    """It pays the receivable that it was paid for; what is not owed there any more stays on account."""
    event = received.event
    [stream] = payment_of(received)
    command = ReceivePayment(
        payment_id=event.payment_id,
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        source=AGENCY,
        external_id=event.payment_external_id,
        amount=event.amount,
        method=AGENCY,
        value_date=event.received_on,
        reference=event.placement_id,
    )
    await work.execute(PAYMENT, stream, command, cause)
    meant = Meant(
        customer_id=event.customer_id,
        invoice_id=event.invoice_id,
        receivable_id=event.receivable_id,
        amount=event.amount,
    )
    await pay_meant(work, stream, [meant], cause)
    await post_commission(work, received, cause)


def clearing_of(received: Envelope[RemittanceReported]) -> list[Stream]:
    """What the reaction loads."""
    return [CLEARING.stream(*received.account, received.event.remittance_id)]


async def await_transfer(
    work: UnitOfWork, received: Envelope[RemittanceReported], cause: Cause
) -> None:
    """The bank's entry of the net amount clears it, whichever of the two is here first."""
    event, tenant = received.event, received.tenant
    payments = [
        PAYMENT.stream(tenant, each.customer_id, each.payment_id) for each in event.payments
    ]
    work.own_also({received.account, *(each.account for each in payments)})
    command = Open(
        **{name: getattr(event, name) for name in SAME},
        at=cause.at,
    )
    stream = await open_clearing(work, tenant, command, cause)
    await work.preload(payments)
    for payment in payments:
        await follow_reversal(work, stream, payment, cause)


async def note_agency(work: UnitOfWork, received: Envelope[Any], cause: Cause) -> None:
    """Money that comes in under its name is known as an agency's, be its remittance late."""
    id = by_name(received.tenant, received.event.terms.name)
    await note(work, received.tenant, id, received.event.agency_id, cause)
