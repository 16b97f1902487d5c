"""An invoice in three terms on the real stack: each becomes overdue and is chased by itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from recoup_testing.e2e_stack import Tenant, private_stack

pytestmark = pytest.mark.servers

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
DUE = ("2026-01-12", "2026-01-16", "2026-01-20")


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def euros(amount: str) -> Mapping[str, str]:
    return {"amount": amount, "currency": "EUR"}


CUSTOMER = {
    "external_id": "C-1",
    "name": "Sandmann GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "persons": [
        {"external_id": "P-1", "name": "Ada", "roles": ["billing"], "emails": ["ada@x.example"]}
    ],
}
INVOICE = {
    "customer_external_id": "C-1",
    "external_id": "SO-1",
    "number": "2026-1",
    "total": euros("100.00"),
    "issue_date": "2026-01-05",
    "schedule": [
        {"due_date": day, "amount": euros(amount)}
        for day, amount in zip(DUE, ("20.00", "30.00", "50.00"), strict=True)
    ],
    "discounts": [{"percent": "2", "until": "2026-01-15"}],
}
PAYMENT = {
    "customer_external_id": "C-1",
    "external_id": "BANK-1",
    "amount": euros("98.00"),
    "method": "transfer",
    "references": [{"invoice": "2026-1"}],
}


async def sent(tenant: Tenant, path: str, body: Mapping[str, Any]) -> Any:
    answer = await tenant.post("invoice", path, body)
    assert answer.is_success, answer.text
    return answer.json()


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def test_each_term_is_chased_by_itself_and_a_discount_closes_what_is_left() -> None:
    async with private_stack(BEGIN) as scene:
        tenant = await scene.tenant("acme")
        await sent(tenant, "/v1/customers", CUSTOMER)
        issued = await sent(tenant, "/v1/invoices", INVOICE)

        async def states() -> list[str]:
            shown = (await tenant.get("invoice", f"/v1/invoices/{issued['id']}")).json()
            return [term["state"] for term in shown["schedule"]]

        await scene.until(noon(5))
        [first] = scene.mails()
        assert "1/3" in text(first)
        assert "2/3" not in text(first)
        await scene.until(noon(13))
        assert await states() == ["overdue", "open", "open"]
        assert any("2/3" in text(mail) for mail in scene.mails())
        await scene.until(noon(17))
        assert await states() == ["overdue", "overdue", "open"]

        payment = await sent(tenant, "/v1/payments", {**PAYMENT, "value_date": "2026-01-16"})
        assert await states() == ["paid", "paid", "open"]
        reversal = f"/v1/payments/{payment['id']}/reversal"
        answer = await tenant.post("invoice", reversal, {"reason": "of another day"})
        assert answer.is_success, answer.text
        in_time = {**PAYMENT, "external_id": "BANK-2", "value_date": "2026-01-15"}
        await sent(tenant, "/v1/payments", in_time)
        assert await states() == ["paid", "paid", "paid"]
        before = len(scene.mails())
        await scene.until(noon(25))
        assert len(scene.mails()) == before
