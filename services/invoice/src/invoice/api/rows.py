"""Amounts in rows of the read models."""

from collections.abc import Mapping
from typing import Any

from recoup_events.money import Money
from recoup_service.amounts import Amount


def in_currency(row: Mapping[str, Any], column: str) -> Amount:
    """A column of minor units in the currency of its row."""
    return Amount.of(Money(minor_units=row[column], currency=row["currency"]))
