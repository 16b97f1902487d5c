"""Turn after turn of a past: what was received, what people did, and what comes due between."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import Any, Protocol

from recoup_events.kernel.envelope import Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.refusals import Refused
from recoup_events.workflow_scheduler import TaskCompleted
from recoup_eventstore.memory.replayed_work import ReplayedWork
from recoup_eventstore.ports import DueTimer, TimerKey
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.simulations.domain.leg import Leg, Payment
from workflow_scheduler.simulations.domain.past import (
    Broken,
    Fired,
    Intervened,
    Received,
    Turn,
)
from workflow_scheduler.simulations.domain.payments import OF_ONE_TERM, OfOneTerm, paid_by_model
from workflow_scheduler.simulations.handlers.interventions import asked_again


@dataclass(slots=True)
class Replayed:
    """What came of a past: everything that was decided from its beginning on, and what did not fit."""

    recorded: list[Envelope[Event]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    unfit: int = 0
    """What people did and could not have done here, such as completing a task that nobody asked for."""
    as_recorded: int = 0
    """What people did and was taken over word for word."""


class Deciding(Protocol):
    """What a replay needs of the service."""

    async def react(self, work: ReplayedWork, received: Envelope[Event], at: datetime) -> None: ...

    async def wake(self, work: ReplayedWork, timer: DueTimer, now: datetime) -> None: ...


@dataclass(slots=True)
class Replaying:
    """One replayed, as far as it has come."""

    driver: Deciding
    work: ReplayedWork
    replayed: Replayed
    turns: Sequence[Turn]
    now: datetime
    leg: Leg | None
    payments: list[Payment] = field(default_factory=list)
    """Those to come by the response model, as a heap."""
    paid: set[ReceivableId] = field(default_factory=set)
    awaited: set[tuple[TimerKey, datetime]] = field(default_factory=set)

    async def run(self, ends: datetime) -> None:
        for turn in self.turns:
            if isinstance(turn, Fired):
                self.awaited.add((TimerKey(turn.stream, turn.name), turn.due_at))
        for turn in self.turns:
            if turn.at > ends:
                break
            await self._pass_time(turn.at)
            await self._take(turn)
        self.awaited.clear()
        await self._pass_time(ends)

    async def _pass_time(self, until: datetime) -> None:
        """Answer what comes due by itself; what was answered late comes with its own turn."""
        while True:
            timer = self.work.due(self.awaited)
            due_at = None if timer is None else max(self.now, timer.due_at)
            paid_at = self.payments[0].at if self.payments else None
            if paid_at is not None and paid_at <= until and (due_at is None or paid_at < due_at):
                self.now = max(self.now, paid_at)
                await self._pay(heappop(self.payments))
            elif timer is not None and due_at is not None and timer.due_at <= until:
                self.now = due_at
                await self._fire(timer, due_at)
            else:
                break
        self.now = max(self.now, until)

    async def _take(self, turn: Turn) -> None:
        match turn:
            case Received(envelope=envelope):
                if isinstance(envelope.event, OF_ONE_TERM) and self._settled(envelope.event):
                    return
                await self._receive(envelope, turn.at)
            case Fired():
                timer = DueTimer(turn.due_at, TimerKey(turn.stream, turn.name))
                if self.work.stands(timer):
                    await self._fire(timer, turn.at)
            case Intervened():
                await self._intervene(turn)

    def _settled(self, event: OfOneTerm) -> bool:
        """Whether the response model has paid it already, so that the past's own payment is none."""
        return event.receivable_id in self.paid

    async def _receive(self, envelope: Envelope[Event], at: datetime) -> None:
        if self.leg is not None:
            self.leg.hears(envelope, at)
        await self._attempt(self.driver.react(self.work, envelope, at), envelope)

    async def _pay(self, payment: Payment) -> None:
        owed = await self.work.document(OWED, self.work.account, payment.receivable_id)
        if owed.balance:
            self.paid.add(payment.receivable_id)
            if self.leg is not None:
                self.leg.paid(payment)
            await self._receive(paid_by_model(self.work.account, payment, owed.balance), payment.at)

    async def _fire(self, timer: DueTimer, now: datetime) -> None:
        self.work.taken(timer)
        last = await self.work.last(timer.key.stream)
        await self._attempt(self.driver.wake(self.work, timer, now), last)

    async def _intervene(self, turn: Intervened) -> None:
        first = turn.envelopes[0]
        answered = any(isinstance(each.event, TaskCompleted) for each in turn.envelopes)
        asked = asked_again(turn.envelopes)
        if asked and not (answered and self._stands_as_then(turn.envelopes)):
            for again in asked:
                await self._attempt(again(self.work, first.cause), first, by_hand=True)
            return
        for envelope in turn.envelopes:
            own = envelope.account == self.work.account
            if own and envelope.version != self.work.version(envelope.stream) + 1:
                self.replayed.unfit += 1
                continue
            self.work.adopt(envelope)
            await self.work.apply(envelope)
            if own:
                await self._keep([envelope])
                self.replayed.as_recorded += 1
        await self.work.turned()

    def _stands_as_then(self, envelopes: Sequence[Envelope[Event]]) -> bool:
        """Whether what followed from an answer can follow here word for word."""
        versions: dict[Stream, int] = {}
        for each in envelopes:
            before = versions.get(each.stream, self.work.version(each.stream))
            if each.version != before + 1:
                return False
            versions[each.stream] = each.version
        return True

    async def _attempt(
        self, deciding: Awaitable[Any], about: Envelope[Event], *, by_hand: bool = False
    ) -> None:
        """One turn; where it fails it is named and left out, as the service would set it aside."""
        try:
            await deciding
        except Refused as refusal:
            self.work.forget()
            if by_hand:
                self.replayed.unfit += 1
            else:
                self._name(about, refusal)
        except Exception as error:  # noqa: BLE001 - it is named in the report, and the rest goes on
            self.work.forget()
            self._name(about, error)
        else:
            await self._keep(await self.work.turned())

    async def _keep(self, recorded: Sequence[Envelope[Event]]) -> None:
        self.replayed.recorded.extend(recorded)
        if self.leg is None:
            return
        for payment in self.leg.sees(recorded):
            heappush(self.payments, payment)
        if self.leg.outcomes:
            await self.work.apply(*self.leg.outcomes)
            self.leg.outcomes.clear()
            await self.work.turned()

    def _name(self, about: Envelope[Event], error: Exception) -> None:
        self.replayed.broken.append(Broken(about.id, about.event.type, type(error).__name__))
