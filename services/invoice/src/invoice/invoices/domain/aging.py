"""Ages of unpaid invoices: buckets of days past due, counted in the debtor's calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from recoup_receivables.calendar import start_of_day


class Bucket(NamedTuple):
    first_day: int
    """The number of days past due on which an invoice enters the bucket."""
    name: str


BUCKETS = (
    Bucket(1, "1-30"),
    Bucket(31, "31-60"),
    Bucket(61, "61-90"),
    Bucket(91, "91-180"),
    Bucket(181, "181+"),
)


def entered(days_past_due: int, *, after: int) -> Sequence[Bucket]:
    """The buckets an invoice has come into since it entered the one that begins at ``after``."""
    return [bucket for bucket in BUCKETS if after < bucket.first_day <= days_past_due]


def next_entry(due_date: date, time_zone: str, *, after: int) -> datetime | None:
    """When an unpaid invoice comes into its next bucket; ``None`` in the last."""
    later = (bucket.first_day for bucket in BUCKETS if bucket.first_day > after)
    days = next(later, None)
    return None if days is None else start_of_day(due_date + timedelta(days), time_zone)
