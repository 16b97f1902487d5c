"""One answer a message, which may be changed for a day."""

from datetime import UTC, datetime, timedelta

from notification.satisfaction.domain.answer import (
    CHANGEABLE,
    SATISFACTION,
    AnswerSatisfaction,
    SatisfactionRefused,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CustomerId, MessageId, PersonId
from recoup_events.notification import SatisfactionAnswered
from recoup_testing.creditors import CREDITOR
from recoup_testing.scenario import Scenario

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
YES = SatisfactionAnswered(
    message_id=MessageId("msg_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CREDITOR,
    person_id=PersonId("per_1"),
    channel=Channel.EMAIL,
    template="friendly_reminder",
    satisfied=True,
    first_answered_at=NOON,
)
NO = YES.model_copy(update={"satisfied": False, "words": "Which order is it?"})
satisfaction = Scenario(SATISFACTION)


def say(answer: SatisfactionAnswered, after: timedelta) -> AnswerSatisfaction:
    at = NOON + after
    return AnswerSatisfaction(answer=answer.model_copy(update={"first_answered_at": at}), at=at)


def test_an_answer_is_recorded_once() -> None:
    satisfaction.given().when(say(YES, timedelta())).then(YES)
    satisfaction.given(YES).when(say(YES, timedelta(days=9))).then_nothing()


def test_it_may_be_changed_to_the_last_moment_of_a_day() -> None:
    satisfaction.given(YES).when(say(NO, CHANGEABLE)).then(NO)


def test_changed_twice_the_day_is_that_of_the_first_answer() -> None:
    late = say(YES, CHANGEABLE + timedelta(seconds=1))
    satisfaction.given(YES, NO).when(late).then_refused(SatisfactionRefused)
