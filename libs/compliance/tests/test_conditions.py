"""Conditions of a customer: recorded, lifted, each from its own day to its own end."""

from datetime import date

import pytest

from recoup_compliance.conditions import EFFECTS, Conditions, follow
from recoup_events.invoice import Condition, CustomerConditionLifted, CustomerConditionRecorded
from recoup_events.kernel.ids import ConditionId, CreditorId, CustomerId

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ID = ConditionId("cnd_1")
OURS, THEIRS = CreditorId("crd_1"), CreditorId("crd_2")


def recorded(
    condition: Condition = Condition.CEASE_REQUEST,
    *,
    until: date | None = None,
    creditor: CreditorId | None = None,
    id: ConditionId = ID,
) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CustomerId("cus_1"),
        condition_id=id,
        condition=condition,
        creditor_id=creditor,
        source="letter",
        effective_from=MARCH,
        effective_until=until,
    )


def lifted(day: date, condition: Condition = Condition.CEASE_REQUEST) -> CustomerConditionLifted:
    return CustomerConditionLifted(
        customer_id=CustomerId("cus_1"),
        condition_id=ID,
        condition=condition,
        reason="withdrawn",
        effective_from=day,
    )


def after(*events: CustomerConditionRecorded | CustomerConditionLifted) -> Conditions:
    conditions = Conditions()
    for event in events:
        conditions = follow(conditions, event)
    return conditions


def test_every_condition_says_what_it_stops() -> None:
    assert set(EFFECTS) == set(Condition)


def test_it_counts_from_its_first_day_and_not_before() -> None:
    conditions = after(recorded())
    assert not conditions.in_force(date(2026, 2, 28))
    assert [each.condition_id for each in conditions.in_force(MARCH)] == [ID]


def test_it_ends_by_itself_on_its_end() -> None:
    conditions = after(recorded(until=APRIL))
    assert conditions.in_force(date(2026, 3, 31))
    assert not conditions.in_force(APRIL)


def test_lifted_it_ends_on_that_day_and_never_later_than_by_itself() -> None:
    assert not after(recorded(), lifted(APRIL)).in_force(APRIL)
    assert not after(recorded(until=APRIL), lifted(MAY)).in_force(APRIL)


def test_lifted_from_its_first_day_it_has_never_been() -> None:
    assert after(recorded(), lifted(MARCH)) == Conditions()


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        (Condition.CEASE_REQUEST, False),
        (Condition.ATTORNEY, False),
        (Condition.INSOLVENCY, True),
        (Condition.DEATH, True),
    ],
)
def test_insolvency_and_death_bind_all_creditors(condition: Condition, bound: bool) -> None:
    conditions = after(recorded(condition, creditor=OURS))
    assert conditions.in_force(MARCH, OURS)
    assert bool(conditions.in_force(MARCH, THEIRS)) == bound


def test_the_next_change_is_the_first_later_beginning_or_end() -> None:
    conditions = after(recorded(until=MAY), recorded(id=ConditionId("cnd_2"), until=APRIL))
    days = [conditions.next_change(day) for day in (date(2026, 2, 1), MARCH, APRIL, MAY)]
    assert days == [MARCH, APRIL, MAY, None]
