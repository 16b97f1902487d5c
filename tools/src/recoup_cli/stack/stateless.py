"""Parts that keep nothing: the one address of all services, and the page of debtors."""

import json
import sys
from collections.abc import Mapping, Sequence

import httpx

from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK
from recoup_cli.stack.service import PORTAL_KEYS, Service
from recoup_cli.stack.sinks import Sink
from recoup_cli.stack.state import State


class Stateless(Part):
    """Listens on two ports, and knows where others are."""

    def __init__(self, name: str, state: State) -> None:
        self.name = name
        self.port_names = (name, f"{name} admin")
        self._state = state

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._state.port(self.name)}"

    def environment(self) -> Mapping[str, str]:
        return {
            "RECOUP_HTTP_HOST": LOOPBACK,
            "RECOUP_HTTP_PORT": str(self._state.port(self.name)),
            "RECOUP_ADMIN_PORT": str(self._state.port(f"{self.name} admin")),
        }

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", self.name, "serve"]

    async def is_ready(self) -> bool:
        admin = f"http://{LOOPBACK}:{self._state.port(f'{self.name} admin')}"
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=5, verify=False) as client:
                answer = await client.get(f"{admin}/readyz")
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK


class Gateway(Stateless):
    """The one address of all services; they can be reached without it, too."""

    def __init__(self, services: Sequence[Service], state: State) -> None:
        super().__init__("gateway", state)
        self._services = services

    def environment(self) -> Mapping[str, str]:
        places = {service.name: service.address for service in self._services}
        return {**super().environment(), "RECOUP_SERVICE_ADDRESSES": json.dumps(places)}


class Portal(Stateless):
    """Where the links of mails lead."""

    def __init__(self, gateway: Gateway, payments: Sink, state: State) -> None:
        super().__init__("portal", state)
        self._gateway = gateway
        self._payments = payments

    def environment(self) -> Mapping[str, str]:
        return {
            **super().environment(),
            "RECOUP_PORTAL_KEYS": PORTAL_KEYS,
            "RECOUP_PORTAL_API": self._gateway.address,
            "RECOUP_PORTAL_PAYMENT_PAGES": self._payments.address,
            "RECOUP_PORTAL_SECURE": "false",
        }
