"""An action is asked for once, and answered once."""

from typing import Any

from console.actions.domain.action import ACTION, ActionRefused
from console.actions.domain.commands import AnswerAction, RequestAction
from recoup_events.console import ActionAnswered, ActionRequested
from recoup_testing.scenario import Scenario

WHAT: dict[str, Any] = {"action_id": "act_1", "customer_id": "cus_1"}
HOW: dict[str, Any] = {"method": "POST", "path": "/v1/tasks/tsk_1/completion"}
REQUESTED = ActionRequested(**WHAT, **HOW)
ANSWER = AnswerAction(http_status=409, code="task_refused")
ANSWERED = ActionAnswered(**WHAT, http_status=409, code="task_refused")

action = Scenario(ACTION)


def test_it_is_recorded_before_anybody_is_asked() -> None:
    action.given().when(RequestAction(**WHAT, **HOW)).then(REQUESTED)


def test_what_was_said_to_it_is_recorded_too() -> None:
    action.given(REQUESTED).when(ANSWER).then(ANSWERED)


def test_it_is_answered_once() -> None:
    action.given(REQUESTED, ANSWERED).when(ANSWER).then_refused(ActionRefused)


def test_nothing_is_answered_that_was_not_asked_for() -> None:
    action.given().when(ANSWER).then_refused(ActionRefused)
