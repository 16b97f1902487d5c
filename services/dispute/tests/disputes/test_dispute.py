from datetime import UTC, datetime, timedelta

import pytest

from dispute.disputes.domain import commands, errors, events
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import REVIEW, Ids
from recoup_events import dispute as public
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

OPENED_AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
REVIEW_AT = OPENED_AT + timedelta(days=30)
IDS: Ids = {"dispute_id": DisputeId("dsp_1"), "customer_id": CustomerId("cus_1")}
CONTESTED = Money(minor_units=60_00, currency="EUR")
SLICE = slice_of(InvoiceId("inv_1"), CONTESTED)

OPENED = public.DisputeOpened(
    **IDS,
    creditor_id=CREDITOR,
    slices=(SLICE,),
    reason=public.Reason.QUALITY,
    statement="Half of the bolts are bent.",
)
PLANNED = events.ReviewPlanned(**IDS, review_at=REVIEW_AT)
DUE = events.ReviewDue(**IDS)

WHY = "Seen by our driver."
PART = Money(minor_units=20_00, currency="EUR")
WITHDRAW = commands.WithdrawDispute(reason=WHY)
UPHOLD = commands.UpholdDispute(reason=WHY)
UPHOLD_A_PART = commands.PartlyUpholdDispute(credit=PART, reason=WHY)
REJECT = commands.RejectDispute(reason=WHY)
WITHDRAWN = public.DisputeWithdrawn(**IDS, slices=(SLICE,), reason=WHY)
UPHELD = public.DisputeUpheld(
    **IDS, slices=(SLICE,), credit=CONTESTED, credits=(SLICE,), reason=WHY
)
PARTLY_UPHELD = public.DisputePartlyUpheld(
    **IDS,
    slices=(SLICE,),
    credit=PART,
    credits=(slice_of(InvoiceId("inv_1"), PART),),
    reason=WHY,
)
REJECTED = public.DisputeRejected(**IDS, slices=(SLICE,), reason=WHY)
ENDINGS = [WITHDRAWN, UPHELD, PARTLY_UPHELD, REJECTED]

dispute = Scenario(DISPUTE)
standing = dispute.given(OPENED, PLANNED)


def test_the_debtor_may_withdraw() -> None:
    standing.when(WITHDRAW).then(WITHDRAWN)


def test_a_debtor_who_is_right_is_credited_the_whole_slice() -> None:
    standing.when(UPHOLD).then(UPHELD)


def test_a_debtor_who_is_right_in_part_is_credited_that_part() -> None:
    standing.when(UPHOLD_A_PART).then(PARTLY_UPHELD)


def test_a_debtor_who_is_wrong_owes_what_was_contested() -> None:
    standing.when(REJECT).then(REJECTED)


@pytest.mark.parametrize("minor_units", [60_00, 60_01])
def test_a_part_is_less_than_all(minor_units: int) -> None:
    credit = Money(minor_units=minor_units, currency="EUR")
    command = commands.PartlyUpholdDispute(credit=credit, reason=WHY)
    refusal = standing.when(command).then_refused(errors.CreditUnacceptable)
    assert refusal.pointer == "/credit/amount"


@pytest.mark.parametrize("minor_units", [-1, 0])
def test_a_part_is_more_than_nothing(minor_units: int) -> None:
    with pytest.raises(ValueError, match="is not more than zero"):
        commands.PartlyUpholdDispute(
            credit=Money(minor_units=minor_units, currency="EUR"), reason=WHY
        )


def test_a_credit_is_in_the_currency_of_the_slice() -> None:
    credit = Money(minor_units=20_00, currency="USD")
    command = commands.PartlyUpholdDispute(credit=credit, reason=WHY)
    refusal = standing.when(command).then_refused(errors.CurrencyUnacceptable)
    assert refusal.pointer == "/credit/currency"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "command", [WITHDRAW, UPHOLD, UPHOLD_A_PART, REJECT, commands.DemandReview()]
)
def test_what_has_ended_stays_so(
    ending: public.DisputeEvent, command: commands.DisputeCommand
) -> None:
    dispute.given(OPENED, PLANNED, ending).when(command).then_refused(errors.DisputeRefused)


@pytest.mark.parametrize("command", [WITHDRAW, UPHOLD, UPHOLD_A_PART, REJECT])
def test_what_was_never_opened_cannot_end(command: commands.DisputeCommand) -> None:
    dispute.given().when(command).then_refused(errors.DisputeRefused)


def test_the_clock_runs_while_the_dispute_is_open() -> None:
    assert DISPUTE.timers(standing.state) == {REVIEW: REVIEW_AT}


@pytest.mark.parametrize("event", [*ENDINGS, DUE])
def test_the_clock_stops_when_the_dispute_ends_or_the_time_is_over(
    event: public.DisputeEvent | events.ReviewDue,
) -> None:
    assert DISPUTE.timers(dispute.given(OPENED, PLANNED, event).state) == {}


def test_nothing_runs_before_a_dispute_is_opened() -> None:
    assert DISPUTE.timers(dispute.given().state) == {}


def test_an_undecided_dispute_is_due_for_review() -> None:
    standing.when(commands.DemandReview()).then(DUE)


def test_a_review_is_demanded_once() -> None:
    dispute.given(OPENED, PLANNED, DUE).when(commands.DemandReview()).then_refused(
        errors.DisputeRefused
    )


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        (WITHDRAW, WITHDRAWN),
        (UPHOLD, UPHELD),
        (UPHOLD_A_PART, PARTLY_UPHELD),
        (REJECT, REJECTED),
    ],
)
def test_a_late_decision_is_still_a_decision(
    command: commands.DisputeCommand, ending: public.DisputeEvent
) -> None:
    dispute.given(OPENED, PLANNED, DUE).when(command).then(ending)
