from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from recoup_cli.ledger.entries import (
    IssueInvoice,
    OpenDispute,
    OptOut,
    ReceivePayment,
    in_order,
    instant_of,
)
from recoup_events.dispute import Reason
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money

MONDAY = date(2026, 1, 5)
TUESDAY = date(2026, 1, 6)
SUMMER = date(2026, 7, 6)
TEN = Money(minor_units=10_00, currency="EUR")

ISSUED = IssueInvoice(
    at=instant_of(MONDAY),
    customer="C1",
    invoice="I1",
    total=TEN,
    issue_date=MONDAY,
    due_date=TUESDAY,
)
DISPUTED = OpenDispute(
    at=instant_of(MONDAY),
    customer="C1",
    dispute="D1",
    invoice="I1",
    amount=TEN,
    reason=Reason.PRICE,
    statement="Too dear.",
)
PAID = ReceivePayment(
    at=instant_of(MONDAY),
    customer="C1",
    payment="P1",
    amount=TEN,
    invoices=("I1",),
    value_date=MONDAY,
)
OPTED_OUT = OptOut(
    at=instant_of(TUESDAY),
    customer="C1",
    channel=Channel.SMS,
    address="+4930901820",
    source="reply",
)


def test_at_one_instant_a_cause_precedes_its_effect() -> None:
    assert in_order([PAID, DISPUTED, ISSUED]) == (ISSUED, DISPUTED, PAID)


def test_an_earlier_instant_precedes_every_later_one() -> None:
    assert in_order([OPTED_OUT, PAID]) == (PAID, OPTED_OUT)


def test_entries_of_one_kind_keep_the_order_they_were_given_in() -> None:
    second = PAID.model_copy(update={"payment": "P2"})
    assert in_order([second, PAID]) == (second, PAID)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"])
@pytest.mark.parametrize("day", [MONDAY, SUMMER])
def test_a_days_instant_lies_on_that_day_in_every_zone(day: date, zone: str) -> None:
    assert instant_of(day).astimezone(ZoneInfo(zone)).date() == day


def test_a_day_has_one_instant() -> None:
    assert instant_of(MONDAY) == datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
