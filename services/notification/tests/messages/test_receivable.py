from datetime import UTC, date, datetime
from uuid import UUID

from notification.messages.domain.events import MessageHeld, MessageReleased
from notification.messages.domain.receivable import RECEIVABLE, Receivable, Terms
from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import InvoiceAmended, InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, MessageId, TenantId
from recoup_events.kernel.slices import Slice
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros

CAUSE = Cause(at=datetime(2026, 1, 5, tzinfo=UTC), actor="test", correlation_id=UUID(int=1))
INVOICE, CUSTOMER, MESSAGE = InvoiceId("inv_1"), CustomerId("cus_1"), MessageId("msg_1")
STREAM = Stream(Account(TenantId("acme"), CUSTOMER), "invoice", INVOICE)


ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="1",
    number="R-1",
    purchase_order="PO-7",
    total=euros(100),
    issue_date=date(2025, 12, 1),
    due_date=date(2026, 1, 1),
    time_zone="Europe/Berlin",
)
OPENED = DisputeOpened(
    dispute_id=DisputeId("dsp_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slice=Slice(invoice_id=INVOICE, amount=euros(30)),
    reason=Reason.QUALITY,
    statement="Torn.",
)
AMENDED = InvoiceAmended(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    number="R-2",
    due_date=date(2026, 2, 1),
    time_zone="Europe/Berlin",
    reason="agreed",
)
HELD = MessageHeld(message_id=MESSAGE, invoice_id=INVOICE)
RELEASED = MessageReleased(message_id=MESSAGE, invoice_id=INVOICE, send_at=CAUSE.at)


def after(*events: Event) -> Receivable:
    known = RECEIVABLE.initial
    for version, event in enumerate(events, start=1):
        assert RECEIVABLE.documents(event) == [INVOICE]
        known = RECEIVABLE.evolve(known, Envelope(UUID(int=version), STREAM, version, CAUSE, event))
    return known


def test_a_message_names_what_the_invoice_says() -> None:
    terms = Terms(
        creditor_id=CREDITOR, number="R-1", purchase_order="PO-7", due_date=date(2026, 1, 1)
    )
    assert after(ISSUED).terms == terms
    terms = Terms(
        creditor_id=CREDITOR, number="R-2", purchase_order=None, due_date=date(2026, 2, 1)
    )
    assert after(ISSUED, AMENDED).terms == terms
    assert after(ISSUED, OPENED, AMENDED).owed == after(ISSUED, OPENED).owed


def test_what_is_contested_is_not_chased_and_the_rest_is() -> None:
    assert after(ISSUED, OPENED).owed.chased(INVOICE) == euros(70)


def test_a_dispute_may_be_heard_of_before_its_invoice() -> None:
    assert after(OPENED).terms is None
    assert after(OPENED, ISSUED).owed.chased(INVOICE) == euros(70)


def test_messages_are_held_until_they_are_released() -> None:
    assert after(HELD).held == (MESSAGE,)
    assert after(HELD, ISSUED, RELEASED).held == ()
