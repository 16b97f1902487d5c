"""Given these events, when this is asked, then this follows: a decision's specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from recoup_events.kernel.event import Command, Event
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)


@dataclass(frozen=True, slots=True)
class Asked(Generic[C, S, F]):
    """A command put to a state; say what must follow."""

    decider: Decider[C, S, F]
    state: S
    command: C

    def then(self, *events: F) -> S:
        """Exactly these events, in this order; gives the state they lead to."""
        recorded = self.decider.decide(self.command, self.state)
        assert list(recorded) == list(events)
        state = self.state
        for event in recorded:
            state = self.decider.evolve(state, event)
        return state

    def then_nothing(self) -> None:
        assert list(self.decider.decide(self.command, self.state)) == []

    def then_refused(self, refusal: type[Refused]) -> Refused:
        """Refused with exactly this noun."""
        with pytest.raises(refusal) as caught:
            self.decider.decide(self.command, self.state)
        assert type(caught.value) is refusal
        return caught.value


@dataclass(frozen=True, slots=True)
class Given(Generic[C, S, F]):
    """A history; ask something of it."""

    decider: Decider[C, S, F]
    events: Sequence[F]

    @property
    def state(self) -> S:
        state = self.decider.initial
        for event in self.events:
            state = self.decider.evolve(state, event)
        return state

    def when(self, command: C) -> Asked[C, S, F]:
        return Asked(self.decider, self.state, command)


@dataclass(frozen=True, slots=True)
class Scenario(Generic[C, S, F]):
    """The specification of one decider."""

    decider: Decider[C, S, F]

    def given(self, *events: F) -> Given[C, S, F]:
        return Given(self.decider, events)
