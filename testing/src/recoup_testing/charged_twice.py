"""The costs of collecting, as agreed, beside an invoice whose books are kept twice."""

from typing import Any

from recoup_testing.books_kept_twice import BooksKeptTwice

TERMS: dict[str, Any] = {
    "clauses": {"collection_costs": {"percent": "10"}},
    "effective_from": "2020-01-01",
    "reason": "terms of trade",
}


def charge_costs(books: BooksKeptTwice, name: str) -> None:
    """For the first term, once, if it is overdue; on a day on which nothing else falls due."""
    naive, today = books.naive, books.today
    if any(naive.due(term) == today for term in naive.terms(*naive.names("invoice"))):
        return
    body = {"invoice_id": books.ids[name], "kind": "cost", "term": 1}
    for each in books.post("/v1/charges", body).json().get("data", []):
        number = books.read(f"/v1/charges/{each['id']}")["number"]
        terms = [(today, books.cents(each["amount"]))]
        books.write_down(number, naive.documents[name].customer, today, terms)
        books.ids[number] = each["id"]
