"""Money is exact: read from text, never from a float, and split without losing a cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from recoup_events.kernel.money import CurrencyMismatch, Money, split, total

AMOUNTS = st.integers()
"""Of any size: sums have no bound."""
WEIGHTS = st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.5", "EUR", 1250), ("12", "JPY", 12), ("0.001", "KWD", 1), ("-3.10", "USD", -310)],
)
def test_text_is_read_in_the_currencys_own_decimals(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor_units=minor, currency=currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12.555", "EUR"),
        ("1.5", "JPY"),
        ("1,50", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("1e999999999", "EUR"),
        ("9" * 100_000, "EUR"),
        ("", "EUR"),
    ],
)
def test_what_is_not_an_amount_of_the_currency_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"decimal|digits"):
        Money.parse(text, currency)


def test_a_float_is_not_money() -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"minor_units": 12.0, "currency": "EUR"})


def test_an_unknown_currency_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'EURO' is not an ISO 4217"):
        Money.parse("1", "EURO")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money.parse("1", "EUR") + Money.parse("1", "USD")


@given(AMOUNTS, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    money = Money(minor_units=minor, currency=currency)
    assert Money.parse(money.decimal, currency) == money


@given(AMOUNTS, WEIGHTS.filter(any))
def test_a_split_adds_up_and_no_share_is_off_by_more_than_one(
    minor: int, weights: list[int]
) -> None:
    amount = Money(minor_units=minor, currency="EUR")
    shares = split(amount, weights)
    assert total(shares, "EUR") == amount
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share.minor_units - minor * weight // sum(weights) <= 1


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(Money.zero("EUR"), weights)
