"""Where customers and their persons are: a subdivision lies in its country."""

from collections.abc import Sequence

from invoice.customers.domain.errors import PlacesContradict
from recoup_events.invoice import Person


def check(country: str, subdivision: str | None, persons: Sequence[Person]) -> None:
    _lies_in(subdivision, country, "/subdivision")
    for nth, person in enumerate(persons):
        _lies_in(person.subdivision, person.country or country, f"/persons/{nth}/subdivision")


def _lies_in(subdivision: str | None, country: str, pointer: str) -> None:
    if subdivision is not None and not subdivision.startswith(f"{country}-"):
        raise PlacesContradict(
            f"{subdivision} does not lie in {country}; correct the one or the other, and send "
            "both.",
            pointer=pointer,
        )
