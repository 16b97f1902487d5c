"""Sends what is due: many endpoints at once, few of each, so that one that hangs delays nobody."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic

from recoup_eventstore.clock import Clock
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import (
    WEBHOOK_ATTEMPTS,
    WEBHOOK_DISABLED,
    WEBHOOK_LAG_SECONDS,
    WEBHOOK_WAITING,
)
from recoup_service.own_loop import OwnLoop
from webhook.deliveries.domain.payload import body_of
from webhook.deliveries.domain.retrying import CHANCES, Next, after
from webhook.deliveries.domain.signing import headers
from webhook.deliveries.senders.claimed import Addressee, Delivery, claimed
from webhook.deliveries.senders.hopeless import Hopeless
from webhook.deliveries.senders.pace import Pace
from webhook.deliveries.senders.recorded import Sent, record
from webhook.deliveries.senders.sharing import Bounds, Sharing
from webhook.deliveries.senders.transport import Transport
from webhook.endpoints.domain.endpoint import EndpointState
from webhook.endpoints.domain.vault import Vault

QUERIES = named_queries("webhook.deliveries")
LOOK_SECONDS = 0.1
GATHER_SECONDS = 0.01
"""So long results are gathered, to be written together."""


class Delivering(OwnLoop):
    """Claims, sends and records; what was claimed by a process that died is claimed again in time."""

    name = "delivering"

    def __init__(
        self,
        pools: Pools,
        clock: Clock,
        vault: Vault,
        transport: Transport,
        bounds: Bounds,
        chance: Callable[[int], int],
        hopeless: Hopeless,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(idle_seconds=LOOK_SECONDS)
        self._pools = pools
        self._clock = clock
        self._vault = vault
        self._transport = transport
        self._chance = chance
        self._hopeless = hopeless
        self._elapsed = elapsed
        self._held_for = timedelta(seconds=bounds.seconds + 30)
        self._pace = Pace(elapsed)
        self._sharing = Sharing(bounds)
        self._tasks: dict[asyncio.Task[None], str] = {}
        self._results: list[Sent] = []
        self._claiming = False
        """What is held already, and not under way yet, does not show as due."""
        self.sending = Outcomes()
        """How long attempts took, by outcome."""

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._transport.close()

    async def step(self) -> int:
        recorded = await self._record()
        self._claiming = True
        try:
            taken = await self._claim()
        finally:
            self._claiming = False
        await self._transport.tidy()
        if self._results or (recorded and not taken):
            await asyncio.sleep(GATHER_SECONDS)
        return recorded + taken

    async def _claim(self) -> int:
        shares = self._sharing.shares(self._tasks.values())
        if not shares.free:
            return 0
        found = await claimed(self._pools, self._vault, self._clock.now(), shares, self._held_for)
        for delivery, to in found:
            task = asyncio.create_task(self._send(delivery, to))
            self._tasks[task] = delivery.endpoint_id
            task.add_done_callback(self._done)
        return len(found)

    def _done(self, task: "asyncio.Task[None]") -> None:
        del self._tasks[task]
        self.wake()

    async def _send(self, delivery: Delivery, to: Addressee) -> None:
        endpoint = to.endpoint
        if delay := self._pace.delay(delivery.endpoint_id, endpoint.wanted.per_second):
            await asyncio.sleep(delay)
        now = self._clock.now()
        if endpoint.state is not EndpointState.ENABLED:
            given_up = Next("failed", reason=f"endpoint_{endpoint.state or 'unknown'}")
            self._results.append(Sent(delivery, endpoint, given_up, now))
            return
        if delivery.body is None:
            forgotten = Next("failed", reason="event_forgotten")
            self._results.append(Sent(delivery, endpoint, forgotten, now))
            return
        body = body_of(delivery.body, endpoint.wanted.payload)
        sent = headers(str(delivery.event_id), now, body, to.secrets)
        began = self._elapsed()
        answer = await self._transport.post(delivery.endpoint_id, endpoint.wanted.url, sent, body)
        took = self._elapsed() - began
        self.sending[answer.outcome].add(took)
        self._sharing.learn(delivery.endpoint_id, answer.outcome)
        at = self._clock.now()
        then = after(answer, delivery.tries + 1, at, self._chance(CHANCES))
        self._results.append(Sent(delivery, endpoint, then, at, answer, sent, int(took * 1000)))

    async def _record(self) -> int:
        if not self._results:
            return 0
        results = list(self._results)
        health = await record(self._pools, results, self._clock.now())
        del self._results[: len(results)]  # only now: what could not be written is written later
        await self._hopeless.look(results, health)
        return len(results)

    def samples(self) -> Iterator[Sample]:
        for outcome, durations in self.sending.items():
            yield Sample(WEBHOOK_ATTEMPTS, durations, [outcome])

    async def looked_up(self) -> Sequence[Sample]:
        with transient_errors():
            [row] = await self._pools.worker.fetch(QUERIES["overview"])
            disabled = await self._pools.worker.fetchval(QUERIES["disabled"])
        oldest, now = row["oldest_at"], self._clock.now()
        lag = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
        return [
            Sample(WEBHOOK_WAITING, row["waiting"]),
            Sample(WEBHOOK_LAG_SECONDS, lag),
            Sample(WEBHOOK_DISABLED, disabled),
        ]

    async def quiet(self) -> bool:
        due = await self.next_moment()  # first: what is taken meanwhile shows in what follows
        if self._claiming or self._tasks or self._results:
            return False
        return due is None or due > self._clock.now()

    async def next_moment(self) -> datetime | None:
        """When the next attempt is due."""
        with transient_errors():
            due: datetime | None = await self._pools.worker.fetchval(QUERIES["next_due"])
        return due
