"""The real stack in a time that a test moves, and its tenants as they see it from outside."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from recoup_cli import api_keys
from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.demo.replay import pass_time
from recoup_cli.demo_creditor import BOLTS, register_creditor
from recoup_cli.demo_key import LOCAL
from recoup_cli.services import all_scopes
from recoup_cli.stack import Stack, temporary_stack
from recoup_cli.stack.clocks import stepped, wind
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.topics import OWNERS
from recoup_service.api.keys import mint
from recoup_testing.volatile import do_not_wait_for_the_disk

TIMEOUT_SECONDS = 30
STOP_AT_EVERY_MOMENT = timedelta()


@dataclass(frozen=True, slots=True)
class Tenant:
    """Somebody with a key for everything of one tenant."""

    http: httpx.AsyncClient
    bases: Mapping[str, str]
    key: str

    async def post(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any],
        key: str | None = None,
        traceparent: str | None = None,
    ) -> httpx.Response:
        headers = {**self._authorization, "If-Match": "*"}
        if traceparent is not None:
            headers["traceparent"] = traceparent
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.http.post(self.bases[service] + path, json=body, headers=headers)

    async def patch(self, service: str, path: str, body: Mapping[str, Any]) -> httpx.Response:
        headers = {**self._authorization, "If-Match": "*"}
        return await self.http.patch(self.bases[service] + path, json=body, headers=headers)

    async def get(self, service: str, path: str, **query: str) -> httpx.Response:
        url = self.bases[service] + path
        return await self.http.get(url, params=query, headers=self._authorization)

    @property
    def _authorization(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass(frozen=True, slots=True)
class E2eStack:
    """A started stack, and the hand on its clock."""

    stack: Stack
    clock_file: Path
    services: Sequence[str]
    http: httpx.AsyncClient
    clock_driver: ClockDriver

    async def until(self, moment: datetime) -> None:
        """Let time pass, stopping wherever something is due; all is quiet afterwards."""
        await pass_time(moment, self.clock_driver, STOP_AT_EVERY_MOMENT)

    async def is_quiet(self, service: str) -> bool:
        answer = await self.http.get(f"{self.stack.addresses.services[service].admin}/quiet")
        return answer.is_success and bool(answer.json()["quiet"])

    def mails(self) -> list[EmailMessage]:
        """All that have arrived, in the order they came."""
        files = sorted((self.stack.home.data / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    async def tenant(self, name: str) -> Tenant:
        now = datetime.fromisoformat(self.clock_file.read_text())
        key, text = mint(TenantId(name), "test", all_scopes(), env=LOCAL, now=now)
        chosen = {name: self.stack.addresses.services[name] for name in self.services}
        await api_keys.issue([service.migrate_database for service in chosen.values()], key)
        bases = {name: service.http for name, service in chosen.items()}
        if "invoice" in bases:
            await register_creditor(self.http, bases["invoice"], text, BOLTS)
        return Tenant(self.http, bases, text)


@asynccontextmanager
async def private_stack(
    begin: datetime,
    services: Sequence[str] = OWNERS,
    *,
    with_standby: bool = False,
    with_gateway: bool = False,
) -> AsyncIterator[E2eStack]:
    """A private stack whose clock stands at ``begin``; gone afterwards."""
    with TemporaryDirectory() as folder:
        clock = Path(folder, "clock")
        wind(clock, begin)
        async with (
            temporary_stack(
                services=services,
                clock=stepped(clock),
                with_standby=with_standby,
                with_gateway=with_gateway,
            ) as stack,
            stage_on(stack, clock, services) as scene,
        ):
            await do_not_wait_for_the_disk(stack.addresses.servers.postgres)
            yield scene


@asynccontextmanager
async def stage_on(
    stack: Stack, clock: Path, services: Sequence[str] = OWNERS
) -> AsyncIterator[E2eStack]:
    """Words for tests on a stack that was started with this clock."""
    admins = [stack.addresses.services[name].admin for name in services]
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        yield E2eStack(stack, clock, services, http, ClockDriver(clock, admins, http))
