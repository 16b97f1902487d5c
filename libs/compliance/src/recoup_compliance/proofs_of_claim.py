"""Until when a claim on an insolvent customer is filed, by country: dated rules, each to be confirmed by counsel."""

from datetime import date, timedelta

from recoup_events.kernel.event import Value

US_DAYS = 70
US_SINCE = date(2017, 12, 1)
"""Before, it was 90 days after the first date set for the meeting of creditors."""
ASK_WITHIN = timedelta(days=14)
"""Where the court sets the day: no court sets a shorter one (InsO 28 I 2: two weeks at least)."""


class ClaimDeadline(Value):
    """The last day, or the day by which it is found out."""

    on: date
    known: bool
    """Whether that is the last day to file; otherwise the court sets one, and is asked by then."""
    source: str


def claim_deadline(country: str | None, since: date) -> ClaimDeadline:
    """Counted from the order for relief; where a weekend would move the last day, early is safe."""
    if country == "US" and since >= US_SINCE:
        day = since + timedelta(days=US_DAYS)
        return ClaimDeadline(on=day, known=True, source="FRBP 3002(c): 70 days, ch. 7, 12 and 13")
    source = "InsO 28: the court sets it" if country == "DE" else "no rule is known here"
    return ClaimDeadline(on=since + ASK_WITHIN, known=False, source=source)
