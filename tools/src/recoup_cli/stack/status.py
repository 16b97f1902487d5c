"""How each part is doing, as one row that a person or a script can read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from prometheus_client.parser import text_string_to_metric_families

from recoup_cli.stack.part import Part
from recoup_cli.stack.process import memory
from recoup_cli.stack.service import Service
from recoup_cli.stack.stack import Stack
from recoup_service.observability.metrics import CONSUMER_LAG, RELAY_LAG


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    pid: int | None = None
    health: str = "stopped"
    address: str | None = None
    memory_mib: int | None = None
    relay_lag: int | None = None
    consumer_lag: int | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)
    """What keeps a service from being ready, and what its operator must know although it is."""


async def status(stack: Stack) -> list[Row]:
    rows = (
        _row(stack, part)
        for part in (*stack.parts.servers, *stack.parts.services, *stack.parts.stateless)
    )
    return list(await asyncio.gather(*rows))


async def _row(stack: Stack, part: Part) -> Row:
    found = stack.supervisor.find(part.name)
    if found is None:
        theirs = stack.parts.elsewhere.get(part.name)
        return Row(part.name, None, "elsewhere", _shown(theirs)) if theirs else Row(part.name)
    ready = await part.is_ready()
    lags = await _lags(part) if ready and isinstance(part, Service) else {}
    remarks = await _remarks(part) if isinstance(part, Service) else {}
    return Row(
        name=part.name,
        pid=found.pid,
        health="ready" if ready else "not ready",
        address=_shown(part.address),
        memory_mib=memory(found) // 2**20,
        relay_lag=lags.get(RELAY_LAG.name),
        consumer_lag=lags.get(CONSUMER_LAG.name),
        remarks=remarks,
    )


def _shown(address: str) -> str:
    """The address without the password in it."""
    scheme, mark, place = address.rpartition("//")
    return f"{scheme}{mark}{place.rpartition('@')[2]}"


async def _remarks(service: Service) -> Mapping[str, str]:
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            recorded = (await client.get(f"{service.addresses.admin}/readyz")).json()
    except (httpx.TransportError, ValueError):
        return {}  # its health says that it does not answer
    return {**recorded["complaints"], **recorded["warnings"]}


async def _lags(service: Service) -> Mapping[str, int]:
    async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
        answer = await client.get(f"{service.addresses.admin}/metrics")
    families = text_string_to_metric_families(answer.text)
    return {
        family.name: round(sum(sample.value for sample in family.samples))
        for family in families
        if family.name in (RELAY_LAG.name, CONSUMER_LAG.name)
    }
