"""The whole stack on one machine: servers, then databases and topics, then services."""

import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import AsyncFileLock, Timeout

from recoup_cli.stack import clocks, databases, kafka_logins, state, topics
from recoup_cli.stack.addresses import Addresses
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.existing import RUN_OUR_OWN, Existing
from recoup_cli.stack.gather import gather
from recoup_cli.stack.home import Home
from recoup_cli.stack.kafka_security import ADMIN
from recoup_cli.stack.part import Step, Watch, unwatched
from recoup_cli.stack.parts import Parts
from recoup_cli.stack.service import Service
from recoup_cli.stack.supervisor import Supervisor
from recoup_events.kernel.topics import OWNERS

_LOCK_PATIENCE_SECONDS = 300.0


class Stack:
    """Every process that lives in one home folder, whoever started it there."""

    def __init__(
        self,
        home: Path,
        *,
        services: Sequence[str] = OWNERS,
        clock: str | None = None,
        existing: Existing = RUN_OUR_OWN,
        partitions: int | None = None,
        with_standby: bool = False,
        secured: bool | None = None,
        with_gateway: bool = True,
        watch: Watch = unwatched,
    ) -> None:
        self.home = Home(home.resolve())
        self._chosen = services
        self._clock = clock
        self._existing = existing
        self._partitions = partitions
        self._with_standby = with_standby
        self._secured = secured
        self._with_gateway = with_gateway and tuple(services) == OWNERS
        """It leads to every service, so to a choice of them it would lead nowhere."""
        self._watch = watch
        self._load()

    async def start(self) -> None:
        """Start what does not run yet; returns when all of it is ready."""
        async with self._alone():
            await self._start(
                [part for part in self.parts.services if part.package in self._chosen]
            )

    async def stop(self, *, wipe: bool = False) -> None:
        """Stop everything, services first; ``wipe`` also removes the data and the logs."""
        async with self._alone():
            await gather(*map(self.supervisor.stop, [*self.parts.stateless, *self.parts.services]))
            await gather(*map(self.supervisor.stop, [*self.parts.servers, self.parts.standby]))
            if wipe:
                self.home.wipe()

    async def restart(self, name: str) -> None:
        """Stop this part if it still runs, and start it where it was, as an orchestrator would."""
        async with self._alone():
            part = self.parts.named(name)
            await self.supervisor.stop(part)
            await self.supervisor.launch(part)

    async def follow(self) -> None:
        """Start a standby that has everything the primary acknowledges from here on."""
        async with self._alone():
            await self.supervisor.stop(self.parts.standby)
            await self.supervisor.start(self.parts.standby)

    async def fail_over(self) -> None:
        """See to it that the primary is dead, all of it, and let its standby take over."""
        async with self._alone():
            if self.supervisor.find("postgres") is not None:
                self.supervisor.signal("postgres", signal.SIGKILL)
            await self.supervisor.stop(self.parts.named("postgres"))
            await self.parts.standby.promote()

    async def fail_back(self) -> None:
        """What has taken over moves to where the primary was."""
        async with self._alone():
            await self.supervisor.stop(self.parts.standby)
            self.parts.standby.replace_primary()
            await self.supervisor.launch(self.parts.named("postgres"))

    async def republish(self) -> None:
        """Make the topics that are missing, and have every service publish all it ever said."""
        async with self._alone():
            await gather(*map(self.supervisor.stop, self.parts.services))
            await self._start([])
            for step in (Service.prepare, Service.rewind, self.supervisor.launch):
                await gather(*map(step, self.parts.services))

    @asynccontextmanager
    async def before_first_run(self, name: str) -> AsyncIterator[Service]:
        """All but this service run, and it has its database; it follows if the block succeeds."""
        async with self._alone():
            service = self.parts.service(name)
            await self.supervisor.stop(service)
            await self._start([part for part in self.parts.services if part is not service])
            await service.prepare()
            yield service
            await self.supervisor.launch(service)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send this part a signal, and leave it at that."""
        self.supervisor.signal(self.parts.named(name).name, number)

    @property
    def is_up(self) -> bool:
        """Whether any of its services runs."""
        return any(self.supervisor.find(part.name) for part in self.parts.services)

    @property
    def addresses(self) -> Addresses:
        services = {part.package: part.addresses for part in self.parts.services}
        return Addresses(
            self.parts.addresses(), services, self.parts.gateway.address, self.parts.portal.address
        )

    @property
    def owner_databases(self) -> list[str]:
        """The way into every service's database, as its owner."""
        return [service.migrate_database for service in self.addresses.services.values()]

    @property
    def api_key(self) -> str | None:
        """The demo tenant's key, once there is one."""
        return self._state.api_key

    async def remember_api_key(self, text: str) -> None:
        async with self._alone():
            self._state.api_key = text
            self._state.save(self.home.state)

    @property
    def operator_key(self) -> str | None:
        """The operator's own key, once there is one."""
        return self._state.operator_key

    async def remember_operator_key(self, text: str) -> None:
        async with self._alone():
            self._state.operator_key = text
            self._state.save(self.home.state)

    async def admit(self) -> None:
        """Have Kafka's users though no service runs: for one that is run by hand."""
        async with self._alone():
            await self._make_users()

    @property
    def clock(self) -> str:
        return self._state.clock

    def _load(self) -> None:
        self._state = state.load(self.home.state)
        if self._secured is not None:
            self._state.secured = self._secured
        self.supervisor = Supervisor(self.home, self._state, self._watch)
        self.parts = Parts(self.home, self._state, self._existing, with_standby=self._with_standby)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """While no other command changes this stack; what others changed before is read again."""
        self.home.create()
        try:
            async with AsyncFileLock(self.home.lock, timeout=_LOCK_PATIENCE_SECONDS):
                self._load()
                yield
        except Timeout as error:
            raise StackFailed(
                f"Another command has been changing the stack in {self.home.root} for "
                f"{_LOCK_PATIENCE_SECONDS:.0f} s: wait for it, or end it, and try again."
            ) from error

    async def _start(self, services: Sequence[Service]) -> None:
        self._settle_clock()
        servers = self.parts.needed_servers
        moved = [await self.supervisor.claim(part) for part in servers]
        if any(moved):  # services that still run would look for the servers where they were
            await gather(*map(self.supervisor.stop, self.parts.services))
        others = [self.parts.standby] if self._with_standby else []
        moved = [await self.supervisor.claim(part) for part in (*others, *self.parts.services)]
        if any(moved):  # it would look for them where they were
            await gather(*map(self.supervisor.stop, self.parts.stateless))
        for part in self.parts.stateless:
            await self.supervisor.claim(part)
        self._state.partitions = self._partitions or self._state.partitions
        self._state.save(self.home.state)
        await gather(*map(self.supervisor.start, servers))
        await gather(self._make_databases(), self._make_topics())
        if services:
            await self._make_users()
        beside = self.parts.stateless if services and self._with_gateway else []
        await gather(*map(self.supervisor.start, [*services, *beside]))

    def _settle_clock(self) -> None:
        """All services must live in the same time, so a new clock needs all of them stopped."""
        if self._clock in (None, self._state.clock, clocks.as_asked(self._state.clock)):
            return
        if alive := [part.name for part in self.parts.services if self.supervisor.find(part.name)]:
            raise StackFailed(
                f"{', '.join(alive)} run by the clock {self._state.clock!r}: "
                f"`recoup down` first, then start by {self._clock!r}."
            )
        self._state.clock = clocks.anchored(self._clock, datetime.now(UTC))

    async def _make_databases(self) -> None:
        self._watch("databases", Step.PREPARING)
        await databases.ensure(self.addresses.servers.postgres, self._state.secret)
        self._watch("databases", Step.READY)

    async def _make_topics(self) -> None:
        self._watch("topics", Step.PREPARING)
        await topics.ensure(self.addresses.servers.kafka, self._state.partitions)
        self._watch("topics", Step.READY)

    async def _make_users(self) -> None:
        """Those of Kafka; a broker of somebody else's that asks nobody who they are needs none."""
        kafka = self.addresses.servers.kafka
        if kafka.sasl is None:
            return
        self._watch("users", Step.PREPARING)
        from recoup_cli.kafka_access import grants, reconcile

        accesses = grants.every_access()
        await reconcile.ensure(kafka, accesses, self.parts.kafka_password)
        services = {access.user: self.parts.kafka_of(access.user) for access in accesses}
        kafka_logins.write(self.home.kafka_logins, {ADMIN: kafka, **services})
        self._watch("users", Step.READY)
