"""An invoice that another one continues, and the one that does: what each still allows."""

import pytest

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.continuing import chase_of, continuations
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import InvoiceId, receivable_id_of
from recoup_testing.invoice_example import (
    ALLOCATION,
    AT,
    CANCEL,
    IDS,
    ISSUED,
    TERM,
    UNAPPLY,
    adjust,
    applied,
    apply,
    credit_dispute,
    invoice,
    unapplied,
)
from recoup_testing.money import eur
from recoup_testing.terms import changed, continued_as, slice_of

NEW = InvoiceId("inv_2")
PAID_IN_PART = (ISSUED, applied(60_00, 40_00))
CONTINUED, RESIDUAL = continued_as(ISSUED, NEW, eur(40_00))
CONTINUE = commands.ContinueInvoice(
    continued_by=NEW,
    continuations=CONTINUED.continuations,
    effective_on=CONTINUED.effective_on,
    reason=CONTINUED.reason,
)
closed = invoice.given(*PAID_IN_PART, CONTINUED)


def stands(*history: events.InvoiceEvent) -> Invoice:
    state = invoice.given(*history).state
    assert isinstance(state, Invoice)
    return state


def test_what_is_left_is_asked_for_on_another_and_what_was_paid_stays() -> None:
    state = invoice.given(*PAID_IN_PART).when(CONTINUE).then(CONTINUED)
    assert isinstance(state, Invoice)
    assert (state.state, state.balance, state.paid) == (
        InvoiceState.CONTINUED,
        eur(0),
        eur(60_00),
    )


@pytest.mark.parametrize(
    "command", [CANCEL, adjust(-eur(10_00)), apply(eur(10_00)), commands.AgeInvoice(at=AT)]
)
def test_it_changes_no_more(command: commands.InvoiceCommand) -> None:
    refusal = closed.when(command).then_refused(errors.InvoiceRefused)
    assert NEW in refusal.detail


def test_money_that_is_taken_off_is_never_said_to_be_owed_on_it() -> None:
    state = closed.when(UNAPPLY).then(unapplied(60_00, 0))
    assert isinstance(state, Invoice)
    assert state.balance == eur(60_00), "until it is passed on, in the same decision"
    more = CONTINUED.model_copy(
        update={
            "amount": eur(60_00),
            "terms": (changed(ISSUED.terms[0], eur(0), eur(0), change=-eur(60_00)),),
        }
    )
    again = invoice.given(*PAID_IN_PART, CONTINUED, unapplied(60_00, 0)).when(CONTINUE).then(more)
    assert isinstance(again, Invoice)
    assert (again.balance, again.continued) == (eur(0), eur(100_00))


def test_a_grant_takes_of_it_only_what_was_paid_there() -> None:
    moves = INVOICE.decide(credit_dispute(eur(70_00)), stands(*PAID_IN_PART, CONTINUED))
    taken, given = moves
    assert isinstance(taken, events.PaymentUnapplied)
    assert isinstance(given, events.InvoiceCredited)
    assert (taken.amount, given.amount, taken.balance) == (eur(60_00), eur(60_00), eur(0))
    assert stands(*PAID_IN_PART, CONTINUED, *moves).balance == eur(0)


def test_what_continues_another_is_not_cancelled() -> None:
    invoice.given(RESIDUAL).when(CANCEL).then_refused(errors.InvoiceRefused)


def test_what_came_to_be_owed_later_is_told_from_what_it_was_issued_over() -> None:
    more = adjust(eur(60_00)).model_copy(update={"continues": ISSUED.invoice_id})
    (adjusted,) = [
        event
        for event in INVOICE.decide(more, stands(RESIDUAL))
        if isinstance(event, events.InvoiceAdjusted)
    ]
    state = stands(RESIDUAL, adjusted)
    assert (state.balance, [passed.amount for passed in state.taken_over]) == (
        eur(100_00),
        [eur(60_00)],
    )


def test_a_term_that_owes_nothing_is_continued_by_the_first_that_does() -> None:
    two = ISSUED.model_copy(
        update={
            "terms": events.schedule_of(
                ISSUED.invoice_id,
                [(day, eur(50_00)) for day in (ISSUED.terms[0].due_date, CONTINUED.effective_on)],
            )
        }
    )
    paid = applied(50_00, 0).model_copy(update={"receivable_id": TERM, "allocation_id": ALLOCATION})
    terms, continued = continuations(NEW, [stands(two, paid)])
    assert [(term.receivable_id, term.amount) for term in terms] == [
        (receivable_id_of(NEW, 0), eur(50_00))
    ]
    assert [(each.continued_by, each.amount) for each in continued] == [
        (receivable_id_of(NEW, 0), eur(0)),
        (receivable_id_of(NEW, 0), eur(50_00)),
    ]


def test_of_several_the_most_restrained_says_when_it_is_chased() -> None:
    never, now = (
        stands(ISSUED.model_copy(update={"chase": chase, **IDS}))
        for chase in (events.Chase.NEVER, events.Chase.NOW)
    )
    assert chase_of([now, never, now]) == (events.Chase.NEVER, None)
    assert slice_of(NEW, eur(1)).receivable_id == RESIDUAL.terms[0].receivable_id
