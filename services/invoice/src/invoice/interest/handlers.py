"""By which law an invoice bears interest, and on which days it bears none."""

from invoice.agreements.handlers import terms_on
from invoice.customers.domain.customer import Customer
from invoice.interest.domain.accruing import FreeDays, law_agreed, law_named
from invoice.interest.domain.frozen import FROZEN_INTEREST
from invoice.interest.domain.moratorium import interest_free
from invoice.invoices.domain.invoice import Invoice
from recoup_compliance.interest.law import Law
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


async def law_of(work: UnitOfWork, tenant: TenantId, invoice: Invoice, named: str | None) -> Law:
    """The one that is named, or what was agreed when it was issued."""
    if named is not None:
        return law_named(named)
    issued = invoice.issued
    held = await terms_on(work, tenant, issued.creditor_id, issued.customer_id, issued.issue_date)
    return law_agreed(held["interest"].terms if "interest" in held else None)


async def free_days(
    work: UnitOfWork, account: Account, invoice: Invoice, customer: Customer
) -> FreeDays:
    """Of its customer's moratoria, and of plans that froze it."""
    ids = [term.receivable_id for term in invoice.terms]
    await work.preload(documents=[DocumentKey(account, FROZEN_INTEREST.name, id) for id in ids])
    frozen = {id: (await work.document(FROZEN_INTEREST, account, id)).free for id in ids}
    return FreeDays(interest_free(customer, invoice.issued.creditor_id), frozen)
