"""What an attempt would pay, and what its end does to the ledger."""

from collections.abc import Iterator, Sequence
from datetime import date

from invoice.creditors.handlers import creditor_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.payment_attempts.domain.attempt import (
    PAYMENT_ATTEMPT,
    Attempt,
    AttemptState,
    ReportReturned,
    ReportSucceeded,
)
from invoice.payment_attempts.domain.errors import InvoicesUnfit, NothingToPay
from invoice.payments.domain.commands import ReceivePayment
from invoice.payments.domain.payment import PAYMENT
from invoice.payments.handlers import reverse_payment
from invoice.receipts.domain.candidate import Meant
from invoice.receipts.handlers.booking import pay_meant
from recoup_events.invoice.payment_attempt import AttemptPart
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import CreditorId, InvoiceId, payment_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork

ONLINE = "online"
"""The source of such payments."""


async def parts_of(
    work: UnitOfWork, account: Account, creditor_id: CreditorId, ids: Sequence[str]
) -> tuple[AttemptPart, ...]:
    """All that is owed on these invoices, the soonest due terms of each first; of one currency."""
    parts: list[AttemptPart] = []
    for place, id in enumerate(ids):
        invoice = await work.state(INVOICE, INVOICE.stream(*account, id))
        if not isinstance(invoice, Invoice) or invoice.issued.creditor_id != creditor_id:
            raise InvoicesUnfit(
                "The customer has no such invoice of this creditor; correct the id.",
                pointer=f"/invoices/{place}",
            )
        parts.extend(_owed(invoice))
    if len({part.amount.currency for part in parts}) > 1:
        raise InvoicesUnfit(
            "All are of one currency; send one attempt for each.", pointer="/invoices"
        )
    if not parts:
        raise NothingToPay("Nothing is owed on these invoices any more; read them again.")
    return tuple(parts)


async def numbers_of(work: UnitOfWork, account: Account, parts: Sequence[AttemptPart]) -> str:
    """What is paid, as the debtor knows it and reads it on the provider's page."""
    ids = dict.fromkeys(part.invoice_id for part in parts)
    invoices = [await work.state(INVOICE, INVOICE.stream(*account, id)) for id in ids]
    return ", ".join(each.number for each in invoices if isinstance(each, Invoice))


def _owed(invoice: Invoice) -> Iterator[AttemptPart]:
    for term in sorted(invoice.terms, key=lambda each: each.due_date):
        owed = invoice.owed(term.receivable_id)
        if owed > Money.zero(owed.currency):
            yield AttemptPart(
                invoice_id=InvoiceId(invoice.issued.invoice_id),
                receivable_id=term.receivable_id,
                amount=owed,
            )


async def succeed(work: UnitOfWork, stream: Stream, value_date: date, cause: Cause) -> None:
    """Books the money once, for what it was meant; what is not owed there any more stays on account."""
    attempt: Attempt = await work.state(PAYMENT_ATTEMPT, stream)
    creditor = await creditor_of(work, stream.account.tenant, attempt.creditor_id)
    id = payment_id_of(stream.account.tenant, attempt.attempt_id, creditor.code, ONLINE)
    command = ReportSucceeded(payment_id=id, value_date=value_date)
    if not await work.execute(PAYMENT_ATTEMPT, stream, command, cause):
        return
    payment = PAYMENT.stream(*stream.account, id)
    receive = ReceivePayment(
        payment_id=id,
        customer_id=attempt.customer_id,
        creditor_id=attempt.creditor_id,
        source=ONLINE,
        external_id=attempt.attempt_id,
        amount=attempt.amount,
        method=attempt.method,
        value_date=value_date,
        reference=None,
    )
    await work.execute(PAYMENT, payment, receive, cause)
    meant = [Meant(customer_id=attempt.customer_id, **dict(part)) for part in attempt.parts]
    await pay_meant(work, payment, meant, cause)


async def take_back(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    """What it had paid is owed again; heard of before the success, nothing was paid."""
    before: Attempt = await work.state(PAYMENT_ATTEMPT, stream)
    returned = await work.execute(PAYMENT_ATTEMPT, stream, ReportReturned(reason=reason), cause)
    if not returned or before.state is not AttemptState.SUCCEEDED or before.payment_id is None:
        return
    payment = PAYMENT.stream(*stream.account, before.payment_id)
    if await work.exists(payment):
        await reverse_payment(work, payment, reason, cause)
