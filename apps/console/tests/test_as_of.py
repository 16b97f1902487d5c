"""A look back: what was owed on a day, from the events recorded by then."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from console.pages.as_of import folded, owed_of
from recoup_events.kernel.event import Event
from recoup_testing.console_example import example

ISSUED = example("invoice.issued.v1")
FIRST = "2026-02-04"


def applied(balance: int) -> Event:
    return example(
        "invoice.payment_applied.v1", balance={"minor_units": balance, "currency": "EUR"}
    )


def test_each_term_is_owed_from_the_day_on_which_it_was_issued() -> None:
    assert folded([]) == {}
    found = folded([ISSUED]).values()
    assert sorted((each.due_on.isoformat(), each.balance) for each in found) == [
        (FIRST, 5000),
        ("2026-03-04", 7550),
    ]


def test_the_due_date_itself_is_not_late() -> None:
    stood = folded([ISSUED]).values()
    [then] = owed_of(stood, date.fromisoformat(FIRST))
    assert then == {"currency": "EUR", "owed": 12_550, "overdue": 0}
    [later] = owed_of(stood, date(2026, 2, 5))
    assert later["overdue"] == 5000


def test_what_is_settled_is_not_owed_and_what_came_before_its_invoice_is_nobodys() -> None:
    paid = folded([ISSUED, applied(0)])
    assert owed_of(paid.values(), date(2026, 2, 5)) == [
        {"currency": "EUR", "owed": 7550, "overdue": 0}
    ]
    assert folded([applied(0)]) == {}


@given(st.lists(st.integers(min_value=0, max_value=5000), max_size=20))
def test_the_latest_balance_holds_however_many_came_before(balances: list[int]) -> None:
    by_day = {
        each.due_on.isoformat(): each.balance
        for each in folded([ISSUED, *map(applied, balances)]).values()
    }
    assert by_day[FIRST] == ([5000, *balances])[-1]
