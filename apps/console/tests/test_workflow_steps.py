"""A workflow on a line of days, in words, and beside another version's."""

from itertools import pairwise
from typing import Any

from console.pages.workflow_steps import APART, changes, picture, when_of

REMIND = {"kind": "remind", "channel": "email", "template": "friendly_reminder"}


def step(name: str = "friendly", **changed: Any) -> dict[str, Any]:
    return {"name": name, "level": 1, "days": 3, "anchor": "due_date", "action": REMIND, **changed}


def test_steps_stand_in_the_order_of_their_days_and_before_the_due_date_left_of_it() -> None:
    drawn = picture([step("upcoming", days=-5), step(days=3), step("firm", days=30)])
    upcoming, friendly, firm = (point.x for point in drawn.points)
    assert upcoming < drawn.due < friendly < firm
    assert (0, drawn.due) in drawn.marks


def test_what_falls_on_one_day_is_drawn_apart() -> None:
    drawn = picture([step(str(number), days=14) for number in range(60)])
    across = [point.x for point in drawn.points]
    assert all(later - sooner >= APART for sooner, later in pairwise(across))
    assert drawn.width > max(across)


def test_each_way_of_doing_has_a_lane() -> None:
    call = {"kind": "call", "at": "10:00", "script": "Ask."}
    drawn = picture([step(), step("ask", action=call), step("again")])
    assert [name for name, _ in drawn.lanes] == ["email", "call"]
    assert drawn.points[0].y == drawn.points[2].y != drawn.points[1].y


def test_when_a_step_comes_is_said_in_words() -> None:
    assert when_of(step(days=-5)) == "5 days before due"
    assert when_of(step(days=0)) == "on the day due"
    assert when_of(step(anchor="previous_step", days=7)) == "7 days after the step before"
    assert when_of(step(month={"months": 3, "day": 15})) == "3 months after due, on the 15."
    assert when_of(step(anchor="date", date="2026-04-01")) == "2026-04-01"


def test_what_changed_is_named_step_by_step_and_field_by_field() -> None:
    before, after = [step(), step("firm", days=30)], [step(days=5), step("court", days=60)]
    found = changes(before, after)
    assert ("friendly", "days", "3", "5") in found
    assert {(each.step, each.field) for each in found} == {
        ("firm", ""),
        ("friendly", "days"),
        ("court", ""),
    }


def test_the_same_steps_in_another_order_are_a_change() -> None:
    [moved] = changes([step("a"), step("b")], [step("b"), step("a")])
    assert (moved.before, moved.after) == ("a, b", "b, a")


def test_the_same_steps_are_no_change() -> None:
    assert changes([step()], [step()]) == []
