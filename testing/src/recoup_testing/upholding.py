"""The invoice service receives that a dispute about one term was upheld."""

from uuid import UUID

from recoup_events.dispute import DisputeUpheld
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, TenantId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork
from recoup_service.service import Service
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.naive_paper import Owner

Receiver = tuple[Service, CommandRunner]


async def uphold(
    by: Receiver, books: BooksKeptTwice, dispute: str, owner: Owner, amount: int
) -> None:
    """As the dispute service says it."""
    invoice_id = InvoiceId(books.ids[owner[0]])
    credit = Money(minor_units=amount, currency=books.currency)
    receivable_id = receivable_id_of(invoice_id, owner[1])
    slices = (Slice(invoice_id=invoice_id, receivable_id=receivable_id, amount=credit),)
    upheld = DisputeUpheld(
        dispute_id=DisputeId(dispute),
        customer_id=CustomerId(books.naive.invoices[owner[0]].customer),
        slices=slices,
        credit=credit,
        credits=slices,
        reason="damaged",
    )
    cause = Cause(books.clock.instant, "system:invoice", UUID(int=7))
    account = Account(TenantId(books.tenant), upheld.customer_id)
    received = Envelope(UUID(int=1), Stream(account, "dispute", dispute), 2, cause, upheld)
    service, command_runner = by

    async def decision(work: UnitOfWork) -> None:
        await work.lock([account])
        for subscription in service.subscriptions:
            if subscription.event is DisputeUpheld:
                await subscription.reaction(work, received, cause)

    await command_runner.decide(decision)
