from datetime import date

import pytest

from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import InvoiceIssued, schedule_of
from recoup_events.kernel.envelope import Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import DisputeId, InvoiceId, PlanId, receivable_id_of
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import Instalment, PlanAgreed
from recoup_eventstore.ports import START
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import ACCOUNT, BERLIN, CUSTOMER, DUE, INVOICE, eur, paid
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND

PARTS = tuple(
    Slice(invoice_id=id, receivable_id=receivable_id_of(id, 0), amount=eur("10.00"))
    for id in (InvoiceId("inv_1"), InvoiceId("inv_2"))
)
ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="I-1",
    number="R-1",
    total=eur("100.00"),
    issue_date=date(2026, 2, 1),
    terms=schedule_of(INVOICE, [(DUE, eur("60.00")), (date(2026, 4, 1), eur("40.00"))]),
    time_zone=BERLIN,
)
PAID = paid("60.00", left="0.00")
OPENED = DisputeOpened(
    dispute_id=DisputeId("dsp_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=PARTS[:1],
    reason=Reason.PRICE,
    statement="We agreed on less.",
)
AGREED = PlanAgreed(
    plan_id=PlanId("pln_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=PARTS,
    schedule=(Instalment(due_on=DUE, amount=eur("20.00")),),
    time_zone=BERLIN,
    grace_days=3,
)


@pytest.mark.parametrize(
    ("before", "event"),
    [((), ISSUED), ((ISSUED,), PAID), ((ISSUED,), OPENED), ((ISSUED,), AGREED)],
    ids=["invoice", "payment", "dispute", "plan"],
)
async def test_what_a_reaction_writes_is_read_for_the_whole_batch_beforehand(
    harness: ServiceHarness, before: tuple[Event, ...], event: Event
) -> None:
    await harness.receive(*before)
    already = len(await harness.recorded())
    received = Envelope(
        harness.command_runner.new_id(),
        Stream(ACCOUNT, "elsewhere", "1"),
        1,
        harness.cause(),
        event,
    )
    reads = [each.reads for each in harness.service.subscriptions if each.event is type(event)]
    await harness.receive(event)
    found = (await harness.command_runner.store.feed(START, 1000))[already:]
    written = {positioned.envelope.stream for positioned in found} - {
        positioned.envelope.stream
        for positioned in found
        if positioned.envelope.stream.category == ROUND.category
    }
    """Which round an invoice waits for is decided with it."""
    assert written
    assert written <= {stream for each in reads for stream in each(received)}
