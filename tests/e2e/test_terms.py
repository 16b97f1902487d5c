"""On the real stack: three terms are chased one by one, and a residual goes on as its invoice stood."""

from collections.abc import Mapping, Sequence
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


OTHER = {
    **CUSTOMER,
    "external_id": "C-2",
    "name": "Kiesel GmbH",
    "persons": [
        {"external_id": "P-2", "name": "Bo", "roles": ["billing"], "emails": ["bo@y.example"]}
    ],
}
CONTESTED = {
    "customer_external_id": "C-2",
    "external_id": "SO-2",
    "number": "2026-2",
    "total": euros("1000.00"),
    "issue_date": "2026-01-05",
    "due_date": "2026-01-12",
}
DISPUTE = {
    "customer_external_id": "C-2",
    "invoice_external_id": "SO-2",
    "reference": "TICKET-1",
    "amount": euros("300.00"),
    "reason": "quality",
    "statement": "Two boxes are wet.",
}
PART = {
    "customer_external_id": "C-2",
    "external_id": "BANK-3",
    "amount": euros("400.00"),
    "method": "transfer",
    "value_date": "2026-01-16",
    "references": [{"invoice": "2026-2"}],
}
RESIDUAL = {
    "customer_external_id": "C-2",
    "external_id": "SO-2-R",
    "number": "2026-2-R",
    "total": euros("600.00"),
    "issue_date": "2026-01-16",
    "continues": [{"invoice_external_id": "SO-2"}],
}


async def sent(tenant: Tenant, path: str, body: Mapping[str, Any]) -> Any:
    answer = await tenant.post("invoice", path, body)
    assert answer.is_success, answer.text
    return answer.json()


def to(name: str, mails: Sequence[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if name in str(mail["To"])]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def continued(tenant: Tenant) -> Any:
    """After the first reminder a part is paid, and what is left becomes a residual item."""
    await sent(tenant, "/v1/payments", PART)
    return await sent(tenant, "/v1/invoices", RESIDUAL)


async def goes_on(tenant: Tenant, residual: Any, mails: Sequence[EmailMessage]) -> None:
    """It is as old and as far reminded as its invoice, and contested in its place."""
    shown = (await tenant.get("invoice", f"/v1/invoices/{residual['id']}")).json()
    assert (shown["state"], shown["due_date"]) == ("overdue", "2026-01-12")
    [dispute] = (await tenant.get("dispute", "/v1/disputes")).json()["data"]
    assert (dispute["invoice_id"], dispute["state"]) == (residual["id"], "open")
    subjects = [str(mail["Subject"]) for mail in mails]
    assert len(subjects) == len(set(subjects)) == 4, "upcoming, due today, friendly, firm"
    assert ["2026-2-R" in text(mail) for mail in mails] == [False, False, False, True]
    assert "300,00" in text(mails[-1])


async def test_terms_are_chased_one_by_one_and_a_residual_goes_on_as_its_invoice_stood() -> None:
    async with private_stack(BEGIN) as scene:
        tenant = await scene.tenant("acme")
        for customer in (CUSTOMER, OTHER):
            await sent(tenant, "/v1/customers", customer)
        issued = await sent(tenant, "/v1/invoices", INVOICE)
        await sent(tenant, "/v1/invoices", CONTESTED)

        async def states() -> list[str]:
            shown = (await tenant.get("invoice", f"/v1/invoices/{issued['id']}")).json()
            return [term["state"] for term in shown["schedule"]]

        await scene.until(noon(5))
        [first] = to("Ada", scene.mails())
        assert "1/3" in text(first)
        assert "2/3" not in text(first)
        await scene.until(noon(13))
        answer = await tenant.post("dispute", "/v1/disputes", DISPUTE)
        assert answer.is_success, answer.text
        assert await states() == ["overdue", "open", "open"]
        assert any("2/3" in text(mail) for mail in to("Ada", scene.mails()))
        await scene.until(noon(17))
        assert await states() == ["overdue", "overdue", "open"]
        residual = await continued(tenant)

        payment = await sent(tenant, "/v1/payments", {**PAYMENT, "value_date": "2026-01-16"})
        assert await states() == ["paid", "paid", "open"]
        reversal = f"/v1/payments/{payment['id']}/reversal"
        answer = await tenant.post("invoice", reversal, {"reason": "of another day"})
        assert answer.is_success, answer.text
        in_time = {**PAYMENT, "external_id": "BANK-2", "value_date": "2026-01-15"}
        await sent(tenant, "/v1/payments", in_time)
        assert await states() == ["paid", "paid", "paid"]
        before = len(to("Ada", scene.mails()))
        await scene.until(noon(27))
        assert len(to("Ada", scene.mails())) == before
        await goes_on(tenant, residual, to("Bo", scene.mails()))
