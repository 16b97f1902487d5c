"""Makes payments of a receipt: one for each customer whose money it is, in the same unit of work."""

from collections.abc import Sequence
from typing import NamedTuple

from invoice.allocations.domain.allocation import Wish, allocate
from invoice.allocations.handlers import load_invoices, own_the_paid
from invoice.creditors.handlers import creditor_of
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import registered_customer
from invoice.invoices.domain.decider import INVOICE
from invoice.payments.domain.commands import ReceivePayment
from invoice.payments.domain.payment import PAYMENT, recorded
from invoice.payments.handlers import allocate_money, allocate_payment
from invoice.receipts.domain.candidate import Candidate, Meant, Rule
from invoice.receipts.domain.commands import Accept
from invoice.receipts.domain.events import Part
from invoice.receipts.domain.payer import PAYER, RecognisePayer, payer_stream
from invoice.receipts.domain.receipt import RECEIPT, Receipt
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.invoice.payment import Exchange
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import CustomerId, PaymentId, payment_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


class Choice(NamedTuple):
    """So much of a receipt is this customer's, and pays this."""

    customer: Account
    amount: Money
    """In the receipt's currency."""
    exchange: Exchange | None = None
    pays: Sequence[Meant] = ()
    references: Sequence[Reference] = ()
    longest_due: bool = False
    """Where nothing is named; otherwise it stays on account."""
    customer_at: str = "/customer_id"

    @classmethod
    def of(cls, candidate: Candidate, receipt: Receipt, account: Account) -> "Choice":
        return cls(
            customer=Account(account.tenant, candidate.customer_id),
            amount=receipt.left,
            exchange=receipt.known.exchange,
            pays=candidate.pays,
            longest_due=candidate.rule is Rule.LONGEST_DUE,
        )


async def book(
    work: UnitOfWork,
    stream: Stream,
    choices: Sequence[Choice],
    reason: str,
    cause: Cause,
    *,
    by: str,
    candidate: Candidate | None = None,
) -> None:
    """Its payments, what they pay, and who said so."""
    _own(work, stream, choices)
    receipt = await work.state(RECEIPT, stream)
    before = len(receipt.parts)
    parts = [
        await _paid(work, stream, receipt, choice, nth, cause)
        for nth, choice in enumerate(choices, start=before)
    ]
    accept = Accept(
        parts=tuple(parts),
        rule=candidate and candidate.rule,
        confidence=candidate and candidate.confidence,
        by=by,
        reason=reason,
    )
    await work.execute(RECEIPT, stream, accept, cause)
    account = receipt.known.payer_account
    if account is not None and before + len(parts) == 1:
        recognise = RecognisePayer(customer_id=parts[0].customer_id, receipt_id=receipt.receipt_id)
        await work.execute(PAYER, payer_stream(stream.account.tenant, account), recognise, cause)


def _own(work: UnitOfWork, stream: Stream, choices: Sequence[Choice]) -> None:
    tenant = stream.account.tenant
    paid = {Account(tenant, each.customer_id) for choice in choices for each in choice.pays}
    work.own_also({stream.account, *paid, *(choice.customer for choice in choices)})


async def _paid(
    work: UnitOfWork, stream: Stream, receipt: Receipt, choice: Choice, nth: int, cause: Cause
) -> Part:
    entry, account = receipt.known, choice.customer
    await registered_customer(work, account, customer_at=choice.customer_at)
    creditor = await creditor_of(work, account.tenant, entry.creditor_id)
    external_id = entry.external_id if nth == 0 else f"{entry.external_id}/{nth + 1}"
    id = payment_id_of(account.tenant, external_id, creditor.code, entry.source)
    payment = PAYMENT.stream(*account, id)
    if await work.exists(payment):
        raise DuplicateExternalId.of(external_id, id)
    receive = ReceivePayment(
        payment_id=PaymentId(id),
        customer_id=CustomerId(account.key),
        creditor_id=entry.creditor_id,
        source=entry.source,
        external_id=external_id,
        amount=choice.amount if choice.exchange is None else choice.exchange.settles,
        method=entry.method,
        value_date=entry.value_date,
        reference=entry.structured_reference or entry.text,
        charges=entry.charges if nth == 0 else None,
        exchange=choice.exchange,
        held=not (choice.pays or choice.references or choice.longest_due),
    )
    await work.execute(PAYMENT, payment, receive, cause)
    if choice.pays:
        await pay_meant(work, payment, choice.pays, cause)
    elif choice.references or choice.longest_due:
        await allocate_payment(work, payment, choice.references, cause)
    return Part(customer_id=CustomerId(account.key), payment_id=PaymentId(id), amount=choice.amount)


async def pay_meant(work: UnitOfWork, payment: Stream, pays: Sequence[Meant], cause: Cause) -> None:
    """As proposed, up to what is owed there by now; the rest stays on account."""
    tenant = payment.account.tenant
    streams = [INVOICE.stream(tenant, each.customer_id, each.invoice_id) for each in pays]
    invoices = await load_invoices(work, list(dict.fromkeys(streams)))
    wishes = [Wish(each.invoice_id, each.amount, each.receivable_id) for each in pays]
    available = recorded(await work.state(PAYMENT, payment)).funds.unapplied
    shares = allocate(available, wishes, {each.issued.invoice_id: each for each in invoices})
    if shares:
        own_the_paid(work, payment.account, (share.customer_id for share in shares))
        await allocate_money(work, payment, shares, cause)
