from datetime import date

import pytest

from recoup_compliance.limitation import LIMITATIONS, limitation_of
from recoup_events.invoice import CustomerKind

ENTITY, PERSON = CustomerKind.ENTITY, CustomerKind.NATURAL_PERSON


@pytest.mark.parametrize(
    ("country", "debtor", "due_on", "over_on"),
    [
        ("US", PERSON, date(2023, 3, 2), date(2026, 3, 2)),
        ("DE", ENTITY, date(2022, 1, 1), date(2026, 1, 1)),
        ("DE", ENTITY, date(2022, 12, 31), date(2026, 1, 1)),
        ("CA", ENTITY, date(2024, 2, 29), date(2026, 3, 1)),
        ("FR", PERSON, date(2024, 2, 28), date(2026, 2, 28)),
        ("FR", ENTITY, date(2024, 2, 28), date(2029, 2, 28)),
    ],
)
def test_a_period_is_over_so_many_years_after_the_invoice_was_due(
    country: str, debtor: CustomerKind, due_on: date, over_on: date
) -> None:
    period = limitation_of(country, debtor)
    assert period is not None
    assert period.over_on(due_on) == over_on


def test_where_no_period_is_known_none_is_made_up() -> None:
    assert limitation_of("JP", PERSON) is None


def test_no_debtor_of_a_country_has_two_periods() -> None:
    covered = [(each.country, debtor) for each in LIMITATIONS for debtor in each.debtors]
    assert len(covered) == len(set(covered))
