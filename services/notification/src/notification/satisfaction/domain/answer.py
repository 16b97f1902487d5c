"""The answer of a message's reader: one, which may be changed for a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.refusals import Refused
from recoup_events.notification import SatisfactionAnswered
from recoup_eventstore.decider import Decider

CHANGEABLE = timedelta(days=1)
"""Since the first answer; a judgement is of the moment, and reports do not move for ever."""


class SatisfactionRefused(Refused):
    """The message takes no answer, or no other one any more."""

    code = "satisfaction_refused"


class AnswerSatisfaction(Command):
    answer: SatisfactionAnswered
    at: datetime


class Satisfaction(Value):
    answered: SatisfactionAnswered | None = None


def decide(command: AnswerSatisfaction, state: Satisfaction) -> Sequence[SatisfactionAnswered]:
    """Said again it is the same."""
    answer, first = command.answer, state.answered
    if first is None:
        return [answer]
    if (answer.satisfied, answer.words) == (first.satisfied, first.words):
        return []
    if command.at > first.first_answered_at + CHANGEABLE:
        raise SatisfactionRefused(
            f"It was answered at {first.first_answered_at:%Y-%m-%d %H:%M} UTC, and may be changed for a "
            "day; the answer stands."
        )
    return [answer.model_copy(update={"first_answered_at": first.first_answered_at})]


def evolve(state: Satisfaction, event: SatisfactionAnswered) -> Satisfaction:
    return Satisfaction(answered=event)


SATISFACTION: Decider[AnswerSatisfaction, Satisfaction, SatisfactionAnswered] = Decider(
    "satisfaction", Satisfaction(), decide, evolve
)
