from datetime import UTC, datetime, timedelta

from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.history import History, PastAttempt
from recoup_compliance.window import CapLeft, window
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import DebtId

NOON = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)  # a Monday in New York
DEBT, OTHER = DebtId("deb_1"), DebtId("deb_2")
NEW_YORKER = Debtor(
    kind=CustomerKind.NATURAL_PERSON,
    country="US",
    subdivision="US-NY",
    time_zone="America/New_York",
)
CALL = Attempt(
    channel=Medium.CALL,
    debtor=NEW_YORKER,
    role=Role.AGENCY,
    purpose=Purpose.CONSUMER,
    debts=(DEBT,),
    at=NOON,
)


def called(days_ago: int, debt: DebtId = DEBT) -> PastAttempt:
    return PastAttempt(at=NOON - timedelta(days=days_ago), channel=Medium.CALL, debts=(debt,))


def test_what_is_permitted_stays_so_until_the_hours_end_at_the_debtors() -> None:
    assert window(CALL, History()).until == datetime(2026, 1, 6, 2, 0, tzinfo=UTC)


def test_where_the_hour_makes_no_difference_a_new_day_may_bring_another_answer() -> None:
    nowhere = Debtor(kind=CustomerKind.ENTITY, country="DE", time_zone=None)
    attempt = CALL.model_copy(update={"debtor": nowhere})
    assert window(attempt, History()).until == datetime(2026, 1, 6, 10, 0, tzinfo=UTC)


def test_caps_say_how_many_contacts_are_left_after_this_one() -> None:
    left = window(CALL, History(attempts=(called(1), called(2), called(7)))).caps
    assert CapLeft(rule="us1-call-cap", limit=7, days=7, left=4) in left
    assert {cap.rule for cap in left} == {"us1-call-cap", "policy-call-cap"}


def test_of_several_debts_the_one_that_is_called_about_most_decides() -> None:
    attempt = CALL.model_copy(update={"debts": (DEBT, OTHER)})
    history = History(attempts=(called(1), *(called(2, OTHER) for _ in range(6))))
    assert {cap.left for cap in window(attempt, history).caps} == {0}


def test_a_creditors_own_call_is_counted_by_the_policys_cap_alone() -> None:
    attempt = CALL.model_copy(update={"role": Role.CREDITOR})
    assert [cap.rule for cap in window(attempt, History()).caps] == ["policy-call-cap"]
