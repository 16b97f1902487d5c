from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispute.disputes.domain import commands, errors, events
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import Ids
from dispute.disputes.domain.invoice import Invoice
from recoup_events import dispute as public
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.refusals import Refused
from recoup_events.kernel.slices import Slice
from recoup_receivables.terms import UnknownTerm
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
THIRTY_DAYS = timedelta(days=30)
IDS: Ids = {"dispute_id": DisputeId("dsp_1"), "customer_id": CustomerId("cus_1")}
INVOICE = InvoiceId("inv_1")
OTHER = DisputeId("dsp_0")
REASON = public.Reason.PRICE
STATEMENT = "We agreed on 40 euros."


OWED = eur(100_00)
THREE = (eur(20_00), eur(30_00), eur(50_00))
LINES = (60_00, 45_00, -5_00)
BEFORE = {OTHER: eur(30_00)}
NOTHING: Mapping[DisputeId, Money] = {}

dispute = Scenario(DISPUTE)


def contest(
    amount: Money | None,
    owed: Sequence[Money] = (OWED,),
    contested: Mapping[DisputeId, Money] = NOTHING,
    term: int | None = None,
    line: int | None = None,
) -> commands.OpenDispute:
    """Of an invoice with so much owed on each term, and three lines; others contest of the first."""
    invoice = Invoice(
        invoice_id=INVOICE,
        creditor_id=CREDITOR,
        balances={receivable_id_of(INVOICE, n): balance for n, balance in enumerate(owed)},
        contested={id: (slice_of(INVOICE, amount),) for id, amount in contested.items()},
        lines=LINES,
    )
    return commands.OpenDispute(
        **IDS,
        creditor_id=CREDITOR,
        term=term,
        line=line,
        amount=amount,
        reason=REASON,
        statement=STATEMENT,
        invoice=invoice,
        at=NOW,
    )


def opened(
    *amounts: Money | None, line: int | None = None
) -> tuple[public.DisputeOpened, events.ReviewPlanned]:
    """With slices of the first term, the second, and so on."""
    slices = tuple(
        Slice(invoice_id=INVOICE, receivable_id=receivable_id_of(INVOICE, place), amount=amount)
        for place, amount in enumerate(amounts)
        if amount is not None
    )
    return (
        public.DisputeOpened(
            **IDS,
            creditor_id=CREDITOR,
            slices=slices,
            reason=REASON,
            statement=STATEMENT,
            line=line,
        ),
        events.ReviewPlanned(**IDS, review_at=NOW + THIRTY_DAYS),
    )


def refused(command: commands.OpenDispute, refusal: type[Refused]) -> Refused:
    return dispute.given().when(command).then_refused(refusal)


def test_a_slice_is_contested_and_reviewed_within_thirty_days() -> None:
    dispute.given().when(contest(eur(60_00))).then(*opened(eur(60_00)))


def test_without_an_amount_the_whole_balance_is_contested() -> None:
    dispute.given().when(contest(None)).then(*opened(eur(100_00)))


def test_without_an_amount_what_others_contest_is_left_out() -> None:
    dispute.given().when(contest(None, contested=BEFORE)).then(*opened(eur(70_00)))


def test_the_last_cent_may_be_contested() -> None:
    dispute.given().when(contest(eur(70_00), contested=BEFORE)).then(*opened(eur(70_00)))


def test_a_dispute_is_spread_over_the_open_terms_the_soonest_due_first() -> None:
    dispute.given().when(contest(None, THREE)).then(*opened(*THREE))
    dispute.given().when(contest(eur(45_00), THREE)).then(*opened(eur(20_00), eur(25_00)))
    paid = (eur(0), *THREE[1:])
    dispute.given().when(contest(eur(45_00), paid)).then(*opened(None, eur(30_00), eur(15_00)))


def test_a_term_may_be_contested_alone() -> None:
    dispute.given().when(contest(None, THREE, term=2)).then(*opened(None, eur(30_00)))
    too_much = refused(contest(eur(30_01), THREE, term=2), errors.ExceedsBalance)
    assert "30.00 EUR" in too_much.detail
    assert refused(contest(None, THREE, term=4), UnknownTerm).pointer == "/term"


def test_a_line_may_be_contested_alone_and_no_more_than_it() -> None:
    dispute.given().when(contest(None, line=2)).then(*opened(eur(45_00), line=2))
    dispute.given().when(contest(eur(10_00), line=2)).then(*opened(eur(10_00), line=2))
    refusal = refused(contest(eur(45_01), line=2), errors.ExceedsBalance)
    assert "45.00 EUR of line 2" in refusal.detail


def test_a_line_is_contested_as_far_as_it_is_owed() -> None:
    paid = contest(None, (eur(20_00),), line=1)
    dispute.given().when(paid).then(*opened(eur(20_00), line=1))


@pytest.mark.parametrize("line", [3, 4], ids=["a discount", "none"])
def test_a_line_that_asks_for_nothing_cannot_be_contested(line: int) -> None:
    assert refused(contest(None, line=line), errors.UnknownLine).pointer == "/line"


def test_nothing_is_contested_twice() -> None:
    refusal = refused(contest(eur(70_01), contested=BEFORE), errors.ExceedsBalance)
    assert refusal.pointer == "/amount/amount"
    assert "70.00 EUR" in refusal.detail


def test_a_dispute_is_in_the_currency_of_the_invoice() -> None:
    dollars = Money(minor_units=1_00, currency="USD")
    assert refused(contest(dollars), errors.CurrencyUnacceptable).pointer == "/amount/currency"


@pytest.mark.parametrize(
    ("owed", "contested"),
    [(0, NOTHING), (30_00, BEFORE), (10_00, BEFORE)],
    ids=["settled", "contested as a whole", "paid in part while contested"],
)
def test_where_nothing_is_left_nothing_can_be_contested(
    owed: int, contested: Mapping[DisputeId, Money]
) -> None:
    refused(contest(None, (eur(owed),), contested), errors.NothingToContest)


@pytest.mark.parametrize("cents", [0, -1])
def test_a_dispute_is_about_more_than_nothing(cents: int) -> None:
    with pytest.raises(ValueError, match="is not more than zero"):
        contest(eur(cents))


def test_a_reference_names_one_dispute_for_ever() -> None:
    refusal = (
        dispute.given(*opened(eur(60_00)))
        .when(contest(eur(10_00)))
        .then_refused(errors.DuplicateReference)
    )
    assert refusal.pointer == "/reference"
    assert "dsp_1" in refusal.detail


@given(st.lists(st.one_of(st.none(), st.integers(1, 150_00)), max_size=8))
def test_together_disputes_never_contest_more_than_is_owed(asked: list[int | None]) -> None:
    contested: dict[DisputeId, Money] = {}
    for n, cents in enumerate(asked):
        command = contest(None if cents is None else eur(cents), contested=contested)
        try:
            event, _ = DISPUTE.decide(command, DISPUTE.initial)
        except (errors.ExceedsBalance, errors.NothingToContest):
            continue
        assert isinstance(event, public.DisputeOpened)
        contested[DisputeId(str(n))] = event.slices[0].amount
    assert total(contested.values(), "EUR") <= OWED
