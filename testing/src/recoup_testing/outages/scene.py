"""Two services on real servers, and a customer who goes on asking whatever befalls these."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import httpx

from recoup_testing.e2e_stack import E2eStack, Tenant
from recoup_testing.example_debtor import CUSTOMER
from recoup_testing.loops import eventually

SERVICES = ("invoice", "notification")
SERVICE = "invoice"


@dataclass(frozen=True, slots=True)
class Scene:
    """The stack, and somebody who uses it."""

    e2e: E2eStack
    erp: Tenant
    numbers: "count[int]"

    async def register(self) -> httpx.Response:
        """A customer nobody has registered before."""
        number = next(self.numbers)
        body = {**CUSTOMER, "external_id": f"CUST-{number}"}
        return await self.erp.post(SERVICE, "/v1/customers", body, f"key-{number}")

    async def read(self) -> httpx.Response:
        return await self.erp.get(SERVICE, "/v1/customers")

    async def probe(self, name: str, service: str = SERVICE) -> httpx.Response:
        return await self.e2e.http.get(f"{self.e2e.stack.addresses.services[service].admin}/{name}")

    async def recorded(self) -> str:
        """What the probe complains of or warns of."""
        found: Mapping[str, Any] = (await self.probe("readyz")).json()
        return " ".join([*found["complaints"].values(), *found["warnings"].values()])

    async def said_if_reached(self) -> str:
        """As ``said``, of a process that may not listen yet."""
        try:
            return await self.recorded()
        except httpx.TransportError:
            return ""

    def processes(self) -> list[int]:
        """The pids of the services that live."""
        found = (self.e2e.stack.supervisor.find(name) for name in SERVICES)
        return [process.pid for process in found if process is not None]

    async def works(self) -> bool:
        """Whether everybody does everything again, Kafka's readers included."""
        if not (await self.register()).is_success:
            return False
        ready = [(await self.probe("readyz", name)).is_success for name in SERVICES]
        quiet = [await self.e2e.is_quiet(name) for name in SERVICES]
        return all(ready) and all(quiet) and not await self.recorded()

    async def recovers(self) -> None:
        """By itself, all of it."""
        await eventually(partial(self.works))


def is_told_to_come_again(answer: httpx.Response) -> bool:
    """A 503 as the API describes it; fails on anything else that is no success."""
    if answer.is_success:
        return False
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["code"] in ("unavailable", "read_only")
    return True
