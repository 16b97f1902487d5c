"""What was right on a past day is judged by the days things count from, in whatever order they come."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from recoup_events import invoice
from recoup_events.invoice import ChargedFor, ChargeKind, Origin
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.notification import BookingKind
from recoup_receivables.past import Past, past_after
from recoup_testing.money import euros
from recoup_testing.owed_example import (
    AGREED,
    CANCELLED,
    CUSTOMER,
    FAILED,
    INVOICE,
    ISSUED,
    JANUARY_5,
    MATCHED,
    OPENED,
    OVER,
    RECEIVABLE,
    REINSTATED,
    credited,
    paid,
    taken_back,
)
from recoup_testing.terms import changed

BROKEN = OVER[0]
SENT = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
EARLY, LATE = SENT - timedelta(days=9), SENT + timedelta(days=5)
Dated = tuple[datetime, Event]


def envelopes(*dated: Dated) -> Sequence[Envelope[Event]]:
    account = Account(TenantId("acme"), CUSTOMER)
    return [
        Envelope(UUID(int=nth), Stream(account, "x", "1"), 1, Cause(at, "test", UUID(int=0)), event)
        for nth, (at, event) in enumerate(dated)
    ]


def known(received: Sequence[Envelope[Event]]) -> Past:
    past = Past()
    for envelope in received:
        past = past_after(past, RECEIVABLE, envelope)
    return past


def right(*dated: Dated, at: datetime = SENT) -> int:
    past = known(envelopes(*dated))
    return past.right(past.moment(at), "EUR").minor_units // 100


def in_every_order(*dated: Dated) -> Iterator[Sequence[Envelope[Event]]]:
    """Of topics: each keeps its own."""
    received = envelopes(*dated)
    for order in permutations(received):
        topics = [[e for e in order if e.event.owner == owner] for owner in _owners(received)]
        kept = [[e for e in received if e.event.owner == owner] for owner in _owners(received)]
        if topics == kept:
            yield order


def _owners(received: Sequence[Envelope[Event]]) -> Sequence[str | None]:
    return list(dict.fromkeys(envelope.event.owner for envelope in received))


def test_money_booked_late_counted_from_its_value_date() -> None:
    assert right((EARLY, ISSUED)) == 100
    assert right((EARLY, ISSUED), (LATE, paid(60, 40))) == 40


def test_money_of_the_very_day_crossed_unless_it_had_been_booked_before() -> None:
    same_day = paid(60, 40).model_copy(update={"applied_on": SENT.date()})
    assert right((EARLY, ISSUED), (SENT + timedelta(hours=1), same_day)) == 100
    assert right((EARLY, ISSUED), (SENT - timedelta(minutes=1), same_day)) == 40


def test_money_of_a_later_day_was_not_there() -> None:
    later = paid(60, 40).model_copy(update={"applied_on": date(2026, 1, 12)})
    assert right((EARLY, ISSUED), (LATE, later)) == 100


def test_a_payment_that_is_taken_back_itself_was_never_there() -> None:
    undone = taken_back(60, 100).model_copy(update={"undone": True})
    assert right((EARLY, ISSUED), (LATE, paid(60, 40)), (LATE, undone)) == 100


def test_what_an_invoice_gives_back_counted_until_then() -> None:
    assert right((EARLY, ISSUED), (LATE, paid(60, 40)), (LATE, taken_back(60, 100))) == 40


def test_a_discount_goes_with_the_money_that_was_taken_back() -> None:
    given = {
        "invoice_id": INVOICE,
        "customer_id": CUSTOMER,
        "amount": euros(3),
        "applied_on": JANUARY_5,
        "reason": "in time",
    }
    term = ISSUED.terms[0]
    taken = invoice.InvoiceDiscountTaken(**given, terms=(changed(term, euros(-3), euros(0)),))
    back = invoice.InvoiceDiscountReversed(
        **given | {"applied_on": date(2026, 1, 20)},
        remaining=euros(0),
        terms=(changed(term, euros(3), euros(100)),),
        undone=True,
    )
    undone = taken_back(97, 100).model_copy(update={"undone": True})
    booked = [(EARLY, ISSUED), (LATE, paid(97, 3)), (LATE, taken)]
    assert right(*booked) == 0
    assert right(*booked, (LATE, undone), (LATE, back)) == 100


def test_a_credit_without_a_day_counts_from_the_day_it_was_recorded() -> None:
    assert right((EARLY, ISSUED), (LATE, credited(30, 70))) == 100
    early = credited(30, 70).model_copy(update={"applied_on": JANUARY_5})
    assert right((EARLY, ISSUED), (LATE, early)) == 70


def test_a_cancellation_counts_from_its_day() -> None:
    assert right((EARLY, ISSUED), (LATE, CANCELLED)) == 100
    assert right((EARLY, ISSUED), (LATE, CANCELLED), at=SENT + timedelta(days=15)) == 0


def test_what_is_taken_back_of_a_charge_was_never_to_be_charged() -> None:
    charged = ChargedFor(kind=ChargeKind.LATE_FEE, invoice_id=INVOICE, receivable_id=RECEIVABLE)
    fee = ISSUED.model_copy(update={"charge": charged})
    anew = invoice.InvoiceAdjusted(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        amount=euros(-100),
        total=euros(0),
        terms=(changed(ISSUED.terms[0], euros(-100), euros(0)),),
        origin=Origin.RECOUP,
        effective_on=LATE.date(),
        reason="computed anew",
    )
    assert right((EARLY, fee), (LATE, anew)) == 0
    assert right((EARLY, ISSUED), (LATE, anew)) == 100


def test_a_dispute_counts_from_the_moment_it_was_opened() -> None:
    assert right((EARLY, ISSUED), (SENT - timedelta(minutes=1), OPENED)) == 70
    assert right((EARLY, ISSUED), (LATE, OPENED)) == 100
    ended = (SENT - timedelta(minutes=1), FAILED[0])
    assert right((EARLY, ISSUED), (EARLY, OPENED), ended) == 100


def test_a_plan_that_was_kept_after_all_had_never_broken() -> None:
    broken: list[Dated] = [(EARLY, ISSUED), (EARLY, AGREED), (SENT - timedelta(days=1), BROKEN)]
    assert right(*broken) == 100
    assert right(*broken, (LATE, REINSTATED)) == 50


KEPT_AFTER_ALL = (
    (EARLY, ISSUED),
    (EARLY, AGREED),
    (SENT - timedelta(days=1), BROKEN),
    (LATE, paid(25, 75)),
    (LATE, MATCHED),
    (LATE + timedelta(seconds=1), REINSTATED),
    (EARLY, OPENED),
)


def test_the_order_of_topics_makes_no_difference() -> None:
    found = set()
    for order in in_every_order(*KEPT_AFTER_ALL):
        past = known(order)
        moment = past.moment(SENT)
        found.add((past.right(moment, "EUR"), past.bookings(moment, euros(80))))
    [(left, bookings)] = found
    assert left == euros(20)
    kinds = [booking.kind for booking in bookings]
    assert kinds == [BookingKind.PLAN, BookingKind.PAYMENT, BookingKind.DISPUTE]


@pytest.mark.parametrize(("difference", "named"), [(0, 0), (1, 1), (30, 2)])
def test_as_many_of_the_latest_bookings_are_named_as_explain_it(
    difference: int, named: int
) -> None:
    past = known(envelopes(*KEPT_AFTER_ALL))
    assert len(past.bookings(past.moment(SENT), euros(difference))) == named
