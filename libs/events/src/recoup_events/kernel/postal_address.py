"""Postal addresses, as they are printed on letters."""

from recoup_events.kernel.event import Value


class PostalAddress(Value):
    """Where post arrives."""

    lines: tuple[str, ...]
    """Street, house, floor, post box: as written locally."""
    postal_code: str | None = None
    city: str
    subdivision: str | None = None
    """ISO 3166-2, e.g. ``US-CA``."""
    country: str
    """ISO 3166-1 alpha-2."""


def in_one_line(address: PostalAddress) -> str:
    """As an address is compared and named; not how it is printed."""
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    return ", ".join((*address.lines, town, address.country))
