from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.invoice import INVOICE as VIEW
from dispute.disputes.domain.invoice import Invoice
from recoup_events import dispute, invoice
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    TenantId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.terms import cancelled, one_term, slice_of

INVOICE, CUSTOMER = InvoiceId("inv_1"), CustomerId("cus_1")
DISPUTED = DisputeId("dsp_1")
STREAM = DISPUTE.stream(TenantId("acme"), CUSTOMER, DISPUTED)
CAUSE = Cause(datetime(2026, 1, 20, tzinfo=UTC), "test", UUID(int=1))


TERM = receivable_id_of(INVOICE, 0)
SLICE = slice_of(INVOICE, eur(60_00))
ISSUED = invoice.InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    total=eur(100_00),
    issue_date=date(2026, 1, 5),
    terms=one_term(INVOICE, date(2026, 2, 4), eur(100_00)),
    time_zone="Europe/Berlin",
)
CANCELLED = invoice.InvoiceCancelled(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    reason="twice",
    amount=eur(100_00),
    terms=cancelled(one_term(INVOICE, date(2026, 2, 4), eur(100_00))),
    effective_on=date(2026, 1, 20),
)
CREDITED = invoice.InvoiceCredited(
    invoice_id=INVOICE,
    receivable_id=TERM,
    customer_id=CUSTOMER,
    grounds=invoice.CreditNote(number="CN-1"),
    amount=eur(10_00),
    balance=eur(90_00),
    reason="late",
    credit_note_id=CreditNoteId("crn_1"),
    allocation_id=AllocationId("alc_2"),
)
APPLIED = invoice.PaymentApplied(
    invoice_id=INVOICE,
    receivable_id=TERM,
    customer_id=CUSTOMER,
    payer_id=CUSTOMER,
    payment_id=PaymentId("pay_1"),
    amount=eur(80_00),
    balance=eur(20_00),
    applied_on=date(2026, 1, 21),
    allocation_id=AllocationId("alc_1"),
    value_date=date(2026, 1, 21),
)
UNAPPLIED = invoice.PaymentUnapplied(
    invoice_id=INVOICE,
    receivable_id=TERM,
    customer_id=CUSTOMER,
    payer_id=CUSTOMER,
    payment_id=PaymentId("pay_1"),
    amount=eur(80_00),
    balance=eur(100_00),
    reason="returned",
    allocation_id=AllocationId("alc_1"),
    remaining=Money.zero("EUR"),
    value_date=date(2026, 1, 5),
    unapplied_on=date(2026, 1, 20),
)
PAID = invoice.InvoicePaid(invoice_id=INVOICE, customer_id=CUSTOMER, paid_on=date(2026, 1, 21))
OPENED = dispute.DisputeOpened(
    dispute_id=DISPUTED,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(SLICE,),
    reason=dispute.Reason.PRICE,
    statement="Too dear.",
)
ENDED = {"dispute_id": DISPUTED, "customer_id": CUSTOMER, "slices": (SLICE,), "reason": "checked"}


def after(*events: Event) -> Invoice:
    known = VIEW.empty(INVOICE)
    for version, event in enumerate(events, start=1):
        if VIEW.documents(event):
            known = VIEW.evolve(known, Envelope(UUID(int=2), STREAM, version, CAUSE, event))
    return known


@pytest.mark.parametrize(
    ("event", "balance"),
    [(CANCELLED, 0), (CREDITED, 90_00), (APPLIED, 20_00), (UNAPPLIED, 100_00), (PAID, 100_00)],
)
def test_the_balance_is_what_the_invoice_service_said_last(
    event: invoice.InvoiceEvent, balance: int
) -> None:
    assert after(ISSUED, event).balances == {TERM: eur(balance)}


def test_its_lines_are_known_with_their_tax_as_they_were_last_amended() -> None:
    line = invoice.Line(description="Bolts", net=eur(80_00), tax=eur(15_20))
    amended = invoice.InvoiceAmended(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        number="2026-0001",
        lines=(line, line),
        terms=ISSUED.terms,
        time_zone="Europe/Berlin",
        reason="A line was missing.",
    )
    issued = ISSUED.model_copy(update={"lines": (line,)})
    assert after(issued).lines == (95_20,)
    known = after(issued, amended)
    assert (known.lines, known.balances) == ((95_20, 95_20), {TERM: eur(100_00)})


def test_an_invoice_is_unknown_until_it_is_heard_of() -> None:
    assert after(CANCELLED).balances == {}


def test_an_open_dispute_contests_its_slice() -> None:
    assert after(ISSUED, OPENED).contested == {DISPUTED: (SLICE,)}


@pytest.mark.parametrize(
    "ending",
    [
        dispute.DisputeWithdrawn.model_validate(ENDED),
        dispute.DisputeUpheld.model_validate(
            {**ENDED, "credit": SLICE.amount, "credits": (SLICE,)}
        ),
        dispute.DisputePartlyUpheld.model_validate(
            {**ENDED, "credit": eur(1), "credits": (slice_of(INVOICE, eur(1)),)}
        ),
        dispute.DisputeRejected.model_validate(ENDED),
    ],
)
def test_a_dispute_that_has_ended_contests_nothing(ending: dispute.DisputeEvent) -> None:
    assert after(ISSUED, OPENED, ending).contested == {}


def test_everything_followed_is_asked_for() -> None:
    assert all(VIEW.documents(event) for event in (ISSUED, CANCELLED, CREDITED, APPLIED))
    assert set(VIEW.subscribes) == {
        *(type(event) for event in (ISSUED, CANCELLED, CREDITED, APPLIED, UNAPPLIED)),
        invoice.InvoiceAdjusted,
        invoice.InvoiceAmended,
        invoice.InvoiceWrittenOff,
        invoice.InvoiceWriteOffReversed,
        invoice.InvoiceDiscountTaken,
        invoice.InvoiceDiscountReversed,
        invoice.InvoiceContinued,
        invoice.CreditUnapplied,
    }


@given(
    balance=st.integers(0, 10**9),
    contested=st.lists(st.integers(1, 10**9), max_size=5),
)
def test_what_may_still_be_contested_never_exceeds_what_is_owed(
    balance: int, contested: list[int]
) -> None:
    slices = {
        DisputeId(str(n)): (slice_of(INVOICE, eur(cents)),) for n, cents in enumerate(contested)
    }
    known = Invoice(invoice_id=INVOICE, balances={TERM: eur(balance)}, contested=slices)
    [slice] = known.contestable
    free = slice.amount
    assert eur(0) <= free <= eur(balance)
    assert free == eur(0) or sum(contested) + free.minor_units == balance
