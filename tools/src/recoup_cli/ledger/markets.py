"""Where the generated debtors live: calendar, currency, terms, and numbers that ring nobody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """One country, or one time zone of it."""

    weight: int
    country: str
    time_zone: str
    language: str
    currency: str
    typical: int
    """The median invoice in minor units."""
    terms: int
    """Days from issue to due date."""
    legal_form: str
    mobile: str | None
    """Stem of a block of 100 numbers its regulator keeps free for ever; ``None`` has no block."""

    def phone(self, number: int) -> str | None:
        return None if self.mobile is None else f"{self.mobile}{number % 100:02d}"


MARKETS = (
    Market(22, "US", "America/New_York", "en-US", "USD", 2_400_00, 30, "Inc.", "+121255501"),
    Market(14, "US", "America/Los_Angeles", "en-US", "USD", 1_900_00, 30, "LLC", "+121355501"),
    Market(26, "DE", "Europe/Berlin", "de-DE", "EUR", 2_100_00, 14, "GmbH", "+49176040690"),
    Market(20, "GB", "Europe/London", "en-GB", "GBP", 1_700_00, 30, "Ltd", "+4477009000"),
    Market(10, "JP", "Asia/Tokyo", "ja-JP", "JPY", 340_000, 30, "K.K.", None),
    Market(8, "KW", "Asia/Kuwait", "ar-KW", "KWD", 720_000, 30, "W.L.L.", None),
)
