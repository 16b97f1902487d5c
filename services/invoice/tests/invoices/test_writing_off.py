"""What is not expected any more is written off, taken back, and gives way to what was never owed."""

import pytest

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import WriteOffId, derived
from recoup_events.kernel.money import Money
from recoup_testing.invoice_example import (
    ALLOCATION,
    ANOTHER,
    AT,
    CANCEL,
    CREDIT_DAY,
    IDS,
    ISSUED,
    OTHER,
    PAID,
    UNAPPLY,
    VALUE_DATE,
    adjust,
    adjusted,
    applied,
    apply,
    cancelled,
    credit_dispute,
    granted,
    invoice,
    unapplied,
)
from recoup_testing.money import eur
from recoup_testing.terms import changed

TAXES = (events.TaxPart(rate="19", tax=eur(6_39)),)
FIRST, SECOND = (WriteOffId(derived("wof", "inv_1", nth)) for nth in (0, 1))


def write_off(
    amount: Money | None = None, taxes: tuple[events.TaxPart, ...] = ()
) -> commands.WriteOff:
    return commands.WriteOff(
        amount=amount, taxes=taxes, origin=events.Origin.RECOUP, reason="insolvent", at=AT
    )


def written_off(
    cents: int,
    balance: int,
    id: WriteOffId = FIRST,
    taxes: tuple[events.TaxPart, ...] = (),
) -> events.InvoiceWrittenOff:
    return events.InvoiceWrittenOff(
        **IDS,
        write_off_id=id,
        amount=eur(cents),
        taxes=taxes,
        terms=(changed(ISSUED.terms[0], eur(0), eur(balance), change=eur(-cents)),),
        origin=events.Origin.RECOUP,
        effective_on=CREDIT_DAY,
        reason="insolvent",
    )


def reversed_(
    cents: int,
    balance: int,
    remaining: int = 0,
    id: WriteOffId = FIRST,
    taxes: tuple[events.TaxPart, ...] = (),
    reason: str = "pays again",
) -> events.InvoiceWriteOffReversed:
    return events.InvoiceWriteOffReversed(
        **IDS,
        write_off_id=id,
        amount=eur(cents),
        taxes=taxes,
        remaining=eur(remaining),
        terms=(changed(ISSUED.terms[0], eur(0), eur(balance), change=eur(cents)),),
        origin=events.Origin.RECOUP,
        effective_on=CREDIT_DAY,
        reason=reason,
    )


def reverse(id: WriteOffId | None = None) -> commands.ReverseWriteOff:
    return commands.ReverseWriteOff(
        write_off_id=id, origin=events.Origin.RECOUP, reason="pays again", at=AT
    )


def reopened(balance: int, id: WriteOffId = FIRST) -> events.InvoiceReopened:
    return events.InvoiceReopened(**IDS, balance=eur(balance), reason="pays again", write_off_id=id)


def test_all_that_is_owed_is_written_off_and_nothing_is_said_to_be_paid() -> None:
    state = (
        invoice.given(ISSUED, applied(60_00, 40_00))
        .when(write_off(taxes=TAXES))
        .then(written_off(40_00, 0, taxes=TAXES))
    )
    assert isinstance(state, Invoice)
    assert (state.state, state.balance, state.written_off) == (
        InvoiceState.WRITTEN_OFF,
        eur(0),
        eur(40_00),
    )


def test_a_part_is_written_off_and_the_rest_is_owed_until_it_is_paid() -> None:
    small = written_off(1_00, 99_00)
    invoice.given(ISSUED).when(write_off(eur(1_00))).then(small)
    state = invoice.given(ISSUED, small).when(apply(eur(99_00))).then(applied(99_00, 0), PAID)
    assert isinstance(state, Invoice)
    assert state.state is InvoiceState.PAID


def test_no_more_is_written_off_than_is_owed_nor_in_another_currency() -> None:
    invoice.given(ISSUED).when(write_off(eur(100_01))).then_refused(errors.ExceedsBalance)
    dollars = Money(minor_units=1, currency="USD")
    invoice.given(ISSUED).when(write_off(dollars)).then_refused(errors.CurrencyUnacceptable)
    invoice.given(ISSUED, applied(100_00, 0), PAID).when(write_off()).then_refused(
        errors.InvoiceRefused
    )


