"""The debtor of the tests that go through the front door, and the invoice it owes, as an ERP sends them."""

CUSTOMER = {
    "external_id": "C-1",
    "name": "Sandmann GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "contacts": [
        {"role": "billing", "name": "Accounts payable", "email": "billing@sandmann.example"}
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
