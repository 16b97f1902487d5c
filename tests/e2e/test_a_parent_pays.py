"""A parent pays its child's invoices, on the real stack: the child is not chased, until money is returned."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack

pytestmark = pytest.mark.servers

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
HEAD, BRANCH = "ap@sandmann.example", "office@leipzig.example"


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def customer(external_id: str, email: str, parent: str | None = None) -> Mapping[str, Any]:
    return {
        "external_id": external_id,
        "name": "Sandmann GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "persons": [{"external_id": "P-1", "name": "AP", "roles": ["billing"], "emails": [email]}],
        "group": {"parent": parent},
    }


def invoice(number: int) -> Mapping[str, Any]:
    return {
        "customer_external_id": "C-2",
        "external_id": f"SO-{number}",
        "number": f"2026-{number}",
        "total": {"amount": "100.00", "currency": "EUR"},
        "issue_date": "2026-01-05",
        "due_date": "2026-01-12",
    }


async def sent(tenant: Tenant, service: str, path: str, body: Mapping[str, Any]) -> Any:
    answer = await tenant.post(service, path, body)
    assert answer.is_success, answer.text
    return answer.json()


def readers(scene: E2eStack, after: int = 0) -> list[tuple[str, list[str]]]:
    """To whom each mail went, and about which invoices."""
    return [
        (mail["To"].addresses[0].addr_spec, [n for n in ("2026-1", "2026-2") if n in _text(mail)])
        for mail in scene.mails()[after:]
    ]


def _text(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


async def test_what_the_parent_paid_is_not_asked_for_until_the_bank_takes_it_back() -> None:
    async with private_stack(BEGIN) as scene:
        tenant = await scene.tenant("acme")
        await sent(tenant, "invoice", "/v1/customers", customer("C-1", HEAD))
        await sent(tenant, "invoice", "/v1/customers", customer("C-2", BRANCH, "C-1"))
        for number in (1, 2):
            await sent(tenant, "invoice", "/v1/invoices", invoice(number))
        await scene.until(noon(5))
        assert readers(scene) == [(BRANCH, ["2026-1", "2026-2"])]

        # By its number, the first; by a plan of the child's that the parent's money serves, the second.
        await _agree_plan(tenant)
        paid = await _pay(tenant, "BANK-1", "100.00", "2026-1")
        await _pay(tenant, "BANK-2", "100.00", "SO-2")
        await scene.until(noon(14))
        assert len(scene.mails()) == 1
        assert await _states(tenant) == ({"paid"}, {"completed"})

        await sent(tenant, "invoice", f"/v1/payments/{paid['id']}/reversal", {"reason": "returned"})
        await scene.until(noon(30))
        later = readers(scene, after=1)
        assert later
        assert all(mail == (BRANCH, ["2026-1"]) for mail in later)


async def _agree_plan(tenant: Tenant) -> None:
    amount = {"amount": "100.00", "currency": "EUR"}
    plan = {
        "customer_external_id": "C-2",
        "reference": "PLAN-1",
        "slices": [{"invoice_external_id": "SO-2", "amount": amount}],
        "schedule": [{"due_on": "2026-01-13", "amount": amount}],
        "grace_days": 3,
    }
    await sent(tenant, "payment_plan", "/v1/plans", plan)


async def _pay(tenant: Tenant, external_id: str, amount: str, name: str) -> Any:
    payment = {
        "customer_external_id": "C-1",
        "external_id": external_id,
        "amount": {"amount": amount, "currency": "EUR"},
        "method": "transfer",
        "value_date": "2026-01-06",
        "references": [{"invoice": name}],
    }
    shown = await sent(tenant, "invoice", "/v1/payments", payment)
    assert shown["unapplied"]["amount"] == "0.00"
    return shown


async def _states(tenant: Tenant) -> tuple[set[str], set[str]]:
    invoices = (await tenant.get("invoice", "/v1/invoices")).json()["data"]
    plans = (await tenant.get("payment_plan", "/v1/plans")).json()["data"]
    return {each["state"] for each in invoices}, {each["state"] for each in plans}
