"""What is owed ends the same in whatever order allocations, plans and credits are received."""

from typing import Any

from recoup_events import invoice
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    WriteOffId,
)
from recoup_testing.money import euros
from recoup_testing.owed_example import (
    AGREED,
    CUSTOMER,
    INVOICE,
    ISSUED,
    JANUARY_5,
    MATCHED,
    OPENED,
    PAYMENT,
    RECEIVABLE,
    UNMATCHED,
    UPHELD,
    a_slice,
    after,
    chased,
    credited,
    paid,
    taken_back,
)
from recoup_testing.terms import changed


def test_a_credit_that_made_room_for_itself_on_a_paid_invoice_counts_in_any_order() -> None:
    room = (taken_back(30, 30, remaining=70), credited(30, 0))
    bounced = taken_back(70, 70)
    assert chased(ISSUED, OPENED, paid(100, 0), UPHELD, *room, bounced) == euros(70)
    assert chased(ISSUED, OPENED, paid(100, 0), *room, UPHELD, bounced) == euros(70)
    assert chased(ISSUED, OPENED, paid(100, 0), *room, bounced, UPHELD) == euros(70)
    assert chased(OPENED, UPHELD, ISSUED, paid(100, 0), *room, bounced) == euros(70)


def test_a_credit_of_nothing_is_not_waited_for_either() -> None:
    raised = invoice.InvoiceAdjusted(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        amount=euros(10),
        total=euros(110),
        terms=(changed(ISSUED.terms[0], euros(10), euros(110)),),
        effective_on=JANUARY_5,
        reason="more",
    )
    assert chased(ISSUED, OPENED, UPHELD, credited(0, 100), raised) == euros(110)
    assert chased(ISSUED, OPENED, credited(0, 100), raised, UPHELD) == euros(110)


def test_what_is_taken_off_in_part_is_expected_by_the_plan_in_part() -> None:
    kept = (ISSUED, AGREED, paid(25, 75), MATCHED)
    part = taken_back(10, 85, remaining=15)
    less = UNMATCHED.model_copy(update={"amount": euros(10)})
    assert chased(*kept, part) == chased(*kept, part, less) == chased(*kept, less, part)
    assert chased(*kept, part, less) == euros(50)
    rest = UNMATCHED.model_copy(update={"amount": euros(15)})
    assert chased(*kept, part, less, taken_back(15, 100), rest) == euros(50)


def test_an_allocation_that_moves_is_told_from_the_next_of_the_same_payment() -> None:
    other = AllocationId("alc_9")
    again = paid(25, 75).model_copy(update={"allocation_id": other})
    matched = MATCHED.model_copy(update={"allocation_id": other})
    invoices = (ISSUED, AGREED, paid(25, 75), taken_back(25, 100), again)
    assert chased(*invoices, MATCHED, UNMATCHED, matched) == euros(50)
    assert chased(ISSUED, AGREED, MATCHED, UNMATCHED, matched, *invoices[2:]) == euros(50)


def test_an_adjusted_invoice_and_one_whose_credit_was_taken_off_owe_what_they_say() -> None:
    lowered = invoice.InvoiceAdjusted(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        amount=-euros(40),
        total=euros(60),
        terms=(changed(ISSUED.terms[0], -euros(40), euros(60)),),
        effective_on=JANUARY_5,
        reason="less",
    )
    assert chased(ISSUED, lowered) == euros(60)
    taken_off = invoice.CreditUnapplied(
        invoice_id=INVOICE,
        receivable_id=RECEIVABLE,
        customer_id=CUSTOMER,
        credit_note_id=CreditNoteId("crn_2"),
        allocation_id=AllocationId("alc_8"),
        amount=euros(30),
        remaining=euros(0),
        balance=euros(90),
        unapplied_on=JANUARY_5,
        reason="mistake",
    )
    assert chased(ISSUED, lowered, taken_off) == euros(90)


def test_what_is_written_off_is_asked_for_no_more_until_it_is_taken_back() -> None:
    about: dict[str, Any] = {
        "invoice_id": INVOICE,
        "customer_id": CUSTOMER,
        "write_off_id": WriteOffId("wof_1"),
        "amount": euros(40),
        "origin": invoice.Origin.RECOUP,
        "effective_on": JANUARY_5,
        "reason": "insolvent",
    }
    less, more = (
        changed(ISSUED.terms[0], euros(0), balance, change=change)
        for change, balance in ((-euros(40), euros(60)), (euros(40), euros(100)))
    )
    off = invoice.InvoiceWrittenOff(**about, terms=(less,))
    back = invoice.InvoiceWriteOffReversed(**about, remaining=euros(0), terms=(more,))
    assert chased(ISSUED, OPENED, off) == chased(OPENED, ISSUED, off) == euros(30)
    assert chased(ISSUED, off, back) == euros(100)


def test_what_money_on_account_is_kept_for_is_owed_and_not_asked_for() -> None:
    about: dict[str, Any] = {"payment_id": PAYMENT, "customer_id": CUSTOMER, "reason": "asked"}
    kept = invoice.PaymentReserved(**about, slices=(a_slice(40),), reserved=euros(40))
    free = invoice.PaymentReleased(**about, slices=(a_slice(0),), reserved=euros(0))
    assert after(ISSUED, kept).balance == euros(100)
    assert chased(ISSUED, kept) == chased(kept, ISSUED) == euros(60)
    assert chased(ISSUED, OPENED, kept) == chased(OPENED, ISSUED, kept) == euros(30)
    assert chased(ISSUED, kept, free) == euros(100)
    assert chased(ISSUED, kept, paid(40, 60)) == euros(20), "never asked for in between"
    assert chased(ISSUED, kept, paid(40, 60), free) == euros(60)


def test_nothing_is_asked_for_twice_while_only_one_of_the_two_is_heard() -> None:
    assert chased(ISSUED, AGREED, paid(25, 75)) == euros(25)
    assert chased(ISSUED, AGREED, MATCHED) == euros(50)


def test_a_payment_taken_back_is_expected_by_the_plan_again_and_never_chased() -> None:
    kept = (ISSUED, AGREED, paid(25, 75), MATCHED)
    assert chased(*kept, taken_back(25, 100)) == euros(50)
    assert chased(*kept, taken_back(25, 100), UNMATCHED) == euros(50)
    assert chased(*kept, UNMATCHED, taken_back(25, 100)) == euros(50)
