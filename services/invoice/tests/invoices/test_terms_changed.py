"""An invoice in three terms is amended, adjusted, cancelled and credited."""

from datetime import date
from typing import Any

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import allocation_id_of, derived
from recoup_events.kernel.slices import Slice
from recoup_testing.creditors import CREDITOR
from recoup_testing.invoice_example import (
    AT,
    CREDIT_DAY,
    DISPUTE,
    GRANT,
    IDS,
    INVOICE_ID,
    THE_DISPUTE,
    VALUE_DATE,
    applied,
    invoice,
    unapplied,
)
from recoup_testing.money import eur
from recoup_testing.terms import changed
from recoup_testing.terms_example import (
    APRIL,
    FEBRUARY,
    FIRST,
    FIRST_PAID,
    ISSUED,
    MARCH,
    OVERDUE,
    TERMS,
    THIRD,
)


def adjust(change: int, **more: Any) -> commands.AdjustInvoice:
    return commands.AdjustInvoice(change=eur(change), reason="price", at=AT, **more)


def adjusted(change: int, *terms: events.ChangedTerm) -> events.InvoiceAdjusted:
    return events.InvoiceAdjusted(
        **IDS,
        amount=eur(change),
        total=eur(100_00 + change),
        terms=terms,
        effective_on=CREDIT_DAY,
        reason="price",
    )


def by(place: int, change: int, balance: int) -> events.ChangedTerm:
    return changed(TERMS[place], eur(change), eur(balance))


def amend(*due_dates: date) -> commands.AmendInvoice:
    return commands.AmendInvoice(
        number="2026-0001",
        purchase_order=None,
        lines=(),
        due_dates=due_dates,
        time_zone="Europe/Berlin",
        reason="agreed",
        at=AT,
    )


def test_a_due_date_that_moves_takes_the_age_of_its_term_along() -> None:
    may = date(2026, 5, 4)
    terms = (*TERMS[:2], TERMS[2].model_copy(update={"due_date": may}))
    amended = events.InvoiceAmended(
        **IDS,
        creditor_id=CREDITOR,
        number="2026-0001",
        terms=terms,
        time_zone="Europe/Berlin",
        reason="agreed",
    )
    after = invoice.given(ISSUED, OVERDUE).when(amend(FEBRUARY, MARCH, may)).then(amended)
    assert isinstance(after, Invoice)
    assert (after.state_of(FIRST), after.terms) == (InvoiceState.OVERDUE, terms)


def test_all_terms_keep_their_order_and_none_appears() -> None:
    given = invoice.given(ISSUED)
    given.when(amend(MARCH, FEBRUARY, APRIL)).then_refused(errors.DatesUnacceptable)
    assert given.when(amend(MARCH)).then_refused(errors.TermsUnacceptable).pointer == "/due_date"


def test_it_is_lowered_from_its_end_and_raised_there() -> None:
    invoice.given(ISSUED).when(adjust(-60_00)).then(
        adjusted(-60_00, by(0, 0, 20_00), by(1, -10_00, 20_00), by(2, -50_00, 0))
    )
    invoice.given(ISSUED).when(adjust(10_00)).then(
        adjusted(10_00, by(0, 0, 20_00), by(1, 0, 30_00), by(2, 10_00, 60_00))
    )


def test_the_command_may_say_which_term_is_meant() -> None:
    first = adjust(-5_00, by_place={0: eur(-5_00)})
    invoice.given(ISSUED).when(first).then(
        adjusted(-5_00, by(0, -5_00, 15_00), by(1, 0, 30_00), by(2, 0, 50_00))
    )
    for change in (adjust(-20_01, by_place={0: eur(-20_01)}), adjust(1, by_place={3: eur(1)})):
        invoice.given(ISSUED).when(change).then_refused(errors.AdjustmentUnacceptable)


def test_what_was_paid_of_a_lowered_term_goes_on_account() -> None:
    paid = applied(40_00, 10_00, term=THIRD)
    invoice.given(ISSUED, paid).when(adjust(-30_00)).then(
        unapplied(20_00, 0, 20_00, reason="price", on=VALUE_DATE, term=THIRD),
        adjusted(-30_00, by(0, 0, 20_00), by(1, 0, 30_00), by(2, -30_00, 0)),
    )


def test_it_is_cancelled_as_a_whole() -> None:
    cancel = commands.CancelInvoice(reason="price", at=AT)
    cancelled = events.InvoiceCancelled(
        **IDS,
        amount=eur(100_00),
        terms=tuple(
            events.ChangedTerm(**dict(term), change=-term.amount, balance=eur(0)) for term in TERMS
        ),
        effective_on=CREDIT_DAY,
        reason="price",
    )
    invoice.given(ISSUED, FIRST_PAID).when(cancel).then(
        unapplied(20_00, 0, reason="price", on=VALUE_DATE, term=FIRST), cancelled
    )


def grant(*slices: tuple[int, int]) -> commands.CreditDispute:
    return commands.CreditDispute(
        dispute_id=DISPUTE,
        credit_note_id=GRANT,
        credits=tuple(
            Slice(
                invoice_id=INVOICE_ID,
                receivable_id=TERMS[place].receivable_id,
                amount=eur(amount),
            )
            for place, amount in slices
        ),
        reason="price",
        at=AT,
    )


def granted(place: int, amount: int, balance: int, allocation: str) -> events.InvoiceCredited:
    return events.InvoiceCredited(
        **IDS,
        receivable_id=TERMS[place].receivable_id,
        grounds=THE_DISPUTE,
        credit_note_id=GRANT,
        allocation_id=allocation,
        amount=eur(amount),
        balance=eur(balance),
        applied_on=CREDIT_DAY,
        reason="price",
    )


def test_a_dispute_is_credited_on_each_term_it_was_about() -> None:
    first, second = (allocation_id_of(GRANT, nth) for nth in range(2))
    invoice.given(ISSUED, FIRST_PAID).when(grant((0, 10_00), (1, 30_00))).then(
        unapplied(10_00, 0, 10_00, reason="price", on=VALUE_DATE, term=FIRST),
        granted(0, 10_00, 0, first),
        granted(1, 30_00, 0, second),
    )


def test_what_a_term_has_no_room_for_is_credited_on_the_others() -> None:
    before = events.InvoiceCredited(
        **granted(0, 20_00, 0, "alc_before").model_dump(exclude={"grounds"}),
        grounds=events.UpheldDispute(dispute_id=DISPUTE),
    )
    nothing, some = derived("alc", GRANT, FIRST), allocation_id_of(GRANT, 0)
    invoice.given(ISSUED, before).when(grant((0, 15_00))).then(
        granted(0, 0, 0, nothing), granted(1, 15_00, 15_00, some)
    )
