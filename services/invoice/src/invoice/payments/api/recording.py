"""How money that is sent becomes a payment, one by one, many in a request, or in a file."""

from collections.abc import Collection as Items
from collections.abc import Sequence

from invoice.allocations.handlers import preload_named
from invoice.allocations.schemas import references_of
from invoice.clearings.handlers import Entry, foresee_transfers, refuse_transfer
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import party_streams
from invoice.fields import VALUE_DATES
from invoice.payments.api.schemas import NewPayment
from invoice.payments.domain import commands
from invoice.payments.domain.payment import PAYMENT, recorded
from invoice.payments.handlers import allocate_payment, payer_and_payee
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import PaymentId, creditor_id_of, payment_id_of
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Prepare, Wanted
from recoup_service.api.collection import Change
from recoup_service.api.metadata import replace_metadata
from recoup_service.api.request_context import WorkContext


def preparing(bodies: Sequence[NewPayment], context: WorkContext) -> Prepare:
    """Reads at once the invoices that payments name."""

    async def prepare(work: UnitOfWork, indexes: Items[int]) -> None:
        sent = [bodies[index] for index in indexes]
        named = [(item.creditor, each) for item in sent for each in references_of(item.references)]
        await preload_named(work, context.tenant, named)
        await foresee_transfers(
            work,
            context.tenant,
            [(creditor_id_of(context.tenant, item.creditor), item.reference) for item in sent],
        )

    return prepare


def sent(body: NewPayment, context: WorkContext) -> Wanted:
    """What is to be there: the payment, as it was when it was sent first."""
    id = payment_id_of(context.tenant, body.external_id, body.creditor, body.source)
    taken = DuplicateExternalId.of(body.external_id, id)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        if (await work.last(stream)).stream != stream:
            raise taken
        received = recorded(await work.state(PAYMENT, stream)).received
        if (received.amount, received.value_date) != (body.amount.money, body.value_date):
            raise taken
        await replace_metadata(work, PAYMENT, stream, body.metadata, context.cause)

    stream = PAYMENT.stream(context.tenant, body.customer_in(context.tenant), id)
    reads = party_streams(stream.account, body.creditor)
    return Wanted(stream, recording(body, context), compare, reads)


def recording(body: NewPayment, context: WorkContext) -> Change:
    async def record(work: UnitOfWork, stream: Stream) -> None:
        VALUE_DATES.check(body.value_date, context.now.date(), "/value_date")
        customer, creditor_id = await payer_and_payee(
            work, stream.account, body.creditor, body.source, customer_at=body.customer_pointer
        )
        if body.reference is not None:
            money = Entry(creditor_id, body.amount.money, None, (body.reference,))
            await refuse_transfer(work, context.tenant, money)
        command = commands.ReceivePayment(
            payment_id=PaymentId(stream.id),
            customer_id=customer.customer_id,
            creditor_id=creditor_id,
            source=body.source,
            external_id=body.external_id,
            amount=body.amount.money,
            method=body.method,
            value_date=body.value_date,
            reference=body.reference,
            held=not (body.references or body.auto_allocate),
            metadata=body.metadata or {},
        )
        await work.execute(PAYMENT, stream, command, context.cause)
        if body.references or body.auto_allocate:
            await allocate_payment(work, stream, references_of(body.references), context.cause)

    return record
