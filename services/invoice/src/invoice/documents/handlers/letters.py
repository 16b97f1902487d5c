"""The letters that are made, of what is known at that moment."""

from datetime import date, datetime
from typing import NamedTuple

from invoice.customers.domain.customer import Customer
from invoice.documents.domain.account_statement import Period, account_statement
from invoice.documents.domain.einvoice import einvoice_of
from invoice.documents.domain.errors import TooLong
from invoice.documents.domain.interest_sum import interest_sum
from invoice.documents.domain.invoice_copy import invoice_copy
from invoice.documents.domain.parties import Parties
from invoice.documents.domain.words import Words
from invoice.documents.handlers.gathering import announced, charged_for
from invoice.interest.domain.accruing import accrued
from invoice.interest.handlers import free_days, law_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_documents.letter import Letter
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.money import Currency, Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.resource import dates_of

READS = named_queries("invoice.ledger", "queries.sql")
MOST_ENTRIES = 5000
ALL_KNOWN = date.max


class Copy(NamedTuple):
    letter: Letter
    lacks: tuple[str, ...]
    """What there would have to be for a fuller e-invoice."""


async def copy_of(
    work: UnitOfWork,
    stream: Stream,
    parties: Parties,
    words: Words,
    cause: Cause,
    *,
    second_copy: bool = False,
    announce_interest: str | None = None,
) -> Copy:
    """Of an invoice, or of a charge with its sum; as a Factur-X e-invoice where it can be one."""
    found = await work.load(INVOICE, stream)
    invoice = issued_invoice(found.state)
    mark = words("second_copy") if second_copy else None
    law = announce_interest
    interest = None if law is None else await announced(work, stream, invoice, law, cause)
    made = einvoice_of(invoice, parties, words, mark)
    letter = invoice_copy(
        invoice,
        parties,
        words,
        dates_of(found)["updated_at"],
        charged_for=await charged_for(work, stream, invoice),
        mark=mark,
        announced=interest,
        einvoice=made.file,
    )
    return Copy(letter, made.lacks)


async def interest_letter(
    work: UnitOfWork, stream: Stream, parties: Parties, words: Words, until: date, at: datetime
) -> Letter | None:
    """As a sum that can be done again by hand; ``None`` where none has run up."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    law = await law_of(work, stream.account.tenant, invoice, None)
    free = await free_days(work, stream.account, invoice, parties.customer)
    found = [each for each in accrued(invoice, law, until, free) if each.interest.amount]
    return interest_sum(invoice, found, law, until, parties, words, at) if found else None


async def statement_of(
    connection: Connection,
    customer: Customer,
    days: tuple[date | None, date],
    currency: Currency,
    parties: Parties,
    words: Words,
    at: datetime,
) -> Letter:
    """What was owed before, each movement, and what is owed."""
    first_day, last_day = days
    creditor_id = parties.creditor.creditor_id
    within = (first_day or date.min, last_day, ALL_KNOWN, currency, creditor_id)
    id, wanted = customer.customer_id, MOST_ENTRIES + 1
    entries = await connection.fetch(READS["statement"], wanted, id, *within, None, None)
    sums = await connection.fetchrow(READS["balances"], id, *within)
    if len(entries) > MOST_ENTRIES:
        raise TooLong(
            f"There are more than {MOST_ENTRIES:,} movements in this time; send a later from_date, "
            "or read the statement as JSON page by page.",
            pointer="/from_date",
        )
    opening, balance = (0, 0) if sums is None else (int(sums["opening"]), int(sums["balance"]))
    period = Period(
        first_day,
        last_day,
        opening=Money(minor_units=opening, currency=currency),
        balance=Money(minor_units=balance, currency=currency),
    )
    return account_statement(period, entries, parties, words, at)
