"""What of customers, creditors, invoices and charges goes into a document."""

from datetime import timedelta

from invoice.agreements.handlers import terms_on
from invoice.charges.domain.authority import Authority
from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import registered_customer
from invoice.documents.domain.invoice_copy import Announced, ChargedFor
from invoice.documents.domain.parties import Parties
from invoice.documents.domain.words import Words, words_in
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date


async def parties_of(work: UnitOfWork, stream: Stream, creditor_id: CreditorId) -> Parties:
    customer = await registered_customer(work, stream.account, customer_at="/customer_id")
    return Parties(await creditor_of(work, stream.account.tenant, creditor_id), customer)


def words_for(parties: Parties, language: str | None) -> Words:
    """In the language that is asked for, or the customer's own; amounts as in its country."""
    return words_in(language or parties.customer.language, parties.customer.country)


async def charged_for(work: UnitOfWork, stream: Stream, invoice: Invoice) -> ChargedFor | None:
    """If the document is a charge, what it was charged for."""
    charge = invoice.issued.charge
    if charge is None:
        return None
    cause = issued_invoice(
        await work.state(INVOICE, INVOICE.stream(*stream.account, charge.invoice_id))
    )
    assessed = next(each for each in cause.charges if each.charge_id == stream.id)
    return ChargedFor(cause.number, assessed)


async def announced(
    work: UnitOfWork, stream: Stream, invoice: Invoice, law_id: str, cause: Cause
) -> Announced:
    """The rate of today, by a law or (``agreed``) by what was agreed."""
    issued = invoice.issued
    held = await terms_on(
        *(work, stream.account.tenant, issued.creditor_id, issued.customer_id, issued.issue_date)
    )
    law = Authority(held, law_id).law
    first_day = invoice.due_date + timedelta(1)
    rate, _ = law.rate_on(max(first_day, local_date(cause.at, invoice.time_zone)), first_day)
    return Announced(rate, law.citation)