@pytest.mark.parametrize(
    ("taxes", "refusal"),
    [
        ((("19", 41_00),), errors.TaxesUnacceptable),
        ((("19", 1_00), ("19", 1_00)), errors.TaxesUnacceptable),
        ((("19", -1_00),), errors.TaxesUnacceptable),
    ],
)
def test_the_taxes_are_a_part_of_it(
    taxes: tuple[tuple[str, int], ...], refusal: type[errors.TaxesUnacceptable]
) -> None:
    parts = tuple(events.TaxPart(rate=rate, tax=eur(cents)) for rate, cents in taxes)
    invoice.given(ISSUED).when(write_off(eur(40_00), parts)).then_refused(refusal)


def test_what_is_taken_back_is_owed_again() -> None:
    gone = (ISSUED, applied(60_00, 40_00), written_off(40_00, 0, taxes=TAXES))
    state = (
        invoice.given(*gone)
        .when(reverse())
        .then(reversed_(40_00, 40_00, taxes=TAXES), reopened(40_00))
    )
    assert isinstance(state, Invoice)
    assert (state.state, state.balance) == (InvoiceState.OPEN, eur(40_00))


def test_each_write_off_is_taken_back_by_itself_or_all_together() -> None:
    twice = (ISSUED, written_off(30_00, 70_00), written_off(70_00, 0, SECOND))
    invoice.given(*twice).when(reverse(FIRST)).then(reversed_(30_00, 30_00), reopened(30_00))
    invoice.given(*twice).when(reverse()).then(
        reversed_(30_00, 100_00), reversed_(70_00, 100_00, id=SECOND), reopened(100_00, SECOND)
    )
    invoice.given(ISSUED, written_off(30_00, 70_00)).when(reverse()).then(reversed_(30_00, 100_00))


def test_what_is_not_written_off_cannot_be_taken_back() -> None:
    invoice.given(ISSUED).when(reverse()).then_refused(errors.InvoiceRefused)
    gone = invoice.given(ISSUED, written_off(100_00, 0))
    gone.when(reverse(SECOND)).then_refused(errors.InvoiceRefused)
    gone.when(write_off()).then_refused(errors.InvoiceRefused)


def test_a_payment_that_bounces_is_owed_and_what_was_written_off_is_not() -> None:
    gone = (ISSUED, applied(60_00, 40_00), written_off(40_00, 0))
    again = events.InvoiceReopened(**IDS, balance=eur(60_00), reason="returned")
    state = invoice.given(*gone).when(UNAPPLY).then(unapplied(60_00, 60_00), again)
    assert isinstance(state, Invoice)
    assert (state.balance, state.state) == (eur(60_00), InvoiceState.OPEN)


def test_an_upheld_dispute_takes_from_the_write_off_before_it_takes_from_payments() -> None:
    gone = (ISSUED, applied(60_00, 40_00), written_off(40_00, 0))
    state = (
        invoice.given(*gone)
        .when(credit_dispute(eur(30_00)))
        .then(reversed_(30_00, 0, 10_00, reason="broken"), granted(30_00, 0))
    )
    assert isinstance(state, Invoice)
    assert (state.state, state.paid) == (InvoiceState.WRITTEN_OFF, eur(60_00))


def test_with_nothing_left_written_off_the_invoice_is_paid() -> None:
    gone = (ISSUED, applied(60_00, 40_00), written_off(40_00, 0))
    state = (
        invoice.given(*gone)
        .when(adjust(-eur(50_00)))
        .then(
            reversed_(40_00, 0, reason="price"),
            unapplied(10_00, 0, 50_00, reason="price", on=VALUE_DATE),
            adjusted(-50_00, 50_00, 0),
            PAID,
        )
    )
    assert isinstance(state, Invoice)
    assert state.state is InvoiceState.PAID


def test_cancelling_takes_the_write_off_back_first() -> None:
    gone = (ISSUED, applied(60_00, 40_00, OTHER, ANOTHER), written_off(40_00, 0))
    invoice.given(*gone).when(CANCEL).then(
        reversed_(40_00, 0, reason="never delivered"),
        unapplied(60_00, 0, 0, OTHER, ANOTHER, "never delivered", VALUE_DATE),
        cancelled(100_00),
    )


def test_the_allocation_stays_what_it_was() -> None:
    state = invoice.given(ISSUED, applied(60_00, 40_00), written_off(40_00, 0)).state
    assert isinstance(state, Invoice)
    assert state.applied[ALLOCATION].amount == eur(60_00)
