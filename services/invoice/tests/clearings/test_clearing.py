"""What a clearing allows, and that cash, commission and what is in transit always add up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoice.clearings.domain import commands
from invoice.clearings.domain.clearing import Clearing, ClearingState, decide, evolve
from invoice.clearings.domain.errors import (
    ClearingRefused,
    DuplicateTransfer,
    TransferUnacceptable,
)
from recoup_events.kernel.ids import AgencyId, CreditorId, PaymentId, RemittanceId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.refusals import Refused
from recoup_testing.money import eur

DAY = date(2026, 4, 15)
OPEN = commands.Open(
    remittance_id=RemittanceId("rmt_1"),
    agency_id=AgencyId("agn_1"),
    creditor_id=CreditorId("crd_1"),
    external_id="RM-1",
    reference="RM-1",
    agency_name="Northwind Recovery",
    gross=eur(100),
    commission=eur(20),
    net=eur(80),
    at=datetime(2026, 4, 13, tzinfo=UTC),
)


def arrives(cents: int, id: str = "B-1", **more: Any) -> commands.ReceiveTransfer:
    fields = {"source": "bank", "external_id": id, "amount": eur(cents), "value_date": DAY}
    return commands.ReceiveTransfer.model_validate(fields | more)


def after(*moves: commands.ClearingCommand) -> Clearing:
    clearing = Clearing()
    for move in moves:
        for event in decide(move, clearing):
            clearing = evolve(clearing, event)
    return clearing


def test_what_is_announced_is_in_transit_until_exactly_that_arrives() -> None:
    assert after(OPEN).state is ClearingState.IN_TRANSIT
    assert after(OPEN, arrives(80)).state is ClearingState.CLEARED


@pytest.mark.parametrize(("cents", "state", "left"), [(70, "short", 10), (95, "over", -15)])
def test_what_differs_stays_to_be_looked_at(cents: int, state: str, left: int) -> None:
    clearing = after(OPEN, arrives(cents))
    assert (clearing.state, clearing.in_transit) == (state, eur(left))


def test_the_rest_may_come_later() -> None:
    assert after(OPEN, arrives(70), arrives(10, "B-2")).state is ClearingState.CLEARED


def test_the_same_transfer_again_changes_nothing() -> None:
    once = after(OPEN, arrives(70))
    assert decide(arrives(70), once) == []
    with pytest.raises(DuplicateTransfer):
        decide(arrives(71), once)


def test_money_that_came_twice_is_not_taken_for_it() -> None:
    with pytest.raises(ClearingRefused, match="paid twice"):
        decide(arrives(80, "B-2"), after(OPEN, arrives(80)))


def test_another_currency_needs_a_stated_exchange() -> None:
    dollars = arrives(80, amount=Money(minor_units=80, currency="USD"))
    with pytest.raises(TransferUnacceptable, match="exchange"):
        decide(dollars, after(OPEN))


def test_a_payment_that_is_taken_back_is_not_awaited_any_more() -> None:
    back = commands.ReversePayment(payment_id=PaymentId("pay_1"), amount=eur(80), on=DAY)
    assert after(OPEN, back, back).state is ClearingState.CLEARED
    assert after(OPEN, arrives(80), back).in_transit == eur(-80)


def test_a_person_settles_what_is_left_and_nothing_else() -> None:
    settle = commands.Settle(today=DAY, by="key_1", reason="The bank's fee, borne by us")
    clearing = after(OPEN, arrives(75), settle)
    assert clearing.state is ClearingState.CLEARED
    assert clearing.settled[0].amount == eur(5)
    with pytest.raises(ClearingRefused, match="Nothing is left"):
        decide(settle, clearing)


def test_a_transfer_that_was_anothers_is_in_transit_again() -> None:
    wrong = commands.ReverseTransfer(
        source="bank", external_id="B-1", returned=False, today=DAY, reason="Of RM-2"
    )
    clearing = after(OPEN, arrives(80), wrong, wrong)
    assert (clearing.state, clearing.in_transit) == (ClearingState.IN_TRANSIT, eur(80))


MOVES = st.one_of(
    st.builds(arrives, st.integers(1, 120), st.sampled_from(["B-1", "B-2", "B-3"])),
    st.builds(
        lambda id, returned: commands.ReverseTransfer(
            source="bank", external_id=id, returned=returned, today=DAY, reason="r"
        ),
        st.sampled_from(["B-1", "B-2"]),
        st.booleans(),
    ),
    st.builds(
        lambda id, cents: commands.ReversePayment(
            payment_id=PaymentId(id), amount=eur(cents), on=DAY
        ),
        st.sampled_from(["pay_1", "pay_2"]),
        st.integers(1, 60),
    ),
    st.builds(lambda: commands.Settle(today=DAY, by="key_1", reason="r")),
    st.just(OPEN),
)


@given(st.lists(MOVES, max_size=12))
def test_whatever_happens_cash_commission_and_what_is_in_transit_add_up(
    moves: list[commands.ClearingCommand],
) -> None:
    clearing = after(OPEN)
    for move in moves:
        try:
            decided = decide(move, clearing)
        except Refused:
            continue
        for event in decided:
            clearing = evolve(clearing, event)
        back = total(clearing.reversed_payments.values(), "EUR")
        settled = total((each.amount for each in clearing.settled), "EUR")
        known = clearing.known
        accounted = clearing.arrived + known.commission + clearing.in_transit + settled
        assert accounted == known.gross - back
