"""What is known of the errors of one contact, from the first finding to its end."""

from datetime import UTC, date, datetime

import pytest

from notification.contacts_in_error.domain.commands import Judge, Resolve
from notification.contacts_in_error.domain.contact_error import (
    CONTACT_ERROR,
    NOT_LEFT,
    TAKEN_BACK,
)
from notification.contacts_in_error.domain.errors import AlreadyResolved, NotInError
from recoup_events.kernel.channels import ContactRole, Medium
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReceivableId,
)
from recoup_events.notification import (
    Booking,
    BookingKind,
    ContactErrorResolved,
    ContactErrorWithdrawn,
    ContactFoundInError,
    ErrorOutcome,
    ItemInError,
)
from recoup_testing.money import euros
from recoup_testing.scenario import Scenario

NOON = datetime(2026, 1, 8, 12, tzinfo=UTC)
IDS = {"message_id": MessageId("msg_1"), "customer_id": CustomerId("cus_1")}
LATE = Booking(
    kind=BookingKind.PAYMENT,
    id="pay_1",
    amount=euros(60),
    counts_from=date(2026, 1, 2),
    booked_at=NOON,
)
DONE = Resolve(outcome=ErrorOutcome.APOLOGISED, reason="Called them.", by="key:ada", at=NOON)
RESOLVED = ContactErrorResolved(
    **IDS,
    outcome=ErrorOutcome.APOLOGISED,
    reason="Called them.",
    resolved_by="key:ada",
    resolved_at=NOON,
)

error = Scenario(CONTACT_ERROR)


def item(right: int, of: str = "1") -> ItemInError:
    return ItemInError(
        invoice_id=InvoiceId(f"inv_{of}"),
        receivable_id=ReceivableId(f"rcv_{of}"),
        claimed=euros(100),
        right=euros(right),
        bookings=() if right == 100 else (LATE,),
    )


def found(*items: ItemInError) -> ContactFoundInError:
    return ContactFoundInError(
        **IDS,
        creditor_id=CreditorId("crd_1"),
        person_id=PersonId("per_1"),
        roles=(ContactRole.BILLING,),
        channel=Medium.EMAIL,
        template="friendly_reminder",
        left_at=datetime(2026, 1, 5, 11, tzinfo=UTC),
        day=date(2026, 1, 5),
        items=items,
    )


def judged(*items: ItemInError, left: bool = True) -> Judge:
    return Judge(found=found(*items), left=left)


def test_what_was_right_is_no_error() -> None:
    error.given().when(judged(item(100))).then()


def test_what_never_left_is_no_error() -> None:
    error.given().when(judged(item(40), left=False)).then()


def test_one_item_is_enough_and_all_of_them_are_named() -> None:
    both = (item(40), item(100, of="2"))
    error.given().when(judged(*both)).then(found(*both))


def test_the_same_is_found_once() -> None:
    error.given(found(item(40))).when(judged(item(40))).then()


def test_another_sum_is_found_anew() -> None:
    error.given(found(item(40))).when(judged(item(0))).then(found(item(0)))


@pytest.mark.parametrize(
    ("again", "reason"),
    [(judged(item(100)), TAKEN_BACK), (judged(item(40), left=False), NOT_LEFT)],
)
def test_it_is_withdrawn_when_it_was_right_or_did_not_leave(again: Judge, reason: str) -> None:
    withdrawn = ContactErrorWithdrawn(
        **IDS, items=(item(100).model_copy(update={"bookings": ()}),), reason=reason
    )
    error.given(found(item(40))).when(again).then(withdrawn)
    error.given(found(item(40)), RESOLVED).when(again).then(withdrawn)
    error.given(found(item(40)), withdrawn).when(again).then()


def test_what_was_withdrawn_can_be_found_again() -> None:
    withdrawn = ContactErrorWithdrawn(**IDS, items=(item(100),), reason=TAKEN_BACK)
    error.given(found(item(40)), withdrawn).when(judged(item(40))).then(found(item(40)))


def test_a_person_deals_with_it_once() -> None:
    error.given(found(item(40))).when(DONE).then(RESOLVED)
    error.given(found(item(40)), RESOLVED).when(DONE).then_refused(AlreadyResolved)


def test_it_is_to_be_dealt_with_again_only_once_it_is_worse() -> None:
    resolved = (found(item(40)), RESOLVED)
    error.given(*resolved, found(item(60))).when(DONE).then_refused(AlreadyResolved)
    error.given(*resolved, found(item(0))).when(DONE).then(RESOLVED)
    error.given(*resolved, found(item(60), item(0, of="2"))).when(DONE).then(RESOLVED)


def test_nothing_is_to_be_done_about_what_was_right() -> None:
    withdrawn = ContactErrorWithdrawn(**IDS, items=(item(100),), reason=TAKEN_BACK)
    error.given(found(item(40)), withdrawn).when(DONE).then_refused(NotInError)
