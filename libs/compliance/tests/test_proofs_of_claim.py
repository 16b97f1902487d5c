from datetime import date

import pytest

from recoup_compliance.proofs_of_claim import claim_deadline


@pytest.mark.parametrize(
    ("country", "since", "on", "known"),
    [
        ("US", date(2026, 3, 2), date(2026, 5, 11), True),
        ("US", date(2017, 11, 30), date(2017, 12, 14), False),
        ("DE", date(2026, 3, 2), date(2026, 3, 16), False),
        (None, date(2026, 3, 2), date(2026, 3, 16), False),
    ],
)
def test_a_claim_is_filed_by_the_day_of_the_law_or_the_court_is_asked(
    country: str | None, since: date, on: date, known: bool
) -> None:
    found = claim_deadline(country, since)
    assert (found.on, found.known) == (on, known)
    assert found.source
