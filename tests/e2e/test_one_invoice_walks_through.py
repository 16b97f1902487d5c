"""One invoice walks through all five services, as the architecture page tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE, payment

pytestmark = pytest.mark.servers

DISPUTE = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "TICKET-1",
    "amount": {"amount": "400.00", "currency": "EUR"},
    "reason": "quality",
    "statement": "Two of the five boxes arrived wet.",
}
PLAN = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [{"invoice_external_id": "SO-1", "amount": {"amount": "1000.00", "currency": "EUR"}}],
    "schedule": [
        {"due_on": "2026-01-20", "amount": {"amount": "500.00", "currency": "EUR"}},
        {"due_on": "2026-01-27", "amount": {"amount": "500.00", "currency": "EUR"}},
    ],
}


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


@dataclass
class Walk:
    """The invoice, those who act on it, and what its debtor reads."""

    scene: E2eStack
    creditor: Tenant
    ids: dict[str, str] = field(default_factory=dict)
    """By service, the id of the one thing it has."""
    mails_read: int = 0

    async def post(self, service: str, path: str, body: Mapping[str, Any]) -> str:
        """Ask for it, and wait until everybody has received it; gives its id."""
        answer = await self.creditor.post(service, path, body)
        assert answer.is_success, answer.text
        assert answer.headers["ETag"]
        await self.scene.clock_driver.settle()
        return str(answer.json()["id"])

    async def shown(self, service: str, path: str) -> Any:
        answer = await self.creditor.get(service, f"/v1/{path}/{self.ids[service]}")
        assert answer.is_success, answer.text
        return answer.json()

    def new_mails(self) -> list[EmailMessage]:
        """What has come since the debtor last looked."""
        mails = self.scene.mails()
        unread, self.mails_read = mails[self.mails_read :], len(mails)
        return unread

    async def is_asked_for(self, subject: str, amount: str, balance: str) -> None:
        """Exactly one mail has come, about so much of it."""
        [mail] = self.new_mails()
        assert mail["To"] == "Accounts payable <billing@sandmann.example>"
        assert mail["Subject"] == subject
        [told] = (await self.creditor.get("notification", "/v1/messages")).json()["data"][:1]
        assert mail["Message-ID"].startswith(f"<{told['id']}.")
        assert told["state"] in ("sent", "delivered")
        words = mail.get_body(("plain",))
        assert words is not None
        assert f"{amount} €" in words.get_content()
        assert (f"open balance of {balance} €" in words.get_content()) == (amount != balance)

    async def assert_chased(self, amount: str, *, state: str = "running") -> None:
        enrolment = await self.shown("workflow_scheduler", "enrolments")
        assert (enrolment["chased"]["amount"], enrolment["state"]) == (amount, state)
        assert all(
            (step["planned_for"] is None) == (state == "paused") for step in enrolment["next"]
        )

    async def is_issued(self) -> None:
        await self.post("invoice", "/v1/customers", CUSTOMER)
        self.ids["invoice"] = await self.post("invoice", "/v1/invoices", INVOICE)
        enrolments = await self.creditor.get(
            "workflow_scheduler", "/v1/enrolments", invoice_id=self.ids["invoice"]
        )
        [enrolment] = enrolments.json()["data"]
        self.ids["workflow_scheduler"] = enrolment["id"]
        assert self.new_mails() == []

    async def is_announced(self) -> None:
        await self.scene.until(noon(1, 5))
        await self.is_asked_for(
            "Invoice 2026-0001 over 1.000,00 € is due on 12 January 2026", "1.000,00", "1.000,00"
        )

    async def is_contested_in_part(self) -> None:
        self.ids["dispute"] = await self.post("dispute", "/v1/disputes", DISPUTE)
        await self.assert_chased("600.00")
        await self.scene.until(noon(1, 12))
        await self.is_asked_for(
            "Invoice 2026-0001 over 600,00 € is due today", "600,00", "1.000,00"
        )

    async def is_contested_no_more(self) -> None:
        rejection = {"outcome": "rejected", "reason": "The delivery note says dry."}
        await self.post("dispute", f"/v1/disputes/{self.ids['dispute']}/resolution", rejection)
        await self.assert_chased("1000.00")
        await self.scene.until(noon(1, 15))
        subject = "Reminder: invoice 2026-0001 over 1.000,00 €, due 12 January 2026"
        await self.is_asked_for(subject, "1.000,00", "1.000,00")

    async def is_planned(self) -> None:
        self.ids["payment_plan"] = await self.post("payment_plan", "/v1/plans", PLAN)
        await self.assert_chased("0.00", state="paused")
        await self.scene.until(noon(1, 20))
        await self.post("invoice", "/v1/payments", payment("BANK-1", "2026-01-20", "500.00"))
        plan = await self.shown("payment_plan", "plans")
        assert [part["state"] for part in plan["schedule"]] == ["paid", "open"]
        await self.assert_chased("0.00", state="paused")

    async def is_planned_no_more(self) -> None:
        await self.scene.until(noon(2, 1))
        assert (await self.shown("payment_plan", "plans"))["state"] == "broken"
        assert self.new_mails() == []
        await self.assert_chased("500.00")
        await self.scene.until(noon(2, 12))
        subject = "Invoice 2026-0001 over 500,00 € is still open"
        await self.is_asked_for(subject, "500,00", "500,00")

    async def is_paid(self) -> None:
        await self.post("invoice", "/v1/payments", payment("BANK-2", "2026-02-12", "500.00"))
        assert (await self.shown("invoice", "invoices"))["state"] == "paid"
        enrolment = await self.shown("workflow_scheduler", "enrolments")
        assert (enrolment["state"], enrolment["outcome"]) == ("ended", "paid")
        await self.scene.until(noon(4, 30))
        assert self.new_mails() == []

    async def is_nobody_elses(self) -> None:
        other = await self.scene.tenant("globex")
        paths = {
            "invoice": "invoices",
            "workflow_scheduler": "enrolments",
            "dispute": "disputes",
            "payment_plan": "plans",
        }
        for service, path in paths.items():
            assert (await other.get(service, f"/v1/{path}/{self.ids[service]}")).status_code == 404
            assert (await other.get(service, f"/v1/{path}")).json()["data"] == []
        assert (await other.get("notification", "/v1/messages")).json()["data"] == []


async def test_one_invoice_walks_through_every_step_of_the_page() -> None:
    async with private_stack(datetime(2026, 1, 5, 8, tzinfo=UTC)) as scene:
        walk = Walk(scene, await scene.tenant("acme"))
        await walk.is_issued()
        await walk.is_announced()
        await walk.is_contested_in_part()
        await walk.is_contested_no_more()
        await walk.is_planned()
        await walk.is_planned_no_more()
        await walk.is_paid()
        await walk.is_nobody_elses()
