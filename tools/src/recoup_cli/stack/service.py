"""One of Recoup's own services: migrated, then served."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence

import httpx

from recoup_cli.sinks.payments import SECRET
from recoup_cli.stack import databases, process
from recoup_cli.stack.addresses import Servers, ServiceAddresses
from recoup_cli.stack.home import Home
from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK
from recoup_cli.stack.state import State
from recoup_events.kernel.topics import OWNERS
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.kafka_settings import environment_of

PORTAL_KEYS = "the-key-of-a-local-stack-and-of-no-other"
"""The same for the portal and for all services."""


class Service(Part):
    def __init__(
        self,
        package: str,
        servers: Callable[[], Servers],
        kafka_of: Callable[[str], KafkaConnection],
        home: Home,
        state: State,
    ) -> None:
        self.package = package
        self.name = package.replace("_", "-")
        self.port_names = (self.name, f"{self.name} admin")
        self._servers = servers
        self._kafka_of = kafka_of
        self._log = home.log(self.name)
        self._mark = home.mark(self.name)
        self._files = home.data / "files"
        self._state = state

    @property
    def addresses(self) -> ServiceAddresses:
        http, admin = (self._state.port(name) for name in self.port_names)
        owner, login = databases.owner(self.package), databases.login(self.package)
        return ServiceAddresses(
            http=f"http://{LOOPBACK}:{http}",
            admin=f"http://{LOOPBACK}:{admin}",
            database=self._dsn(login),
            migrate_database=self._dsn(owner),
        )

    @property
    def address(self) -> str:
        return self.addresses.http

    def environment(self) -> Mapping[str, str]:
        servers = self._servers()
        http, admin = (self._state.port(name) for name in self.port_names)
        return {
            "RECOUP_DATABASE": self.addresses.database,
            **environment_of(self._kafka_of(self.name)),
            "RECOUP_SMTP": servers.smtp,
            # Of a stack that holds nobody's real address, and the same whenever it is started.
            "RECOUP_ADDRESS_KEY": "the-key-of-a-local-stack-and-of-no-other",
            "RECOUP_CHECKPOINT_KEY": "a-key-of-a-local-stack-and-of-no-other",
            "RECOUP_WEBHOOK_KEYS": "1:the-key-of-a-local-stack-and-of-no-other",
            **(self._of_console() if self.package == "console" else {}),
            **(self._of_portal() if self.package in ("invoice", "notification") else {}),
            **(self._of_payments() if self.package == "invoice" else {}),
            # Its endpoints are programs of whoever tries it out.
            "RECOUP_WEBHOOK_PLAIN_HTTP": "true",
            "RECOUP_WEBHOOK_NETWORKS": "127.0.0.0/8",
            # A quarter that is played is followed from its first day.
            "RECOUP_EVENTS_KEPT_DAYS": "400",
            "RECOUP_FILES": str(self._files),
            "RECOUP_PORTAL_KEYS": PORTAL_KEYS,
            "RECOUP_SMS_URL": servers.sms,
            "RECOUP_SMS_FROM": "+447700900001",
            "RECOUP_LETTER_URL": (self._files.parent / "letters").as_uri(),
            "RECOUP_HTTP_HOST": LOOPBACK,
            "RECOUP_HTTP_PORT": str(http),
            "RECOUP_ADMIN_PORT": str(admin),
            "RECOUP_CLOCK": self._state.clock,
            "RECOUP_INSTANCE": "local",
            # One key plays a whole ledger as fast as it can.
            "RECOUP_MAX_REQUESTS_PER_KEY_PER_SECOND": "10000",
        }

    def _of_console(self) -> Mapping[str, str]:
        """It asks all services, and shows how they are."""
        names = [owner.replace("_", "-") for owner in OWNERS]
        admins = {name: f"http://{LOOPBACK}:{self._state.port(f'{name} admin')}" for name in names}
        return {
            "RECOUP_CONSOLE_KEYS": "the-key-of-a-local-stack-and-of-no-other",
            "RECOUP_CONSOLE_API": f"http://{LOOPBACK}:{self._state.port('gateway')}",
            "RECOUP_CONSOLE_SECURE": "false",
            "RECOUP_CONSOLE_ADMIN_ADDRESSES": json.dumps(admins),
        }

    def _of_portal(self) -> Mapping[str, str]:
        """Where links in messages lead."""
        return {"RECOUP_PORTAL_URL": f"http://{LOOPBACK}:{self._state.port('portal')}"}

    def _of_payments(self) -> Mapping[str, str]:
        """Who collects online, and by which secret its callbacks are known."""
        return {
            "RECOUP_PAYMENT_PROVIDER_URL": f"http://{LOOPBACK}:{self._state.port('payments')}",
            "RECOUP_PAYMENT_WEBHOOK_SECRET": SECRET,
        }

    def owner_environment(self) -> Mapping[str, str]:
        """For the errands of the database's owner; what serves is never given it."""
        owner = {"RECOUP_MIGRATE_DATABASE": self.addresses.migrate_database}
        return {**self.environment(), **owner}

    async def prepare(self) -> None:
        await self._run("migrate")

    async def rewind(self) -> None:
        """Have it publish everything again at its next start; it must not run."""
        await self._run("republish")

    async def _run(self, action: str) -> None:
        environment = {**self.owner_environment(), **self._mark}
        await process.run(self._python(action), environment, self._log)

    def command(self) -> Sequence[str]:
        return self._python("serve")

    async def is_ready(self) -> bool:
        try:
            # No https here, and loading certificates would cost the start more than the answers.
            async with httpx.AsyncClient(trust_env=False, timeout=5, verify=False) as client:
                answer = await client.get(f"{self.addresses.admin}/readyz")
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK

    def _dsn(self, role: str) -> str:
        password = self._state.secret(role)
        servers = self._servers()
        return databases.dsn(servers.postgres, role, password, self.package, servers.standby)

    def _python(self, action: str) -> list[str]:
        return [sys.executable, "-m", self.package, action]
