"""The debtor of the tests that go through the front door, what it owes and what it pays, as an ERP sends them."""

from collections.abc import Mapping
from typing import Any

CUSTOMER = {
    "external_id": "C-1",
    "name": "Sandmann GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "persons": [
        {
            "external_id": "P-1",
            "name": "Accounts payable",
            "roles": ["billing"],
            "emails": ["billing@sandmann.example"],
        }
    ],
}
INVOICE = {
    "customer_external_id": "C-1",
    "external_id": "SO-1",
    "number": "2026-0001",
    "total": {"amount": "1000.00", "currency": "EUR"},
    "issue_date": "2026-01-05",
    "due_date": "2026-01-12",
}


def payment(external_id: str, value_date: str, amount: str) -> Mapping[str, Any]:
    """A transfer in euros that names the invoice."""
    return {
        "customer_external_id": CUSTOMER["external_id"],
        "external_id": external_id,
        "amount": {"amount": amount, "currency": "EUR"},
        "method": "transfer",
        "value_date": value_date,
        "references": [{"invoice": INVOICE["external_id"]}],
    }
