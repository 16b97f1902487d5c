"""Endpoints that listen, deliveries that run, and a clock that a test turns."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from httpx import AsyncClient

from recoup_cli.services import NOWHERE
from recoup_events.invoice import InvoicePaid
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import running, settled
from webhook.deliveries.senders.delivering import Delivering
from webhook.deliveries.senders.guard import GuardedBackend
from webhook.deliveries.senders.hopeless import Hopeless
from webhook.deliveries.senders.queueing import Queueing
from webhook.deliveries.senders.sharing import Bounds
from webhook.deliveries.senders.transport import Transport
from webhook.endpoints.domain.address import Rules
from webhook.endpoints.domain.vault import Vault
from webhook.settings import WebhookSettings

LOOPBACK = [ip_network("127.0.0.0/8")]
SECONDS = 1.0
PATH = "/v1/webhook-endpoints"


@pytest.fixture
def settings() -> WebhookSettings:
    here = {"webhook_plain_http": True, "webhook_networks": "127.0.0.0/8"}
    return WebhookSettings.model_validate({**NOWHERE, **here})


def paid(number: int, customer: str = "cus_1") -> InvoicePaid:
    return InvoicePaid(
        invoice_id=InvoiceId(str(number)),
        customer_id=CustomerId(customer),
        paid_on=date(2026, 3, 1),
    )


@dataclass
class Scene:
    """The service's deliveries, from outside."""

    erp: AsyncClient
    pools: Pools
    clock: TurnedClock
    command_runner: CommandRunner
    vault: Vault
    receive: Callable[..., Any]
    rules: Rules = field(default_factory=lambda: Rules(plain_http=True, networks=LOOPBACK))
    chance: int = 0
    seconds: float = SECONDS

    async def says(self, *numbers: int, customer: str = "cus_1") -> None:
        await self.receive(*(paid(number, customer) for number in numbers))

    async def endpoint(self, url: str, name: str = "erp", **wanted: Any) -> str:
        body = {"external_id": name, "url": url, **wanted}
        answer = await self.erp.post(PATH, json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def shown(self, id: str) -> dict[str, Any]:
        answer = await self.erp.get(f"{PATH}/{id}")
        found: dict[str, Any] = answer.json()
        return found

    async def ask(self, id: str, what: str, **body: Any) -> dict[str, Any]:
        """Something of the endpoint, which is done."""
        answer = await self.erp.post(f"{PATH}/{id}/{what}", json=body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def listed(self, id: str, what: str, **query: str) -> list[dict[str, Any]]:
        answer = await self.erp.get(f"{PATH}/{id}/{what}", params={"limit": "100", **query})
        assert answer.is_success, answer.text
        rows: list[dict[str, Any]] = answer.json()["data"]
        return rows

    async def secret(self, id: str) -> str:
        answer = await self.erp.get(f"{PATH}/{id}/secrets")
        return str(answer.json()["data"][0]["secret"])

    def loops(self, backend: GuardedBackend | None = None) -> tuple[Queueing, Delivering]:
        bounds = Bounds(at_once=64, of_endpoint=4, seconds=self.seconds)
        transport = Transport(
            backend or GuardedBackend(self.rules), bounds.seconds, bounds.of_endpoint
        )
        hopeless = Hopeless(self.command_runner, self.clock, "webhook")
        return Queueing(self.pools, self.clock), Delivering(
            *(self.pools, self.clock, self.vault, transport, bounds),
            *(lambda _below: self.chance, hopeless),
        )

    @asynccontextmanager
    async def sending(self, backend: GuardedBackend | None = None) -> AsyncIterator[Delivering]:
        """The loops run as long as the block lasts."""
        queueing, delivering = self.loops(backend)
        async with running(queueing, delivering):
            yield delivering

    async def settle(self, backend: GuardedBackend | None = None) -> None:
        """All is sent that is due now."""
        loops = self.loops(backend)
        async with running(*loops):
            await settled(*loops)

    async def until(self, moment: datetime) -> list[datetime]:
        """Time passes, and stops wherever an attempt is due; gives these moments."""
        stops = []
        loops = self.loops()
        async with running(*loops):
            await settled(*loops)
            while (due := await loops[1].next_moment()) is not None and due <= moment:
                self.clock.instant = max(due, self.clock.instant)
                stops.append(self.clock.instant)
                await settled(*loops)
            self.clock.instant = moment
            await settled(*loops)
        return stops

    async def after(self, **time: float) -> list[datetime]:
        return await self.until(self.clock.instant + timedelta(**time))


@pytest.fixture
def scene(
    erp: AsyncClient,
    pools: Pools,
    clock: TurnedClock,
    command_runner: CommandRunner,
    settings: WebhookSettings,
    receive: Any,
) -> Scene:
    return Scene(erp, pools, clock, command_runner, Vault(settings.keys), receive)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For erp.example, and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "erp.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))  # noqa: DTZ001 - as X.509 has it
        .not_valid_after(datetime(2099, 1, 1))  # noqa: DTZ001
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("erp.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "erp.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
