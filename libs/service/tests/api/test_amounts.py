import pytest
from pydantic import ValidationError

from recoup_events.kernel.money import LARGEST, Money
from recoup_service.api.amounts import Amount, GivenAmount, PositiveAmount


@pytest.mark.parametrize(
    ("amount", "currency", "minor_units"),
    [("12.50", "EUR", 12_50), ("12", "EUR", 12_00), ("1250", "JPY", 1250), ("-0.001", "KWD", -1)],
)
def test_an_amount_is_a_decimal_string(amount: str, currency: str, minor_units: int) -> None:
    parsed = Amount(currency=currency, amount=amount).money
    assert parsed == Money(minor_units=minor_units, currency=currency)


@pytest.mark.parametrize(
    ("currency", "amount", "recorded"),
    [
        ("EUR", 12.5, "decimal number in a string"),
        ("EUR", "12,50", "decimal number in a string"),
        ("EUR", "1e3", "decimal number in a string"),
        ("EUR", "12.505", "EUR has 2 decimals"),
        ("JPY", "12.5", "JPY has 0 decimals"),
        ("EUR", str(LARGEST), "check the decimal point"),
        ("XXX", "12.50", "ISO 4217"),
        ("EUR", "9" * 900_000, "at most 40 characters"),
    ],
)
def test_what_is_no_amount_is_said_in_words(currency: str, amount: object, recorded: str) -> None:
    with pytest.raises(ValidationError, match=recorded) as caught:
        GivenAmount.model_validate({"currency": currency, "amount": amount})
    assert caught.value.error_count() == 1


@pytest.mark.parametrize("amount", ["0", "0.00", "-0.01"])
def test_a_positive_amount_is_more_than_nothing(amount: str) -> None:
    with pytest.raises(ValidationError, match="is not more than zero"):
        PositiveAmount(currency="EUR", amount=amount)


@pytest.mark.parametrize("minor_units", [-1, 0, 1, LARGEST, 2**63, -(10**40)])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_an_amount_reads_back_as_it_was_written(minor_units: int, currency: str) -> None:
    money = Money(minor_units=minor_units, currency=currency)
    assert Amount.of(money).money == money
