"""A promise by itself: what is taken, and when it is kept or broken."""

from datetime import date, datetime
from typing import Any

import pytest

from recoup_events.kernel.ids import AllocationId, PromiseId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import (
    Given,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromisePaymentMatched,
    PromisePaymentUnmatched,
    PromiseReduced,
    PromiseReopened,
    PromiseSource,
    PromiseWithdrawn,
    Resumption,
    Withdrawal,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import BERLIN, CUSTOMER, INVOICE, RECEIVABLE, berlin, eur
from recoup_testing.scenario import Scenario
from workflow_scheduler.promises.domain.commands import (
    MakePromise,
    MatchMoney,
    ReducePromise,
    ReviewPromise,
    UnmatchMoney,
    WithdrawPromise,
)
from workflow_scheduler.promises.domain.decider import DUE, PROMISE
from workflow_scheduler.promises.domain.errors import (
    PromiseDayUnfit,
    PromiseRefused,
    SliceUnfit,
)
from workflow_scheduler.promises.domain.policy import PromisePolicy

TODAY = date(2026, 3, 6)
FRIDAY = date(2026, 3, 13)
SLICE = Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("60.00"))
POLICY = PromisePolicy(longest_days=14, most_open=2, most_broken=2, grace_days=2)
GIVEN = Given(by=PromiseSource.PERSON)
NAMES: dict[str, Any] = {"promise_id": PromiseId("prm_1"), "customer_id": CUSTOMER}
MAKE = MakePromise(
    **NAMES,
    creditor_id=CREDITOR,
    slices=(SLICE,),
    due_on=FRIDAY,
    given=GIVEN,
    words="By Friday.",
    time_zone=BERLIN,
    now=berlin("2026-03-06 15:00"),
    policy=POLICY,
    chased={RECEIVABLE: eur("100.00")},
    open_promises=0,
    broken={RECEIVABLE: 0},
)
MADE = PromiseMade(
    **NAMES,
    creditor_id=CREDITOR,
    slices=(SLICE,),
    due_on=FRIDAY,
    grace_days=2,
    given=GIVEN,
    made_on=TODAY,
    time_zone=BERLIN,
    resumes=Resumption.AT_ONCE,
    words="By Friday.",
)
ABOUT: dict[str, Any] = {"invoice_id": INVOICE, "receivable_id": RECEIVABLE}
LAST_DAY = date(2026, 3, 15)
NEXT_DAY = berlin("2026-03-16 00:00")

promise = Scenario(PROMISE)


def pays(amount: str, on: date, id: str = "alc_1") -> MatchMoney:
    return MatchMoney(**ABOUT, allocation_id=AllocationId(id), amount=eur(amount), counted_on=on)


def matched(amount: str, on: date, left: str, id: str = "alc_1") -> PromisePaymentMatched:
    return PromisePaymentMatched(
        **(NAMES | ABOUT),
        allocation_id=AllocationId(id),
        amount=eur(amount),
        counted_on=on,
        remaining=eur(left),
    )


def broken(paid: str, left: str, kept_on: date | None = None) -> PromiseBroken:
    return PromiseBroken(
        **NAMES,
        slices=(SLICE,),
        due_on=FRIDAY,
        paid=eur(paid),
        remaining=eur(left),
        resumes=Resumption.AT_ONCE,
        kept_on=kept_on,
    )


def kept(on: date, broken_on: date | None = None) -> PromiseKept:
    return PromiseKept(**NAMES, slices=(SLICE,), kept_on=on, broken_on=broken_on)


def taken_back(amount: str, at: datetime) -> UnmatchMoney:
    return UnmatchMoney(**ABOUT, allocation_id=AllocationId("alc_1"), amount=eur(amount), now=at)


UNMATCHED = PromisePaymentUnmatched(
    **(NAMES | ABOUT),
    allocation_id=AllocationId("alc_1"),
    amount=eur("60.00"),
    remaining=eur("60.00"),
)
PAID = (MADE, matched("60.00", FRIDAY, "0.00"), kept(FRIDAY))


def test_a_promise_is_taken_under_the_policy_of_its_day() -> None:
    promise.given().when(MAKE).then(MADE)


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 21)])
def test_its_day_is_neither_gone_nor_farther_than_the_policy_lets(day: date) -> None:
    late = MAKE.model_copy(update={"due_on": day})
    refusal = promise.given().when(late).then_refused(PromiseDayUnfit)
    assert "2026-03-06" in refusal.detail
    assert "2026-03-20" in refusal.detail


def test_the_customer_has_no_more_open_promises_than_the_policy_lets() -> None:
    third = MAKE.model_copy(update={"open_promises": 2})
    promise.given().when(third).then_refused(PromiseRefused)


def test_no_more_is_promised_than_is_chased_so_one_slice_is_promised_once() -> None:
    left = MAKE.model_copy(update={"chased": {RECEIVABLE: eur("40.00")}})
    refusal = promise.given().when(left).then_refused(SliceUnfit)
    assert refusal.pointer == "/slices/0/amount"
    assert "40.00 EUR" in refusal.detail


