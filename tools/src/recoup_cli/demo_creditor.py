"""The creditor of the demo tenant, so that its first invoice is asked for in somebody's name."""

from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from recoup_cli.stack.errors import StackFailed
from recoup_events.kernel.ids import DEFAULT, TenantId, creditor_id_of

BOLTS: Mapping[str, Any] = {
    "legal_name": "Bolts GmbH",
    "register_line": "Amtsgericht Charlottenburg, HRB 12345 B",
    "vat_id": "DE136695976",
    "address": {
        "lines": ["Schraubenweg 1"],
        "postal_code": "10115",
        "city": "Berlin",
        "country": "DE",
    },
    "currency": "EUR",
    "languages": ["de", "en"],
    "time_zone": "Europe/Berlin",
    "sender": {
        "name": "Bolts Receivables",
        "reply_to": "receivables@bolts.example",
        "phone": "+4930901820",
    },
    "bank_accounts": [
        {
            "currency": "EUR",
            "holder": "Bolts GmbH",
            "iban": "DE89370400440532013000",
            "bic": "COBADEFFXXX",
        }
    ],
}
NUTS: Mapping[str, Any] = {
    **BOLTS,
    "legal_name": "Nuts B.V.",
    "register_line": "KvK Amsterdam 12345678",
    "vat_id": "NL004495445B01",
    "address": {
        "lines": ["Moerkade 7"],
        "postal_code": "1011 AB",
        "city": "Amsterdam",
        "country": "NL",
    },
    "languages": ["en"],
    "time_zone": "Europe/Amsterdam",
    "sender": {"name": "Nuts Accounts", "reply_to": "ar@nuts.example"},
    "bank_accounts": [
        {"currency": "EUR", "holder": "Nuts B.V.", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A"}
    ],
}
"""A second one, which a played ledger needs."""


async def register_creditor(
    http: httpx.AsyncClient, invoice: str, key: str, body: Mapping[str, Any], code: str = DEFAULT
) -> None:
    """Make it known to the service at ``invoice``, or change it to what is sent."""
    answer = await http.put(
        f"{invoice}/v1/creditors/by/code/{code}",
        json=body,
        headers={"Authorization": f"Bearer {key}"},
    )
    if not answer.is_success:
        raise StackFailed(f"The creditor {code!r} was not registered: {answer.text}")


async def keep_money_on_account(
    http: httpx.AsyncClient, invoice: str, key: str, tenant: TenantId, codes: Iterable[str]
) -> None:
    """A ledger that is played says itself what each payment pays."""
    for code in codes:
        answer = await http.put(
            f"{invoice}/v1/creditors/{creditor_id_of(tenant, code)}/books",
            json={"on_account": "hold"},
            headers={"Authorization": f"Bearer {key}", "If-Match": "*"},
        )
        if not answer.is_success:
            raise StackFailed(f"The books of {code!r} were not changed: {answer.text}")
