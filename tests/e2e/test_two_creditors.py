"""Two creditors and one customer with two billing persons, on the real stack: nothing mixes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from recoup_cli.demo_creditor import NUTS, register_creditor
from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack

pytestmark = pytest.mark.servers

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
ADA, BOB = "ada@sandmann.example", "bob@sandmann.example"
BOLTS_NAME, NUTS_NAME = "Bolts Receivables", "Nuts Accounts"


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def customer(external_id: str, *emails: str) -> Mapping[str, Any]:
    return {
        "external_id": external_id,
        "name": "Sandmann GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "persons": [
            {"external_id": email, "name": email[:3], "roles": ["billing"], "emails": [email]}
            for email in emails
        ],
    }


def invoice(number: int, *, creditor: str = "default", customer: str = "C-1") -> Mapping[str, Any]:
    return {
        "customer_external_id": customer,
        "creditor": creditor,
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


def by_reader(mails: Sequence[EmailMessage]) -> list[tuple[str, str, int]]:
    """Who wrote to whom, about how many invoices."""
    return sorted(
        (
            mail["From"].addresses[0].display_name,
            mail["To"].addresses[0].addr_spec,
            len({f"2026-{n}" for n in range(1, 8) if f"2026-{n}" in _text(mail)}),
        )
        for mail in mails
    )


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def _books(scene: E2eStack) -> Tenant:
    tenant = await scene.tenant("acme")
    await register_creditor(scene.http, tenant.bases["invoice"], tenant.key, NUTS, "nuts")
    await sent(tenant, "invoice", "/v1/customers", customer("C-1", ADA, BOB))
    for number in range(1, 7):
        await sent(tenant, "invoice", "/v1/invoices", invoice(number))
    # The same ids and numbers, of another creditor.
    await sent(tenant, "invoice", "/v1/invoices", invoice(1, creditor="nuts"))
    return tenant


async def test_each_creditor_writes_once_to_each_person_about_what_is_its_own() -> None:
    async with private_stack(BEGIN) as scene:
        tenant = await _books(scene)
        await scene.until(noon(5))
        first = scene.mails()
        assert by_reader(first) == [
            *((BOLTS_NAME, to, 6) for to in (ADA, BOB)),
            *((NUTS_NAME, to, 1) for to in (ADA, BOB)),
        ]
        for mail in first:
            bolts = mail["From"].addresses[0].display_name == BOLTS_NAME
            names, others = ("Bolts GmbH", "Nuts B.V.") if bolts else ("Nuts B.V.", "Bolts GmbH")
            accounts = ("DE89 3704", "NL91 ABNA") if bolts else ("NL91 ABNA", "DE89 3704")
            assert names in _text(mail)
            assert accounts[0] in _text(mail)
            assert others not in str(mail)
            assert accounts[1] not in _text(mail)

        # The address says stop, and another customer shares it.
        stop = {"address": ADA, "channel": "email", "source": "STOP"}
        await sent(tenant, "notification", "/v1/addresses/opt-outs", stop)
        await sent(tenant, "invoice", "/v1/customers", customer("C-2", ADA))
        await sent(tenant, "invoice", "/v1/invoices", invoice(7, customer="C-2"))
        paid = {
            "customer_external_id": "C-1",
            "external_id": "BANK-1",
            "amount": {"amount": "100.00", "currency": "EUR"},
            "method": "transfer",
            "value_date": "2026-01-06",
            "references": [{"invoice": "2026-1"}],
        }
        payment = await sent(tenant, "invoice", "/v1/payments", paid)
        assert payment["unapplied"]["amount"] == "0.00"
        await scene.until(noon(12))
        assert by_reader(scene.mails()[len(first) :]) == [(BOLTS_NAME, BOB, 5), (NUTS_NAME, BOB, 1)]
