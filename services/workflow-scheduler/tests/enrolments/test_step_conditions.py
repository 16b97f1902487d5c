from typing import Any

import pytest

from recoup_events.kernel.amount_range import AmountRange
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    Category,
    DayRange,
    Step,
    StepCondition,
)
from recoup_testing.courses import Course
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import PLANNED, email, eur, sms
from workflow_scheduler.debtors.domain.facts import DebtorFacts

ANGRY = DebtorFacts(
    kind="entity",
    country="US",
    subdivision="US-TX",
    category=Category.ANGRY,
    standings={CREDITOR: "hold"},
    last_answer="promised",
)


def conditional(step: Step, **when: Any) -> Step:
    return step.model_copy(update={"when": StepCondition(**when)})


def course(*steps: Step, facts: DebtorFacts = ANGRY) -> Course:
    course = Course(PLANNED.model_copy(update={"steps": steps}), facts=facts)
    course.until("2026-12-31 12:00")
    return course


def eur_range(at_least: str | None = None, below: str | None = None) -> AmountRange:
    bounds = {"at_least": at_least, "below": below}
    return AmountRange(
        currency="EUR", **{name: eur(each) for name, each in bounds.items() if each is not None}
    )


YEN = AmountRange(currency="JPY", at_least=Money(minor_units=1, currency="JPY"))


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ({"amounts": [eur_range("100.00")]}, None),
        ({"amounts": [YEN, eur_range(below="100.01")]}, None),
        ({"amounts": [eur_range("100.01")]}, "is chased, wanted EUR from 100.01"),
        ({"amounts": [YEN]}, "wanted JPY from 1"),
        ({"days_past_due": DayRange(at_least=5)}, None),
        ({"days_past_due": DayRange(below=5)}, "5 days past due, wanted below 5"),
        ({"categories": [Category.ANGRY, Category.UNORGANIZED]}, None),
        ({"categories": [Category.UNDECIDED]}, "category angry, wanted undecided"),
        ({"customer_kinds": ["consumer"]}, "customer kind entity, wanted consumer"),
        ({"countries": ["US-TX"]}, None),
        ({"countries": ["US"]}, None),
        ({"countries": ["DE", "US-CA"]}, "country US-TX, wanted DE or US-CA"),
        ({"standings": ["hold"]}, None),
        ({"standings": ["normal"]}, "standing hold, wanted normal"),
        ({"last_answers": ["promised", "promised_to_pay"]}, None),
        ({"last_answers": ["none"]}, "last answer promised, wanted none"),
        ({"categories": [Category.ANGRY], "countries": ["DE"]}, "country US-TX, wanted DE"),
    ],
)
def test_a_step_whose_condition_does_not_hold_is_passed_over_with_the_reason(
    when: dict[str, Any], reason: str | None
) -> None:
    run = course(conditional(email("asked", 5), **when), email("later", 9))
    names = [name for name, _ in run.came]
    if reason is None:
        assert (names, run.state.passed) == (["asked", "later"], ())
    else:
        [passed] = run.state.passed
        assert names == ["later"]
        assert (passed.step, passed.on.isoformat()) == ("asked", "2026-03-07")
        assert reason in passed.reason


def test_of_a_customer_nobody_spoke_of_it_is_known_that_nothing_is_known() -> None:
    steps = (
        conditional(email("undecided", 1), categories=[Category.UNDECIDED]),
        conditional(email("silent", 2), last_answers=["none"]),
        conditional(email("served", 3), standings=["normal"]),
        conditional(email("german", 4), countries=["DE"]),
    )
    run = course(*steps, facts=DebtorFacts())
    assert [name for name, _ in run.came] == ["undecided", "silent", "served"]
    assert run.state.passed[0].reason == "country not known, wanted DE"


def test_of_two_messages_of_one_day_one_may_be_passed_over() -> None:
    run = course(conditional(email("mail", 5), countries=["DE"]), sms("text", 5), email("late", 9))
    assert run.came == [("text", "2026-03-07"), ("late", "2026-03-11")]


def test_where_every_step_is_passed_over_a_person_decides() -> None:
    run = course(conditional(email("mail", 5), countries=["DE"]))
    assert run.came == []
    assert run.state.outcome == "exhausted"
