import json
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from typing import TypeVar

import pytest
from rich.console import Console

from recoup_cli.ledger.numbers import Flow, Numbers, as_json
from recoup_cli.ledger.summary import render
from recoup_events.kernel.money import Money

V = TypeVar("V")


def usd(cents: int) -> Money:
    return Money(minor_units=cents, currency="USD")


def yen(amount: int) -> Money:
    return Money(minor_units=amount, currency="JPY")


NUMBERS = Numbers(
    customers=80,
    invoices={"default": 1_000, "nuts": 234},
    money={
        "USD": Flow(
            invoiced=usd(5_000_00),
            collected=usd(3_000_00),
            credited=usd(499_99),
            written_off=usd(1),
        ),
        "JPY": Flow(
            invoiced=yen(1_340_000), collected=yen(340_000), credited=yen(0), written_off=yen(0)
        ),
    },
    paid_by_parents={"Branch GmbH": {"USD": usd(777_00)}},
    messages={"sms": {"late": 7}, "email": {"late": 12, "due_soon": 1_003}},
    refusals={"quiet_hours": 5, "cease": 2},
    calls={"made": 1},
    disputes={"partly_upheld": 4, "open": 1},
    plans={"kept": 3, "broken": 2, "running": 1},
    postings={"write_off": 1},
    aging_before={"USD": {"current": usd(9_00)}},
    aging_after={
        "USD": {"31-60": usd(1_000_00), "current": usd(540_00)},
        "JPY": {"current": yen(1_000_000)},
    },
)


@pytest.fixture
def shown() -> str:
    paper = StringIO()
    look_next = {"The console": "http://127.0.0.1:8000"}
    Console(file=paper, width=140).print(render(NUMBERS, look_next))
    return paper.getvalue()


def test_the_invoices_are_counted(shown: str) -> None:
    assert "1,234 invoices of 80 customers" in shown


def line(shown: str, *words: str) -> str:
    """The one line that has all these words."""
    (found,) = [text for text in shown.splitlines() if all(word in text for word in words)]
    return found


def test_what_is_owed_is_what_was_invoiced_and_charged_and_is_not_settled(
    shown: str,
) -> None:
    assert line(shown, "USD", "5,000.00", "3,000.00", "499.99").split()[1:] == [
        *("5,000.00", "40.00", "3,000.00", "499.99", "0.01", "1,540.00")
    ]


def test_money_is_written_with_its_own_decimals(shown: str) -> None:
    assert "1,000,000 " in line(shown, "JPY", "1,340,000 ", "340,000 ")


def test_what_parents_paid_is_shown_by_child(shown: str) -> None:
    assert "777.00" in line(shown, "Branch GmbH", "USD")


def test_messages_are_counted_by_channel_and_template(shown: str) -> None:
    assert "1,003" in line(shown, "email due_soon")
    assert "7" in line(shown, "sms late")


def test_refusals_disputes_and_plans_are_counted(shown: str) -> None:
    for name in ("quiet_hours", "partly_upheld", "broken"):
        assert name in shown


def test_ages_stand_in_their_order_with_their_sum(shown: str) -> None:
    row = line(shown, "USD", "1,000.00", "540.00").split()
    assert row.index("540.00") < row.index("1,000.00") < row.index("1,540.00")


def test_the_reader_is_told_where_to_look_next(shown: str) -> None:
    assert "http://127.0.0.1:8000" in line(shown, "The console")


def backwards(counts: Mapping[str, V]) -> dict[str, V]:
    return dict(reversed(list(counts.items())))


def test_equal_numbers_are_equal_text_whatever_the_order_they_were_counted_in() -> None:
    shuffled = replace(
        NUMBERS,
        money=backwards(NUMBERS.money),
        messages=backwards(NUMBERS.messages),
        plans=backwards(NUMBERS.plans),
    )
    assert as_json(shuffled) == as_json(NUMBERS)


def test_different_numbers_are_different_text() -> None:
    assert as_json(replace(NUMBERS, invoices={"default": 1})) != as_json(NUMBERS)


def test_money_stays_in_minor_units_in_the_text() -> None:
    money = json.loads(as_json(NUMBERS))["money"]["JPY"]["invoiced"]
    assert money == {"minor_units": 1_340_000, "currency": "JPY"}
