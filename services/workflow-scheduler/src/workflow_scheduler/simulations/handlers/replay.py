"""Lives through one customer's past again: the same events, the same engine, perhaps another policy."""

from collections import defaultdict
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.decider import Decider
from recoup_eventstore.memory.replayed_work import ReplayedWork
from recoup_eventstore.ports import DueTimer
from recoup_eventstore.timer_cause import continued
from recoup_messaging.subscriptions import Reaction
from recoup_service.engine import Engine
from workflow_scheduler.simulations.domain.leg import Leg
from workflow_scheduler.simulations.domain.past import (
    Intervened,
    Past,
    Received,
    Recorded,
    Turn,
    place_of,
    turns_of,
)
from workflow_scheduler.simulations.handlers.keeping import keep_received
from workflow_scheduler.simulations.handlers.replaying import Replayed, Replaying


class Driver:
    """The service's own reactions and timers, driven by a past instead of a broker and a clock."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reactions: defaultdict[type[Event], list[Reaction[Any]]] = defaultdict(list)
        for each in engine.subscriptions:
            if each.reaction is not keep_received:  # a past is kept once
                self._reactions[each.event].append(each.reaction)
        self._timers = {(each.decider.category, each.name): each for each in engine.timer_handlers}
        self.deciders: Mapping[str, Decider[Any, Any, Any]] = {
            each.decider.category: each.decider for each in engine.timer_handlers
        }

    def replay(
        self,
        past: Past,
        begins: datetime,
        ends: datetime,
        config: Sequence[Recorded] = (),
        leg: Leg | None = None,
    ) -> Replayed:
        """Everything before ``begins`` is as it was; what follows is decided anew, up to ``ends``.

        ``leg`` watches it all, and may have debtors pay.
        """
        return driven(self._replay(past, begins, ends, config, leg))

    async def _replay(
        self,
        past: Past,
        begins: datetime,
        ends: datetime,
        config: Sequence[Recorded],
        leg: Leg | None,
    ) -> Replayed:
        replayed = Replayed(broken=list(past.broken))
        numbers = count(1)
        work = ReplayedWork(
            past.account,
            self.engine.views,
            lambda: UUID(int=next(numbers)),
            self.engine.followers,
            self.engine.conclusions,
            self.deciders,
        )
        turns = _with_config(turns_of(past, self.deciders), config)
        before = [turn for turn in turns if turn.at < begins]
        await self._relive(work, past, before, begins, config)
        if leg is not None:
            leg.foresees(each.envelope.event for each in past.received)
            remember(leg, past, begins)
        later = [turn for turn in turns if turn.at >= begins]
        replaying = Replaying(self, work, replayed, later, begins, leg)
        await replaying.run(ends)
        return replayed

    async def _relive(
        self,
        work: ReplayedWork,
        past: Past,
        turns: Sequence[Turn],
        begins: datetime,
        config: Sequence[Recorded],
    ) -> None:
        """Fold what was, and decide nothing."""
        own = [each for each in past.recorded if each.envelope.cause.at < begins]
        set_before = [each for each in config if each.envelope.cause.at < begins]
        received = [turn for turn in turns if isinstance(turn, Received)]
        known: list[Recorded | Received] = [*own, *set_before, *received]
        for each in sorted(known, key=place_of):
            if isinstance(each, Recorded):
                work.adopt(each.envelope)
            await work.apply(each.envelope)
        await work.turned()

    async def react(self, work: ReplayedWork, received: Envelope[Event], at: datetime) -> None:
        origin = received.cause
        actor = self.engine.actor
        cause = Cause(at, actor, origin.correlation_id, received.id, origin.traceparent)
        await work.apply(received)
        for reaction in self._reactions.get(type(received.event), ()):
            await reaction(work, received, cause)

    async def wake(self, work: ReplayedWork, timer: DueTimer, now: datetime) -> None:
        stream, name = timer.key
        cause = await continued(work, stream, now, self.engine.actor)
        await self._timers[stream.category, name].wake(work, stream, now, cause)


def _with_config(turns: Sequence[Turn], config: Sequence[Recorded]) -> Sequence[Turn]:
    """What the tenant set meanwhile comes between: its account is another, so time alone orders it."""
    if not config:
        return turns
    set_then = [Intervened(each.place, each.envelope.cause.at, [each.envelope]) for each in config]
    return sorted([*turns, *set_then], key=place_of)


def remember(leg: Leg, past: Past, until: datetime) -> None:
    """Let it hear and see what was before."""
    turns: list[Recorded | Received] = [*past.received, *past.recorded]
    for each in sorted(turns, key=place_of):
        if isinstance(each, Received):
            if each.at < until:
                leg.hears(each.envelope, each.at)
        elif each.envelope.cause.at < until:
            for _ in leg.sees([each.envelope]):
                pass  # nobody pays before the simulation begins, or in what was


def driven(coroutine: Coroutine[Any, Any, Replayed]) -> Replayed:
    """The result of what never waits; no event loop is needed, and none is disturbed."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        replayed: Replayed = ended.value
        return replayed
    raise AssertionError("a replay waits for nothing")
