"""What the honest tenant knows: what it was answered for, and so what must be there."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

TODAY = date(2026, 1, 5)
"""A Monday, on which the stack's clock is set."""
BOOKED_ON = TODAY.isoformat()
DUE_LATER = (TODAY + timedelta(days=45)).isoformat()
OVERDUE = (TODAY - timedelta(days=3)).isoformat()
ISSUED_EARLY = (TODAY - timedelta(days=30)).isoformat()


@dataclass(slots=True)
class Bill:
    """An invoice that was answered for."""

    id: str
    external_id: str
    cents: int
    paid: bool = False
    busy: bool = False
    """A payment is under way: what is owed may be either."""


@dataclass(slots=True)
class Debtor:
    """A customer of the honest tenant."""

    id: str
    external_id: str
    bills: list[Bill] = field(default_factory=list)
    extra: int = 0
    """Owed beside the bills, in cents; credits are below zero."""

    @property
    def owed(self) -> int:
        return self.extra + sum(bill.cents for bill in self.bills if not bill.paid)


def customer(external_id: str, email: str | None = None) -> dict[str, Any]:
    billing = {
        "external_id": "billing",
        "name": "Accounts payable",
        "roles": ["billing"],
        "emails": [email],
    }
    return {
        "external_id": external_id,
        "name": f"Honest {external_id} GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "persons": [billing] if email else [],
    }


def invoice(
    debtor: str, external_id: str, total: dict[str, str], *, overdue: bool = False
) -> dict[str, Any]:
    """An overdue one is reminded of at once, if its tenant's workflow is ``REMIND_AT_ONCE``."""
    return {
        "customer_external_id": debtor,
        "external_id": external_id,
        "number": external_id,
        "total": total,
        "issue_date": ISSUED_EARLY,
        "due_date": OVERDUE if overdue else DUE_LATER,
    }


def payment(
    debtor: str, external_id: str, total: dict[str, str], invoice_external_id: str
) -> dict[str, Any]:
    return {
        "customer_external_id": debtor,
        "external_id": external_id,
        "amount": total,
        "method": "transfer",
        "value_date": BOOKED_ON,
        "references": [{"invoice": invoice_external_id}],
    }


CREDITOR = {
    "legal_name": "Bolts GmbH",
    "address": {"lines": ["Schraubenweg 1"], "city": "Berlin", "country": "DE"},
    "currency": "EUR",
    "languages": ["en"],
    "time_zone": "Europe/Berlin",
    "sender": {"name": "Bolts Receivables"},
}
WRITE_AT_ONCE = {"hour": None, "wait_minutes": 0}
REMIND_AT_ONCE = {
    "name": "at once",
    "steps": [
        {
            "name": "reminder",
            "days": 0,
            "action": {"kind": "remind", "channel": "email", "template": "friendly_reminder"},
        }
    ],
}
"""Its only step: invoices that come overdue are reminded of as they come."""


def minor_units(amount: dict[str, str]) -> int:
    whole, _, rest = amount["amount"].partition(".")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(rest or 0)
