"""Whether all services say of themselves that they can be sent requests."""

import asyncio

import httpx

from recoup_cli.stack import Stack, StackFailed

PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.05


async def all_ready(stack: Stack) -> None:
    """Wait for it; nobody does anything for them."""
    admins = [service.admin for service in stack.addresses.services.values()]
    async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.gather(*(_until_ready(http, admin) for admin in admins))
        except TimeoutError:
            raise StackFailed(
                f"After {PATIENCE_SECONDS:.0f} s not every service is ready again by itself: "
                f"look into {stack.home.logs}."
            ) from None


async def _until_ready(http: httpx.AsyncClient, admin: str) -> None:
    while not await _is_ready(http, admin):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(_POLL_SECONDS)


async def _is_ready(http: httpx.AsyncClient, admin: str) -> bool:
    try:
        return (await http.get(f"{admin}/readyz")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
