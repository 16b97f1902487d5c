"""Money in time closes an invoice without its discount; a day late, the rest stays owed."""

from datetime import date, timedelta
from typing import Any

import pytest

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.discounting import tax_in
from recoup_events import invoice as events
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_testing.invoice_example import (
    IDS,
    ISSUED,
    TERM,
    UNAPPLY,
    VALUE_DATE,
    applied,
    changed,
    credited,
    invoice,
    unapplied,
)
from recoup_testing.money import eur
from recoup_testing.terms_example import ISSUE

DAY = timedelta(days=1)
TWO_PER_CENT = events.Discount(percent="2", until=VALUE_DATE)
TAXES = (
    events.DocumentTax(rate="19", net=eur(50_00), tax=eur(9_50)),
    events.DocumentTax(rate="7", net=eur(37_85), tax=eur(2_65)),
)
GIVES = ISSUED.model_copy(update={"discounts": (TWO_PER_CENT,), "taxes": TAXES})
TAKE = commands.TakeDiscount()
TAKEN = events.InvoiceDiscountTaken(
    **IDS,
    amount=eur(2_00),
    taxes=(
        events.TaxPart(rate="19", tax=eur(19)),
        events.TaxPart(rate="7", tax=eur(5)),
    ),
    terms=(changed(-2_00, 100_00, 0).model_copy(update={"amount": eur(100_00)}),),
    applied_on=VALUE_DATE,
    reason=f"discount for payment by {VALUE_DATE}",
)
PAID = events.InvoicePaid(**IDS, paid_on=VALUE_DATE)


def gives(*discounts: events.Discount, **more: Any) -> events.InvoiceIssued:
    return ISSUED.model_copy(update={"discounts": discounts, **more})


def given_off(*before: events.InvoiceEvent) -> Money:
    taken, paid = INVOICE.decide(TAKE, invoice.given(*before).state)
    assert isinstance(taken, events.InvoiceDiscountTaken)
    assert paid == PAID
    return taken.amount


def test_money_in_time_that_covers_all_but_the_discount_closes_it() -> None:
    invoice.given(GIVES, applied(98_00, 2_00)).when(TAKE).then(TAKEN, PAID)


def test_no_more_is_given_off_than_is_left() -> None:
    assert given_off(gives(TWO_PER_CENT), applied(99_00, 1_00)) == eur(1_00)
    invoice.given(GIVES, applied(100_00, 0), PAID).when(TAKE).then()


@pytest.mark.parametrize(
    "before",
    [
        (GIVES, applied(97_99, 2_01)),
        (gives(TWO_PER_CENT.model_copy(update={"until": VALUE_DATE - DAY})), applied(98_00, 2_00)),
        (ISSUED, applied(98_00, 2_00)),
        (GIVES, credited(98_00, 2_00)),
        (GIVES, applied(98_00, 2_00), TAKEN, PAID),
    ],
    ids=["too little", "a day late", "no discount", "no money", "taken already"],
)
def test_otherwise_the_rest_stays_owed(before: tuple[events.InvoiceEvent, ...]) -> None:
    invoice.given(*before).when(TAKE).then()


def test_the_discount_is_of_what_is_to_be_paid() -> None:
    credit = credited(10_00, 90_00)
    assert given_off(gives(TWO_PER_CENT), credit, applied(88_20, 1_80)) == eur(1_80)
    invoice.given(gives(TWO_PER_CENT), credited(10_00, 90_00), applied(88_19, 1_81)).when(
        TAKE
    ).then()


def test_a_discount_on_net_is_less() -> None:
    on_net = TWO_PER_CENT.model_copy(update={"on": events.DiscountBase.NET})
    invoice.given(gives(on_net, taxes=TAXES), applied(98_00, 2_00)).when(TAKE).then()
    assert given_off(gives(on_net, taxes=TAXES), applied(98_24, 1_76)) == eur(1_76)


def test_the_later_of_two_gives_less() -> None:
    sooner = events.Discount(amount=eur(3_00), until=VALUE_DATE - DAY)
    invoice.given(gives(sooner, TWO_PER_CENT), applied(97_00, 3_00)).when(TAKE).then()
    assert given_off(gives(sooner, TWO_PER_CENT), applied(98_00, 2_00)) == eur(2_00)


def test_it_goes_with_the_money_it_was_given_for() -> None:
    reversed = events.InvoiceDiscountReversed(
        **IDS,
        amount=eur(2_00),
        taxes=TAKEN.taxes,
        remaining=eur(0),
        terms=(changed(2_00, 100_00, 100_00).model_copy(update={"amount": eur(100_00)}),),
        applied_on=UNAPPLY.today,
        reason="returned",
    )
    reopened = events.InvoiceReopened(**IDS, balance=eur(100_00), reason="returned")
    given = invoice.given(GIVES, applied(98_00, 2_00), TAKEN, PAID)
    given.when(UNAPPLY).then(unapplied(98_00, 100_00), reversed, reopened)


def test_the_tax_in_it_is_split_to_the_cent() -> None:
    assert [part.tax for part in tax_in(eur(1), TAXES)] == [eur(0), eur(0)]
    assert [part.tax for part in tax_in(eur(100_00), TAXES)] == [each.tax for each in TAXES]


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"discounts": (events.Discount(until=VALUE_DATE),)}, errors.DiscountUnacceptable, "/0"),
        (
            {"discounts": (events.Discount(amount=eur(100_00), until=VALUE_DATE),)},
            errors.DiscountUnacceptable,
            "/0/amount/amount",
        ),
        (
            {"discounts": (TWO_PER_CENT.model_copy(update={"until": date(2020, 1, 1)}),)},
            errors.DiscountUnacceptable,
            "/0/until",
        ),
        (
            {"discounts": (TWO_PER_CENT.model_copy(update={"on": events.DiscountBase.NET}),)},
            errors.DiscountUnacceptable,
            "/0/on",
        ),
        ({"taxes": TAXES[:1]}, errors.TaxesUnacceptable, ""),
        ({"taxes": (*TAXES, TAXES[0])}, errors.TaxesUnacceptable, ""),
    ],
)
def test_what_cannot_be_meant_is_refused(
    change: dict[str, Any], error: type[Refused], pointer: str
) -> None:
    refused = invoice.given().when(ISSUE.model_copy(update=change)).then_refused(error)
    assert refused.pointer == f"/{next(iter(change))}{pointer}"


def test_it_is_on_its_only_term() -> None:
    assert TAKEN.terms[0].receivable_id == TERM


LATE = gives(TWO_PER_CENT.model_copy(update={"until": VALUE_DATE - DAY}))


@pytest.mark.parametrize(
    ("tolerance", "issued", "left", "given"),
    [
        (events.Tolerance(days=1), LATE, 2_00, True),
        (events.Tolerance(amount=eur(1)), GIVES, 2_01, True),
        (events.Tolerance(amount=eur(1)), GIVES, 2_02, False),
        (events.Tolerance(amount=eur(1)), LATE, 2_00, False),
        (events.Tolerance(amount=Money(minor_units=50, currency="USD")), GIVES, 2_01, False),
    ],
)
def test_a_tolerance_is_the_creditor_s(
    tolerance: events.Tolerance, issued: events.InvoiceIssued, left: int, given: bool
) -> None:
    take = TAKE.model_copy(update={"tolerance": tolerance})
    state = invoice.given(issued, applied(100_00 - left, left)).state
    assert bool(INVOICE.decide(take, state)) is given
