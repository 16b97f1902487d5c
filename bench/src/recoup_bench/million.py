"""A million open receivables of two creditors and 10,000 customers, copied into the live read model."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import asyncpg

from invoice.ledger.projection import RECEIVABLES
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId
from recoup_eventstore.postgres.read_models.ledger import schema_of

MANY = 1_000_000
CUSTOMERS = 10_000
AT_ONCE = 2_000
INVOICES_OF_ONE = 5_000
DAYS = 720
TERMS = (14, 30, 45, 60)
DUE = ("tenant", "receivable_id", "due_date", "position")
CUSTOMER = (
    *("tenant", "id", "external_id", "name", "kind", "country", "time_zone", "language"),
    *("addresses", "persons"),
)
ENTRY = (
    *("tenant", "position", "leg", "customer_id", "creditor_id", "invoice_id", "receivable_id"),
    *("payment_id", "kind", "effective_on", "recorded_on", "currency", "amount", "reference"),
)
INVOICES = """
insert into invoice (tenant, id, customer_id, charge, creditor_id, source, external_id, number, state, currency, total,
                     balance, issue_date, due_date, time_zone, chase)
select tenant, invoice_id, customer_id, false, creditor_id, 'erp', invoice_id, invoice_id, 'open', currency, amount,
       amount, effective_on, due_date, 'Europe/Berlin', 'now'
from ledger_entry join due_held using (tenant, receivable_id) where kind = 'invoice';
insert into resource (tenant, category, id, created_at, updated_at)
select tenant, 'invoice', id, issue_date, issue_date from invoice;
"""
Row = tuple[Any, ...]


class Books:
    """Three in ten receivables are paid in part; of one customer, every second one.

    That is booked up to five days later.
    """

    def __init__(self, tenant: TenantId, creditors: list[CreditorId], today: date) -> None:
        self.tenant, self.creditors, self.today = tenant, creditors, today
        self.random, self.position = Random(20261128), 0
        self.due: list[Row] = []

    def chunks(self, one: CustomerId) -> Iterator[tuple[list[Row], list[Row]]]:
        """Due dates and entries, of so many receivables as are committed at once."""
        for start in range(0, MANY, AT_ONCE):
            self.due, entries = [], list[Row]()
            for number in range(start, start + AT_ONCE):
                customer = CustomerId(f"cus_{number % CUSTOMERS:032x}")
                entries += self.receivable(number, customer, paid=self.random.random() < 0.3)
            yield self.due, entries
        self.due, entries = [], []
        for number in range(MANY, MANY + INVOICES_OF_ONE):
            entries += self.receivable(number, one, paid=number % 2 == 0)
        yield self.due, entries

    def receivable(self, number: int, customer: CustomerId, *, paid: bool) -> Iterator[Row]:
        invoice = f"inv_{number:032x}"
        receivable, creditor = f"{invoice}_0", self.creditors[number % 2]
        issued = self.today - timedelta(days=self.random.randrange(1, DAYS))
        amount = self.random.randrange(10_00, 10_000_00)
        due = issued + timedelta(days=self.random.choice(TERMS))
        self.due.append((self.tenant, receivable, due, self.position + 1))
        yield self.entry(
            1, customer, creditor, "invoice", issued, 0, amount, invoice, receivable, None
        )
        if paid:
            came, late = min(self.today, due), self.random.randrange(6)
            names = (customer, creditor)
            pay = f"pay_{number:032x}"
            part = amount // 2
            yield self.entry(1, *names, "payment", came, late, -part, None, None, pay)
            yield self.entry(1, *names, "application", came, late, part, None, None, pay)
            self.position -= 1
            yield self.entry(2, *names, "application", came, late, -part, invoice, receivable, pay)

    def entry(
        self,
        leg: int,
        customer: CustomerId,
        creditor: CreditorId,
        kind: str,
        day: date,
        late: int,
        amount: int,
        invoice: str | None,
        receivable: str | None,
        payment: str | None,
    ) -> Row:
        self.position += 1
        return (
            *(self.tenant, self.position, leg, customer, creditor, invoice, receivable),
            *(payment, kind, day, day + timedelta(days=late), "EUR", amount, invoice or payment),
        )

    def customers(self) -> Iterator[Row]:
        for number in range(CUSTOMERS):
            yield (
                *(self.tenant, f"cus_{number:032x}", f"C-{number}", f"Bolts {number}", "entity"),
                *("DE", "Europe/Berlin", "de", "[]", "[]"),
            )


async def fill(owner: "asyncpg.Connection[Any]", books: Books, one: CustomerId) -> None:
    """As the projection fills the tables, with what is summed up on the way; then at rest."""
    schema = schema_of(RECEIVABLES.tables, 1)

    async def copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        await owner.copy_records_to_table(table, columns=columns, records=rows, schema_name=schema)

    await owner.execute(f"set search_path = {schema}")
    await copy("customer", CUSTOMER, books.customers())
    for due, entries in books.chunks(one):
        async with owner.transaction():
            await copy("due_held", DUE, due)
            await copy("ledger_entry", ENTRY, entries)
    await owner.execute(INVOICES)
    await owner.execute("vacuum analyze")
    await owner.execute("reset search_path")
