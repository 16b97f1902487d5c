"""What a customer's conditions stop: each its own kind of message, and for no longer than it stands."""

from datetime import UTC, date, datetime

import pytest

from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import Attempts
from notification.debtors.domain.debtor import Debtor, Profile
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.receivable import Receivable, Terms
from notification.messages.domain.verdict import Allowed, Refusal
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.ids import (
    ConditionId,
    CustomerId,
    MessageId,
    PersonId,
    ReminderId,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros
from recoup_testing.persons import person
from recoup_testing.pre_send import BOLTS, TERM
from recoup_testing.reminders import reminder

NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # in Berlin
REMINDER = MessageAsked(
    message_id=MessageId("msg_1"),
    reminder_id=ReminderId("rem_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CREDITOR,
    person_id=PersonId("per_ada"),
    channel=Channel.EMAIL,
    template="friendly_reminder",
    send_at=NOON,
)
FINAL = REMINDER.model_copy(update={"template": "final_notice"})
TO_THE_ATTORNEY = REMINDER.model_copy(update={"person_id": PersonId("per_portia")})


def verdict(asked: MessageAsked, condition: Condition, until: date | None = None) -> object:
    standing = StandingCondition(
        condition_id=ConditionId("cnd_1"),
        condition=condition,
        effective_from=date(2026, 1, 5),
        effective_until=until,
    )
    profile = Profile(
        name="Byron Looms GmbH",
        kind=CustomerKind.ENTITY,
        country="DE",
        time_zone="Europe/Berlin",
        language="de",
        persons=(
            person("Ada Byron", email="ada@example.com"),
            person("Portia", ContactRole.ATTORNEY, email="portia@example.com"),
        ),
    )
    known = Known(
        debtor=Debtor(profile=profile, conditions=Conditions(standing=(standing,))),
        reminder=reminder(),
        receivables={
            TERM: Receivable(
                receivable_id=TERM,
                terms=Terms(
                    issue_date=date(2026, 1, 31),
                    creditor_id=CREDITOR,
                    number="R-1",
                    purchase_order=None,
                    due_date=date(2026, 1, 1),
                ),
                balance=euros(100),
            )
        },
        wishes=Wishes(),
        attempts=Attempts(),
        creditor=BOLTS,
    )
    return pre_send_check(asked, None, known, NOON)


def refusal(asked: MessageAsked, condition: Condition, until: date | None = None) -> Refusal:
    refused = verdict(asked, condition, until)
    assert isinstance(refused, Refusal)
    return refused


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        (Condition.INSOLVENCY, "policy-insolvency-stay"),
        (Condition.DEATH, "policy-death"),
        (Condition.BREATHING_SPACE, "policy-breathing-space"),
        (Condition.CEASE_REQUEST, "policy-cease-in-writing"),
        (Condition.ATTORNEY, "policy-attorney"),
    ],
)
def test_what_a_condition_stops_is_not_sent(condition: Condition, rule: str) -> None:
    assert refusal(REMINDER, condition).rule == rule


def test_whoever_has_an_attorney_is_written_to_through_the_attorney() -> None:
    assert isinstance(verdict(TO_THE_ATTORNEY, Condition.ATTORNEY), Allowed)
    assert refusal(TO_THE_ATTORNEY, Condition.CEASE_REQUEST).rule == "policy-cease-in-writing"


@pytest.mark.parametrize("condition", [Condition.HARDSHIP, Condition.VULNERABILITY])
def test_whoever_is_in_need_gets_reminders_and_no_final_notice(condition: Condition) -> None:
    assert isinstance(verdict(REMINDER, condition), Allowed)
    assert refusal(FINAL, condition).rule == f"policy-{condition}"


def test_a_message_waits_days_for_a_condition_to_end_and_not_weeks() -> None:
    waits = refusal(REMINDER, Condition.CEASE_REQUEST, until=date(2026, 1, 9))
    assert waits.retry_at == datetime(2026, 1, 9, 7, tzinfo=UTC)
    assert refusal(REMINDER, Condition.CEASE_REQUEST, until=date(2026, 3, 9)).retry_at is None
