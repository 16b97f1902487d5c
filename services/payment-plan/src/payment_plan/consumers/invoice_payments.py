"""Payments on covered invoices count towards their plan, and stop counting when taken back."""

from payment_plan.consumers.covering_plan import tell_covering_plan
from payment_plan.domain.commands import MatchPayment, UnmatchPayment
from recoup_events.envelope import Cause, Envelope
from recoup_events.invoice import PaymentApplied, PaymentUnapplied
from recoup_eventstore.work import UnitOfWork


async def match_payment(work: UnitOfWork, heard: Envelope[PaymentApplied], cause: Cause) -> None:
    fact = heard.fact
    move = MatchPayment(
        payment_id=fact.payment_id,
        invoice_id=fact.invoice_id,
        amount=fact.amount,
        paid_on=fact.applied_on,
    )
    await tell_covering_plan(work, heard.account, fact.invoice_id, move, cause)


async def unmatch_payment(
    work: UnitOfWork, heard: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    fact = heard.fact
    move = UnmatchPayment(payment_id=fact.payment_id, invoice_id=fact.invoice_id)
    await tell_covering_plan(work, heard.account, fact.invoice_id, move, cause)
