"""Due dates that are moved in books that are kept twice."""

from datetime import timedelta

from recoup_testing.books_kept_twice import BooksKeptTwice


def move_due_dates(books: BooksKeptTwice, name: str, by: timedelta) -> None:
    """All of an invoice's by as much, where it may still be amended."""
    naive = books.naive
    schedule = [{"due_date": str(naive.due(term) + by)} for term in naive.terms(name)]
    path = f"/v1/invoices/{books.ids[name]}"
    answer = books.run(
        books.patient("PATCH", path, json={"schedule": schedule, "reason": "agreed"})
    )
    assert answer.status_code < 500, answer.text
    assert answer.json().get("code") != "invalid_request", answer.text
    if answer.is_success:
        naive.amend(name, by)