def test_who_broke_too_many_is_not_believed_again() -> None:
    again = MAKE.model_copy(update={"broken": {RECEIVABLE: 2}})
    promise.given().when(again).then_refused(PromiseRefused)


def test_a_promise_is_in_the_currency_of_what_is_owed() -> None:
    dollars = Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=Money.parse("1.00", "USD"))
    refusal = promise.given().when(MAKE.model_copy(update={"slices": (dollars,)}))
    assert refusal.then_refused(SliceUnfit).pointer == "/slices/0/amount/currency"


def test_money_that_covers_all_of_it_keeps_it() -> None:
    promise.given(MADE).when(pays("100.00", FRIDAY)).then(
        matched("60.00", FRIDAY, "0.00"), kept(FRIDAY)
    )


def test_a_part_does_not_keep_it_and_the_rest_does() -> None:
    part = matched("20.00", TODAY, "40.00")
    promise.given(MADE).when(pays("20.00", TODAY)).then(part)
    promise.given(MADE, part).when(pays("40.00", FRIDAY, "alc_2")).then(
        matched("40.00", FRIDAY, "0.00", "alc_2"), kept(FRIDAY)
    )


def test_money_that_counts_within_the_grace_keeps_it_and_later_money_does_not() -> None:
    promise.given(MADE).when(pays("60.00", LAST_DAY)).then(
        matched("60.00", LAST_DAY, "0.00"), kept(LAST_DAY)
    )
    promise.given(MADE).when(pays("60.00", date(2026, 3, 16))).then_nothing()


def test_it_is_broken_the_day_after_and_not_a_moment_sooner() -> None:
    state = promise.given(MADE).state
    assert PROMISE.timers(state) == {DUE: NEXT_DAY}
    still = ReviewPromise(now=berlin("2026-03-15 23:59"))
    promise.given(MADE).when(still).then_nothing()
    promise.given(MADE).when(ReviewPromise(now=NEXT_DAY)).then(broken("0.00", "60.00"))


def test_what_was_kept_in_part_is_broken_with_what_was_paid() -> None:
    part = matched("20.00", TODAY, "40.00")
    promise.given(MADE, part).when(ReviewPromise(now=NEXT_DAY)).then(broken("20.00", "40.00"))


def test_money_that_is_booked_late_and_counts_in_time_makes_it_kept_after_all() -> None:
    promise.given(MADE, broken("0.00", "60.00")).when(pays("60.00", FRIDAY)).then(
        matched("60.00", FRIDAY, "0.00"), kept(FRIDAY, broken_on=date(2026, 3, 16))
    )


def test_a_payment_that_is_taken_back_before_its_day_opens_it_again() -> None:
    back = taken_back("60.00", berlin("2026-03-14 10:00"))
    reopened = PromiseReopened(**NAMES, slices=(SLICE,), remaining=eur("60.00"))
    state = promise.given(*PAID).when(back).then(UNMATCHED, reopened)
    assert PROMISE.timers(state) == {DUE: NEXT_DAY}


def test_a_payment_that_is_taken_back_later_breaks_it() -> None:
    back = taken_back("60.00", berlin("2026-03-20 10:00"))
    promise.given(*PAID).when(back).then(UNMATCHED, broken("0.00", "60.00", kept_on=FRIDAY))


def test_a_promise_expects_no_more_than_is_owed() -> None:
    lower = ReducePromise(**ABOUT, most=eur("10.00"))
    reduced = PromiseReduced(**(NAMES | ABOUT), amount=eur("50.00"), remaining=eur("10.00"))
    promise.given(MADE).when(lower).then(reduced)
    promise.given(MADE).when(ReducePromise(**ABOUT, most=eur("60.00"))).then_nothing()


def test_what_is_credited_whole_was_neither_kept_nor_broken() -> None:
    nothing = ReducePromise(**ABOUT, most=eur("0.00"))
    reduced = PromiseReduced(**(NAMES | ABOUT), amount=eur("60.00"), remaining=eur("0.00"))
    over = PromiseWithdrawn(**NAMES, slices=(SLICE,), reason=Withdrawal.NOT_OWED)
    state = promise.given(MADE).when(nothing).then(reduced, over)
    assert PROMISE.timers(state) == {}


def test_what_is_over_is_withdrawn_as_a_mistake_alone() -> None:
    by_customer = WithdrawPromise(reason=Withdrawal.BY_CUSTOMER)
    promise.given(*PAID).when(by_customer).then_refused(PromiseRefused)
    mistake = WithdrawPromise(reason=Withdrawal.IN_ERROR)
    promise.given(*PAID).when(mistake).then(
        PromiseWithdrawn(**NAMES, slices=(SLICE,), reason=Withdrawal.IN_ERROR)
    )
