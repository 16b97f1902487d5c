from hypothesis import given
from hypothesis import strategies as st

from recoup_events.kernel.money import Money, total
from recoup_events.workflow_scheduler import PauseCause
from recoup_testing.reminders_example import eur
from workflow_scheduler.enrolments.domain.slices import Pause, among, chased, held, put, without

DISPUTE = Pause(cause=PauseCause.DISPUTE, cause_id="dsp_1", amount=eur("30.00"))
PLAN = Pause(cause=PauseCause.PLAN, cause_id="pln_1", amount=eur("50.00"))
EVERYTHING = Pause(cause=PauseCause.CONDITION, cause_id="cnd_1", amount=None)

amounts = st.integers(min_value=0, max_value=10**12)
pauses = st.builds(
    Pause,
    cause=st.sampled_from(PauseCause),
    cause_id=st.text(max_size=3),
    amount=st.none() | st.builds(Money, minor_units=amounts, currency=st.just("EUR")),
)


def test_what_is_not_paused_is_chased() -> None:
    assert chased(eur("100.00"), (DISPUTE, PLAN)) == eur("20.00")


def test_a_pause_of_everything_leaves_nothing_to_chase() -> None:
    assert chased(eur("100.00"), (DISPUTE, EVERYTHING)) == eur("0.00")
    assert held(eur("100.00"), (DISPUTE, EVERYTHING)) == (eur("30.00"), eur("70.00"))


def test_pauses_keep_out_no_more_than_is_owed() -> None:
    assert held(eur("40.00"), (DISPUTE, PLAN)) == (eur("30.00"), eur("10.00"))
    assert chased(eur("40.00"), (DISPUTE, PLAN)) == eur("0.00")


def test_a_pause_is_found_and_lifted_by_its_cause() -> None:
    assert among((DISPUTE, PLAN), PauseCause.PLAN, "pln_1")
    assert not among((DISPUTE, PLAN), PauseCause.PLAN, "dsp_1")
    assert without((DISPUTE, PLAN), PauseCause.DISPUTE, "dsp_1") == (PLAN,)


def test_a_pause_of_the_same_cause_takes_the_place_of_the_earlier_one() -> None:
    smaller = DISPUTE.model_copy(update={"amount": eur("10.00")})
    assert put((DISPUTE, PLAN), smaller) == (smaller, PLAN)
    assert put((DISPUTE,), PLAN) == (DISPUTE, PLAN)


@given(amounts, st.lists(pauses, max_size=6))
def test_slices_add_up_to_the_balance_at_all_times(owed: int, paused: list[Pause]) -> None:
    balance = Money(minor_units=owed, currency="EUR")
    left = chased(balance, paused)
    parts = held(balance, paused)
    assert left + total(parts, "EUR") == balance
    assert all(Money.zero("EUR") <= part for part in (left, *parts))
