from datetime import UTC, date, datetime
from uuid import UUID

from notification.messages.domain.events import MessageHeld, MessageReleased
from notification.messages.domain.receivable import RECEIVABLE, Receivable, Terms
from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import InvoiceAmended, InvoiceIssued, schedule_of
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    DisputeId,
    InvoiceId,
    MessageId,
    TenantId,
    receivable_id_of,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros
from recoup_testing.terms import one_term, slice_of

CAUSE = Cause(at=datetime(2026, 1, 5, tzinfo=UTC), actor="test", correlation_id=UUID(int=1))
INVOICE, CUSTOMER, MESSAGE = InvoiceId("inv_1"), CustomerId("cus_1"), MessageId("msg_1")
TERM = receivable_id_of(INVOICE, 0)
STREAM = Stream(Account(TenantId("acme"), CUSTOMER), "invoice", INVOICE)


ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="1",
    number="R-1",
    purchase_order="PO-7",
    payment_reference="RF18539007547034",
    total=euros(150),
    issue_date=date(2025, 12, 1),
    terms=schedule_of(INVOICE, [(date(2026, 1, 1), euros(100)), (date(2026, 3, 1), euros(50))]),
    time_zone="Europe/Berlin",
)
OPENED = DisputeOpened(
    dispute_id=DisputeId("dsp_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(slice_of(INVOICE, euros(30)),),
    reason=Reason.QUALITY,
    statement="Torn.",
)
AMENDED = InvoiceAmended(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    number="R-2",
    terms=one_term(INVOICE, date(2026, 2, 1), euros(100)),
    time_zone="Europe/Berlin",
    reason="agreed",
)
HELD = MessageHeld(message_id=MESSAGE, receivable_id=TERM)
RELEASED = MessageReleased(message_id=MESSAGE, receivable_id=TERM, send_at=CAUSE.at)


def after(*events: Event) -> Receivable:
    known = RECEIVABLE.empty(TERM)
    for version, event in enumerate(events, start=1):
        assert TERM in RECEIVABLE.documents(event)
        known = RECEIVABLE.evolve(known, Envelope(UUID(int=version), STREAM, version, CAUSE, event))
    return known


def test_a_message_names_what_the_invoice_says_and_which_term_it_is_where_there_are_several() -> (
    None
):
    terms = Terms(
        issue_date=date(2025, 12, 1),
        creditor_id=CREDITOR,
        number="R-1",
        purchase_order="PO-7",
        due_date=date(2026, 1, 1),
        instalment="1/2",
        payment_reference="RF18539007547034",
    )
    assert after(ISSUED).terms == terms
    terms = Terms(
        issue_date=date(2025, 12, 1),
        creditor_id=CREDITOR,
        number="R-2",
        purchase_order=None,
        payment_reference="RF18539007547034",
        due_date=date(2026, 2, 1),
    )
    assert after(ISSUED, AMENDED).terms == terms
    assert after(ISSUED, OPENED, AMENDED).chased == after(ISSUED, OPENED).chased


def test_what_is_contested_is_not_chased_and_the_rest_is() -> None:
    assert after(ISSUED, OPENED).chased == euros(70)


def test_a_dispute_may_be_heard_of_before_its_invoice() -> None:
    assert after(OPENED).terms is None
    assert after(OPENED, ISSUED).chased == euros(70)


def test_messages_are_held_until_they_are_released() -> None:
    assert after(HELD).held == (MESSAGE,)
    assert after(HELD, ISSUED, RELEASED).held == ()
