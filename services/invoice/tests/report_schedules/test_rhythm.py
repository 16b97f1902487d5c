"""When a report is due: at its hour on the reader's clocks, whatever they do."""

from datetime import datetime

import pytest

from invoice.report_schedules.domain.rhythm import Every, Rhythm
from recoup_events.invoice import Weekday

BERLIN = "Europe/Berlin"
DAILY = Rhythm(every=Every.DAY, hour=7, time_zone=BERLIN)
MONDAYS = Rhythm(every=Every.WEEK, weekday=Weekday.MONDAY, hour=7, time_zone=BERLIN)
LAST_DAYS = Rhythm(every=Every.MONTH, day=31, hour=23, time_zone=BERLIN)
NIGHTLY = Rhythm(every=Every.DAY, hour=2, time_zone=BERLIN)


@pytest.mark.parametrize(
    ("rhythm", "moment", "due"),
    [
        (DAILY, "2026-01-05T05:59Z", "2026-01-05T06:00Z"),
        (DAILY, "2026-01-05T06:00Z", "2026-01-06T06:00Z"),
        (DAILY, "2026-07-01T23:30Z", "2026-07-02T05:00Z"),
        (MONDAYS, "2026-01-05T06:00Z", "2026-01-12T06:00Z"),
        (MONDAYS, "2026-01-06T12:00Z", "2026-01-12T06:00Z"),
        (LAST_DAYS, "2026-01-31T22:00Z", "2026-02-28T22:00Z"),
        (LAST_DAYS, "2026-03-31T20:59Z", "2026-03-31T21:00Z"),
        # At two o'clock the clocks are put forward to three, and in October back from three.
        (NIGHTLY, "2026-03-29T00:30Z", "2026-03-29T01:00Z"),
        (NIGHTLY, "2026-10-24T23:30Z", "2026-10-25T00:00Z"),
        (NIGHTLY, "2026-10-25T00:00Z", "2026-10-26T01:00Z"),
    ],
)
def test_it_is_due_at_its_next_hour(rhythm: Rhythm, moment: str, due: str) -> None:
    assert rhythm.after(datetime.fromisoformat(moment)) == datetime.fromisoformat(due)
