"""Who has to agree before a call is recorded; the stricter of the two places holds."""

from datetime import date

import pytest

from recoup_compliance.recording import LAWS, UNLISTED, Agreement, recording_of

TODAY = date(2026, 1, 5)
ONE, ALL = Agreement.ONE_PARTY, Agreement.ALL_PARTIES


@pytest.mark.parametrize(
    ("places", "agreement", "place"),
    [
        ((("US", "US-TX"), ("US", "US-NY")), ONE, "US"),
        ((("US", "US-TX"), ("US", "US-CA")), ALL, "US-CA"),
        ((("US", "US-CA"), ("US", "US-TX")), ALL, "US-CA"),
        ((("DE", None), ("US", "US-TX")), ALL, "DE"),
        ((("CA", "CA-ON"), ("CA", "CA-ON")), ALL, "CA"),
    ],
)
def test_the_stricter_place_of_the_two_holds(
    places: tuple[tuple[str, str | None], ...], agreement: Agreement, place: str
) -> None:
    found = recording_of(places, TODAY)
    assert (found.agreement, found.place) == (agreement, place)


def test_a_state_that_is_not_known_may_be_one_where_all_have_to_agree() -> None:
    assert recording_of((("US", None), ("US", "US-TX")), TODAY).agreement is ALL


def test_where_no_law_is_listed_everybody_is_asked() -> None:
    found = recording_of((("JP", None), ("US", "US-TX")), TODAY)
    assert (found.agreement, found.citation) == (ALL, UNLISTED)


def test_a_law_binds_since_its_day() -> None:
    before, after = date(2014, 12, 29), date(2014, 12, 30)
    place = (("US", "US-IL"),)
    assert recording_of(place, before).agreement is ONE
    assert recording_of(place, after).agreement is ALL


def test_what_is_said_first_asks_where_agreement_is_needed() -> None:
    assert "Do you agree" in recording_of((("DE", None),), TODAY).say
    assert "is recorded" in recording_of((("US", "US-TX"),), TODAY).say


def test_every_law_has_its_citation_and_each_place_one_law() -> None:
    assert all(law.citation for law in LAWS)
    assert len({law.place for law in LAWS}) == len(LAWS)
