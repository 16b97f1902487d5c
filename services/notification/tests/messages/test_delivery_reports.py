"""What becomes known of a message after it left: in any order, twice, and late."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from notification.messages.domain import commands, delivery
from notification.messages.domain import events as events
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.message import ASSUME_DELIVERED, MESSAGE
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.outcomes import Deferred, Taken
from recoup_events import notification as public
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import DebtId
from recoup_events.notification import DeliveryProof
from recoup_testing.mail_example import CONTENT
from recoup_testing.scenario import Scenario

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
IDS = {
    "message_id": "msg_1",
    "reminder_id": "rem_1",
    "customer_id": "cus_1",
    "creditor_id": "crd_1",
    "person_id": "per_1",
    "channel": Channel.SMS,
}
ASKED = events.MessageAsked(**IDS, template="sms_nudge", send_at=NINE)
QUEUE = commands.QueueMessage(
    content=CONTENT, debts=(DebtId("deb_1"),), rules_version="rules-1", at=NINE
)
BEGUN = (ASKED, *delivery.queued(QUEUE, ASKED))
message = Scenario(MESSAGE)
SENT = public.MessageSent(**IDS, provider_id="SM1", attempt=1)
TAKEN = commands.ReportTaken(provider_id="SM1")
BACK = public.MessageUndelivered(**IDS, reason="30005", returned_at=NINE, address_unknown=True)
RETURN = commands.ReportUndelivered(
    provider_id="SM1", reason="30005", returned_at=NINE, address_unknown=True
)


def arrived(proof: DeliveryProof = DeliveryProof.CONFIRMED) -> public.MessageDelivered:
    return public.MessageDelivered(**IDS, proof=proof, delivered_at=NINE)


def report(proof: DeliveryProof = DeliveryProof.CONFIRMED) -> commands.ReportDelivered:
    return commands.ReportDelivered(provider_id="SM1", proof=proof, delivered_at=NINE)


def test_what_was_taken_and_arrived_is_delivered() -> None:
    state = message.given(*BEGUN, SENT).when(report()).then(arrived())
    assert state.state is MessageState.DELIVERED


def test_what_was_taken_and_came_back_is_undelivered() -> None:
    state = message.given(*BEGUN, SENT).when(RETURN).then(BACK)
    assert (state.state, state.reason) == (MessageState.UNDELIVERED, "30005")


def test_a_report_before_the_answer_proves_that_it_was_taken() -> None:
    message.given(*BEGUN).when(report()).then(SENT, arrived())


def test_the_answer_that_comes_after_the_report_says_nothing_new() -> None:
    answer = commands.RecordOutcome(outcome=Taken(provider_id="SM1"), at=NINE)
    message.given(*BEGUN, SENT, arrived()).when(answer).then_nothing()


def test_a_report_settles_what_was_in_doubt_and_nothing_is_sent_again() -> None:
    lost = delivery.recorded(
        commands.RecordOutcome(outcome=Deferred(reason="lost", in_doubt=True), at=NINE), ASKED, 1
    )
    state = message.given(*BEGUN, *lost).when(TAKEN).then(SENT)
    assert MESSAGE.timers(state) == {}


def test_what_nobody_handed_over_has_no_reports() -> None:
    message.given(ASKED).when(report()).then_refused(MessageRefused)


@pytest.mark.parametrize("first", [report(), RETURN], ids=["delivered", "undelivered"])
def test_reports_of_a_provider_end_alike_in_every_order_and_twice(
    first: commands.DeliveryReport,
) -> None:
    """It says one thing in the end, and steps on the way to it come before or after."""
    ends = set()
    for order in permutations([TAKEN, first, first]):
        state = message.given(*BEGUN).state
        for command in order:
            for event in MESSAGE.decide(command, state):
                state = MESSAGE.evolve(state, event)
        ends.add((state.state, state.arrival))
    assert len(ends) == 1


def test_a_stronger_proof_is_added_and_a_weaker_one_is_not() -> None:
    assumed, tracked = arrived(DeliveryProof.NOT_RETURNED), arrived(DeliveryProof.TRACKED)
    given = message.given(*BEGUN, SENT, assumed)
    given.when(report(DeliveryProof.TRACKED)).then(tracked)
    given = message.given(*BEGUN, SENT, tracked)
    given.when(report(DeliveryProof.NOT_RETURNED)).then_nothing()


@pytest.mark.parametrize(
    ("proof", "then"),
    [
        (DeliveryProof.NOT_RETURNED, (BACK,)),
        (DeliveryProof.TRACKED, (BACK,)),
        (DeliveryProof.CONFIRMED, ()),
        (DeliveryProof.SIGNED_FOR, ()),
    ],
)
def test_what_was_only_assumed_or_tracked_may_still_come_back(
    proof: DeliveryProof, then: tuple[Event, ...]
) -> None:
    decided = message.given(*BEGUN, SENT, arrived(proof)).when(RETURN)
    decided.then(*then) if then else decided.then_nothing()


def test_what_came_back_was_delivered_only_if_somebody_signed_for_it() -> None:
    message.given(*BEGUN, SENT, BACK).when(report(DeliveryProof.TRACKED)).then_nothing()
    signed = arrived(DeliveryProof.SIGNED_FOR)
    message.given(*BEGUN, SENT, BACK).when(report(DeliveryProof.SIGNED_FOR)).then(signed)


def test_a_message_given_up_in_doubt_that_arrived_was_sent() -> None:
    given_up = delivery.failed(ASKED, "the last attempt began and its outcome is unknown", 1)
    later = commands.ReportDelivered(
        provider_id="SM1",
        proof=DeliveryProof.CONFIRMED,
        delivered_at=NINE + timedelta(days=1),
    )
    arrived_late = public.MessageDelivered(
        **IDS, proof=later.proof, delivered_at=later.delivered_at
    )
    state = message.given(*BEGUN, given_up).when(later).then(SENT, arrived_late)
    assert state.state is MessageState.DELIVERED


def test_a_mail_counts_as_delivered_when_it_has_not_come_back_in_time() -> None:
    until = NINE + timedelta(days=5)
    outcome = commands.RecordOutcome(outcome=Taken(provider_id="SM1"), at=NINE, returns_until=until)
    sent = SENT.model_copy(update={"returns_until": until})
    state = message.given(*BEGUN).when(outcome).then(sent)
    assert MESSAGE.timers(state) == {ASSUME_DELIVERED: until}
    state = message.given(*BEGUN, sent).when(RETURN).then(BACK)
    assert MESSAGE.timers(state) == {}


def test_who_complains_has_it_and_complains_once() -> None:
    complaint = commands.ReportComplaint(feedback="abuse", complained_at=NINE)
    complained = public.MessageComplained(**IDS, feedback="abuse", complained_at=NINE)
    message.given(*BEGUN, SENT).when(complaint).then(arrived(), complained)
    message.given(*BEGUN, SENT, arrived(), complained).when(complaint).then_nothing()


def test_what_was_put_off_untried_is_no_try_and_waits_until_it_was_told() -> None:
    later = NINE + timedelta(minutes=30)
    put_off = Deferred(reason="slow.example takes mail slowly", not_before=later)
    outcome = commands.RecordOutcome(outcome=put_off, at=NINE)
    waits = events.MessageAttemptFailed(
        message_id=ASKED.message_id,
        attempt=1,
        reason=put_off.reason,
        in_doubt=False,
        tried=False,
        retry_at=later,
    )
    state = message.given(*BEGUN).when(outcome).then(waits)
    assert (state.attempts, state.untried) == (1, 1)
    assert MESSAGE.timers(state) == {"send": later}
