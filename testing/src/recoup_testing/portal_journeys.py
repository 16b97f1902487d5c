"""Words for journeys over the portal: a tenant asks, time passes, and somebody is given a link."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from recoup_testing.e2e_stack import E2eStack, Tenant
from recoup_testing.example_debtor import CUSTOMER, INVOICE

LINK = re.compile(r"http://127\.0\.0\.1:\d+/l/[A-Za-z0-9_-]+")


async def sent(tenant: Tenant, path: str, body: Mapping[str, Any], service: str = "invoice") -> Any:
    answer = await tenant.post(service, path, body)
    assert answer.is_success, answer.text
    return answer.json()


async def shown(tenant: Tenant, service: str, path: str, **query: str) -> list[Any]:
    answer = await tenant.get(service, path, **query)
    assert answer.is_success, answer.text
    rows: list[Any] = answer.json()["data"]
    return rows


def today(scene: E2eStack) -> date:
    return datetime.fromisoformat(scene.clock_file.read_text()).date()


async def settle(scene: E2eStack, **time: int) -> None:
    """A minute passes, or so much, and everybody has heard of everything."""
    now = datetime.fromisoformat(scene.clock_file.read_text())
    await scene.until(now + timedelta(**time or {"minutes": 1}))


async def given_link(scene: E2eStack, tenant: Tenant, invoice: Mapping[str, Any]) -> str:
    """To somebody who is owed nothing and owes one invoice, that everybody has heard of."""
    await sent(tenant, "/v1/customers", CUSTOMER)
    issued = await sent(tenant, "/v1/invoices", {**INVOICE, **invoice})
    await settle(scene)
    link = await sent(tenant, "/v1/portal-links", {"customer_id": issued["customer_id"]})
    return str(link["url"])


def link_in(scene: E2eStack) -> str:
    """The pay link of the latest mail."""
    body = scene.mails()[-1].get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None, body.get_content()
    return found[0]
