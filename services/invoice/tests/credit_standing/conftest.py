"""A creditor with a policy, and days that pass."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.memory.store import MemoryStore

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


@pytest.fixture
def rules(erp: AsyncClient) -> Do:
    """Set the creditor's policy."""

    async def recorded(*rules: Shown, **more: Any) -> Shown:
        id = creditor_id_of(TenantId("acme"), "default")
        answer = await erp.put(f"/v1/creditors/{id}/credit-policy", json={"rules": rules, **more})
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    return recorded


@pytest.fixture
def order(send: Do, customer: Shown) -> Do:
    """Ask whether to deliver."""

    async def asked(euros: str = "100.00", reference: str = "ORDER-1", **more: Any) -> Shown:
        amount = {"amount": euros, "currency": "EUR"}
        body = {"customer_id": customer["id"], "amount": amount, "reference": reference}
        return await send("/v1/credit-decisions", body | more)

    return asked


@pytest.fixture
def changes(memory_store: MemoryStore) -> Callable[[], list[CreditStandingChanged]]:
    """What was recorded of standings."""
    return lambda: [
        envelope.event
        for envelope in memory_store.tables.events
        if isinstance(envelope.event, CreditStandingChanged)
    ]


@pytest.fixture
def policies_told(memory_store: MemoryStore) -> Callable[[], list[CreditPolicyApplied]]:
    """Of which policies customers are told."""
    return lambda: [
        envelope.event
        for envelope in memory_store.tables.events
        if isinstance(envelope.event, CreditPolicyApplied)
    ]
