"""What Recoup says of books that are kept twice, beside what the naive ledger says."""

from collections.abc import Iterable
from datetime import date, timedelta

from recoup_testing.balances import changes
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.naive_ledger import NEVER, PAYS, NaiveLedger, Term

BUCKETS = {"current": 0, "1-30": 30, "31-60": 60, "61-90": 90, "91-180": 180, "181+": 10_000}
"""How many days past due they hold at most."""
Pages = tuple[list[Term], list[str]]
"""What is owed, and what is on account."""


def compare(books: BooksKeptTwice, customer: str, days: Iterable[date]) -> None:
    """Every term, every line of the statement, and the ages on these days."""
    for name in books.naive.names("invoice", of=[customer]):
        shown = books.read(f"/v1/invoices/{books.ids[name]}")
        ours = [books.cents(term["balance"]) for term in shown["schedule"]]
        assert ours == list(map(books.naive.left, books.naive.terms(name))), name
    compare_statement(books, customer)
    for day in days:
        assert aged(books, day, customer) == naively_aged(books.naive, day, customer), day


def compare_statement(books: BooksKeptTwice, customer: str) -> None:
    """What the customer owed at the end of each day on which something moved."""
    naive, (terms, funds), ours = books.naive, pages_of(books.naive, customer), dict[date, int]()
    query = {"as_of": books.today + timedelta(days=90), "creditor": books.creditor}
    for page in books.pages(f"/v1/customers/{customer}/statement", **query):
        for row in page["data"]:
            ours[date.fromisoformat(row["date"])] = books.cents(row["balance"])
    own: list[Term | str] = [*terms, *funds]
    entries = [each for page in own for each in naive.pages[page]]
    days = {*ours, *(day for each in entries for day in (each.day, each.until) if day != NEVER)}
    naively = {
        day: sum(naive.left(term, day) for term in terms) - sum(naive.left(f, day) for f in funds)
        for day in sorted(days)
    }
    assert ours == {day: naively[day] for day in ours}
    assert changes(ours.values()) == changes(naively.values())


def pages_of(naive: NaiveLedger, *customers: str) -> Pages:
    return naive.terms(*naive.names("invoice", of=customers)), naive.names(*PAYS, of=customers)


def aged(books: BooksKeptTwice, day: date, customer: str | None = None) -> dict[str, int]:
    """What Recoup says is on account, and in each bucket that holds something."""
    found: dict[str, int] = {}
    wanted = {"as_of": day.isoformat(), "creditor": books.creditor}
    wanted |= {} if customer is None else {"customer_id": customer}
    for aged in books.read("/v1/aging", **wanted)["data"]:
        found |= {each["bucket"]: books.cents(each["balance"]) for each in aged["buckets"]}
        found["on account"] = books.cents(aged["on_account"])
    return {name: amount for name, amount in found.items() if amount}


def naively_aged(naive: NaiveLedger, day: date, *customers: str) -> dict[str, int]:
    terms, funds = pages_of(naive, *customers)
    found = dict.fromkeys(BUCKETS, 0) | {"on account": sum(naive.left(each, day) for each in funds)}
    for term in terms:
        days = (day - naive.due(term, day)).days
        bucket = next(name for name, last in BUCKETS.items() if days <= last)
        found[bucket] += naive.left(term, day)
    return {name: amount for name, amount in found.items() if amount}
