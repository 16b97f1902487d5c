"""Cities with law of their own, found by postal code; where that is not known, the city's law counts."""

NEW_YORK_CITY = "US-NY/New York City"
ELSEWHERE = "elsewhere"

# Manhattan, Staten Island, the Bronx, Queens and Brooklyn; what Queens shares with Nassau County counts
# as the city.
_NEW_YORK_CITY = ("100", "101", "102", "103", "104", "110", "111", "112", "113", "114", "116")


def locality_of(
    country: str | None, subdivision: str | None, postal_code: str | None
) -> str | None:
    """Of an address; ``None`` where it cannot be told."""
    if country not in (None, "US") or subdivision not in (None, "US-NY"):
        return ELSEWHERE
    if postal_code is None or len(postal_code) < 5 or not postal_code[:5].isdigit():
        return None
    return NEW_YORK_CITY if postal_code.startswith(_NEW_YORK_CITY) else ELSEWHERE
