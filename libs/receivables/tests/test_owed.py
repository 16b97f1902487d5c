from datetime import date

import pytest

from recoup_events import dispute, invoice, payment_plan
from recoup_events.kernel.event import Event
from recoup_receivables.owed import Owed, follow, receivables_of
from recoup_testing.money import euros
from recoup_testing.owed_example import (
    AGREED,
    CANCELLED,
    CUSTOMER,
    FAILED,
    INVOICE,
    ISSUED,
    MATCHED,
    MOVED,
    NOT_THIS,
    OPENED,
    OTHER,
    OVER,
    PARTLY_UPHELD,
    PLAN,
    RECEIVABLE,
    REDUCED,
    REINSTATED,
    UNMATCHED,
    UPHELD,
    a_slice,
    after,
    chased,
    credited,
    paid,
    taken_back,
)
from recoup_testing.terms import continued_as


def test_a_new_invoice_is_chased_whole() -> None:
    assert chased(ISSUED) == euros(100)


def test_the_balance_is_what_the_invoice_service_last_said() -> None:
    assert chased(ISSUED, paid(40, 60)) == euros(60)
    assert chased(ISSUED, paid(40, 60), taken_back(40, 100)) == euros(100)


def test_what_is_paid_or_cancelled_owes_nothing_until_a_payment_is_taken_back() -> None:
    assert chased(ISSUED, paid(100, 0)) == chased(ISSUED, CANCELLED) == euros(0)
    assert chased(ISSUED, paid(100, 0), taken_back(25, 25, remaining=75)) == euros(25)


def test_each_term_is_owed_by_itself() -> None:
    terms = invoice.schedule_of(
        INVOICE, [(date(2026, 1, 1), euros(40)), (date(2026, 2, 1), euros(60))]
    )
    issued = ISSUED.model_copy(update={"terms": terms})
    second = Owed(receivable_id=terms[1].receivable_id)
    assert receivables_of(issued) == [RECEIVABLE, second.receivable_id]
    assert chased(issued) == euros(40)
    assert follow(second, issued).chased == euros(60)
    over_both = OPENED.model_copy(
        update={
            "slices": (
                a_slice(30),
                a_slice(50).model_copy(update={"receivable_id": second.receivable_id}),
            )
        }
    )
    assert follow(follow(second, issued), over_both).chased == euros(10)
    assert chased(issued, over_both) == euros(10)


def test_an_upheld_dispute_that_credits_nothing_of_a_term_lets_it_go() -> None:
    elsewhere = PARTLY_UPHELD.model_copy(update={"credits": (a_slice(10, OTHER),)})
    assert chased(ISSUED, OPENED, elsewhere) == euros(100)


def test_what_is_heard_of_an_invoice_that_was_set_aside_unread_tells_no_balance() -> None:
    assert after(paid(40, 60), CANCELLED) == Owed(receivable_id=RECEIVABLE)


def test_a_contested_slice_is_not_chased_whichever_is_heard_first() -> None:
    assert chased(ISSUED, OPENED) == chased(OPENED, ISSUED) == euros(70)


@pytest.mark.parametrize("failed", FAILED, ids=lambda event: event.type)
def test_a_dispute_that_fails_gives_its_slice_back(failed: Event) -> None:
    assert chased(ISSUED, OPENED, failed) == euros(100)


def test_a_credit_that_is_on_its_way_is_not_chased() -> None:
    assert chased(ISSUED, OPENED, UPHELD) == euros(70)
    assert chased(ISSUED, OPENED, PARTLY_UPHELD) == euros(90)


def test_a_credit_counts_once_whichever_of_its_two_events_is_heard_first() -> None:
    assert chased(ISSUED, OPENED, PARTLY_UPHELD, credited(10, 90)) == euros(90)
    assert chased(ISSUED, OPENED, credited(10, 90), PARTLY_UPHELD) == euros(90)


def test_an_open_dispute_outlives_the_payment_of_its_invoice() -> None:
    assert chased(ISSUED, OPENED, paid(100, 0), taken_back(100, 100)) == euros(70)


def test_a_plan_covers_its_slice_of_this_invoice_only() -> None:
    assert chased(ISSUED, AGREED) == euros(50)
    assert set(receivables_of(AGREED)) == {RECEIVABLE, NOT_THIS}


def test_a_payment_the_plan_expected_leaves_the_rest_chased_whichever_is_heard_first() -> None:
    assert chased(ISSUED, AGREED, paid(25, 75), MATCHED) == euros(50)
    assert chased(ISSUED, AGREED, MATCHED, paid(25, 75)) == euros(50)


def test_a_plan_that_expects_less_sets_less_aside() -> None:
    assert chased(ISSUED, AGREED, REDUCED) == euros(60)


@pytest.mark.parametrize("over", OVER, ids=lambda event: event.type)
def test_a_plan_that_is_over_gives_back_what_is_left_of_its_slice(over: Event) -> None:
    assert chased(ISSUED, AGREED, paid(25, 75), MATCHED, over) == euros(75)


def test_a_plan_that_was_kept_after_all_sets_its_slice_aside_again() -> None:
    broken, *_ = OVER
    booked = (paid(25, 75), MATCHED)
    assert chased(ISSUED, AGREED, broken, *booked, REINSTATED) == euros(50)
    assert chased(ISSUED, AGREED, broken, MATCHED, REINSTATED, paid(25, 75)) == euros(50)
    assert chased(ISSUED, AGREED, broken, *booked, REINSTATED, taken_back(25, 100)) == euros(50)


def test_a_plan_covers_what_was_paid_beyond_a_slice_instead_of_a_part_of_another() -> None:
    assert chased(ISSUED, AGREED, MOVED) == euros(30)
    other = Owed(receivable_id=NOT_THIS)
    for event in (AGREED, MOVED):
        other = follow(other, event)
    assert other.set_aside == {PLAN: euros(480)}


def test_what_is_said_of_a_plan_nobody_heard_of_changes_nothing() -> None:
    assert after(ISSUED, MATCHED, UNMATCHED, REDUCED, MOVED, REINSTATED, *OVER) == after(ISSUED)


def test_no_more_than_the_balance_is_set_aside() -> None:
    assert chased(ISSUED, OPENED, AGREED, paid(60, 40)) == euros(0)


def test_other_events_change_nothing() -> None:
    due = payment_plan.InstalmentDue(
        plan_id=PLAN, customer_id=CUSTOMER, instalment=AGREED.schedule[0], open=euros(1)
    )
    assert receivables_of(due) == []
    assert follow(after(ISSUED), due) == after(ISSUED)


def test_what_is_contested_moves_with_what_continues_the_invoice() -> None:
    there = a_slice(30, OTHER)
    moved = dispute.DisputeMoved(
        dispute_id=OPENED.dispute_id, customer_id=CUSTOMER, before=OPENED.slices, slices=(there,)
    )
    continued, residual = continued_as(ISSUED, OTHER, euros(100))
    assert set(receivables_of(moved)) == {RECEIVABLE, NOT_THIS}
    assert after(ISSUED, OPENED, moved, continued).set_aside == {}
    assert after(ISSUED, OPENED, continued, moved) == after(OPENED, moved, ISSUED, continued)
    assert after(ISSUED, OPENED, moved, continued).balance == euros(0)
    new = Owed(receivable_id=NOT_THIS)
    for events in ((residual, moved), (moved, residual)):
        folded = follow(follow(new, events[0]), events[1])
        assert folded.chased == euros(70)
