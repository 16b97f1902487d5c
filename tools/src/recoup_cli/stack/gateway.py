"""The one address of all services; they can be reached without it, too."""

import json
import sys
from collections.abc import Mapping, Sequence

import httpx

from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK
from recoup_cli.stack.service import Service
from recoup_cli.stack.state import State


class Gateway(Part):
    name = "gateway"
    port_names = ("gateway", "gateway admin")

    def __init__(self, services: Sequence[Service], state: State) -> None:
        self._services = services
        self._state = state

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._state.port('gateway')}"

    def environment(self) -> Mapping[str, str]:
        places = {service.name: service.address for service in self._services}
        return {
            "RECOUP_HTTP_HOST": LOOPBACK,
            "RECOUP_HTTP_PORT": str(self._state.port("gateway")),
            "RECOUP_ADMIN_PORT": str(self._state.port("gateway admin")),
            "RECOUP_SERVICE_ADDRESSES": json.dumps(places),
        }

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "gateway", "serve"]

    async def is_ready(self) -> bool:
        admin = f"http://{LOOPBACK}:{self._state.port('gateway admin')}"
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=5, verify=False) as client:
                answer = await client.get(f"{admin}/readyz")
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK
