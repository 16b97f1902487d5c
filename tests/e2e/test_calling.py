"""A task asks for a call, on the real stack: permitted, made, counted, and the next one refused."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recoup_testing.e2e_stack import Tenant, private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE, payment

pytestmark = pytest.mark.servers

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
CALL_DAY = datetime(2026, 2, 2, 10, tzinfo=UTC)  # three weeks after the due date
SERVICES = ("invoice", "workflow_scheduler", "notification")
PHONE = "+4930901820"
PERSON = {"external_id": "P-1", "name": "Accounts payable", "roles": ["billing"], "phones": [PHONE]}
CALLED = {**CUSTOMER, "persons": [PERSON]}


async def sent(tenant: Tenant, service: str, path: str, body: Mapping[str, Any]) -> Any:
    answer = await tenant.post(service, path, body)
    assert answer.is_success, answer.text
    return answer.json()


def about(reference: str, task: str | None = None) -> Mapping[str, Any]:
    return {
        "customer_external_id": "C-1",
        "person_external_id": "P-1",
        "reference": reference,
        "invoices": [{"invoice_external_id": "SO-1"}],
        "task_id": task,
    }


async def test_a_task_is_called_about_once_and_closes_when_the_money_comes() -> None:
    async with private_stack(BEGIN, SERVICES) as scene:
        acme = await scene.tenant("acme")
        await sent(acme, "invoice", "/v1/customers", CALLED)
        await sent(acme, "invoice", "/v1/invoices", INVOICE)
        await scene.until(CALL_DAY)
        [task] = (await acme.get("workflow_scheduler", "/v1/tasks", kind="call")).json()["data"]

        call = await sent(acme, "notification", "/v1/calls", about("dialler-1", task["id"]))
        assert (call["state"], call["phone"]) == ("permitted", PHONE)
        assert call["permission"]["items"][0]["amount"]["amount"] == "1000.00"
        await scene.until(CALL_DAY + timedelta(minutes=5))
        await sent(acme, "notification", f"/v1/calls/{call['id']}/outcome", {"outcome": "reached"})
        done = {"disposition": "other", "call_id": call["id"], "note": "Will look into it."}
        path = f"/v1/tasks/{task['id']}/completion"
        assert (await sent(acme, "workflow_scheduler", path, done))["state"] == "completed"

        await scene.until(CALL_DAY + timedelta(days=2))
        again = await sent(acme, "notification", "/v1/calls", about("dialler-2"))
        assert (again["state"], again["refusal"]["rule"]) == ("refused", "policy-call-cool-down")
        await scene.until(CALL_DAY + timedelta(days=60))
        [decision] = (await acme.get("workflow_scheduler", "/v1/tasks", kind="call")).json()["data"]
        await sent(acme, "invoice", "/v1/payments", payment("B-1", "2026-04-02", "1000.00"))
        await scene.until(CALL_DAY + timedelta(days=60, minutes=5))
        closed = await acme.get("workflow_scheduler", "/v1/tasks", state="closed", kind="call")
        assert [(row["id"], row["closing_reason"]) for row in closed.json()["data"]] == [
            (decision["id"], "paid")
        ]
        calls = (await acme.get("notification", "/v1/calls")).json()["data"]
        assert [row["state"] for row in calls] == ["refused", "made"]
        refusals = await acme.get(
            "notification", "/v1/contacts/refusals", rule=again["refusal"]["rule"]
        )
        assert [row["call_id"] for row in refusals.json()["data"]] == [again["id"]]
