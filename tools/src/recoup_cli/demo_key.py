"""The local stack's own keys, so that a first look needs no set-up: the demo tenant's, and its operator's."""

from datetime import UTC, datetime

import httpx

from recoup_cli import api_keys
from recoup_cli.demo_creditor import BOLTS, register_creditor
from recoup_cli.services import all_scopes
from recoup_cli.stack import Stack
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_service.api.keys import mint
from recoup_service.api.scopes import OPERATOR_SCOPES

DEMO_TENANT = TenantId("demo")
LOCAL = "local"


async def demo_key(stack: Stack) -> str:
    """The stack's key for the demo tenant, made with its creditor the first time it is asked for."""
    if stack.api_key is not None:
        return stack.api_key
    key, text = mint(DEMO_TENANT, "local stack", all_scopes(), env=LOCAL, now=datetime.now(UTC))
    await api_keys.issue(stack.owner_databases, key)
    invoice = stack.addresses.services["invoice"].http
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        await register_creditor(http, invoice, text, BOLTS)
    await stack.remember_api_key(text)
    return text


async def operator_key(stack: Stack) -> str:
    """The stack's key for opening tenants and ending them, made the first time it is asked for."""
    if stack.operator_key is not None:
        return stack.operator_key
    now = datetime.now(UTC)
    key, text = mint(PLATFORM, "operator of the local stack", OPERATOR_SCOPES, env=LOCAL, now=now)
    await api_keys.issue(stack.owner_databases, key)
    await stack.remember_operator_key(text)
    return text
