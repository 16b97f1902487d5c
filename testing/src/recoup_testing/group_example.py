"""Customers, payments and their references as an ERP sends them, where only who pays for whom matters."""

from typing import Any

Json = dict[str, Any]


def customer_json(external_id: str, parent: str | None = None) -> Json:
    """Below the parent, who has to be there."""
    body: Json = {
        "external_id": external_id,
        "name": f"Bolts {external_id} GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "de",
    }
    return body if parent is None else {**body, "group": {"parent": parent}}


def to(*names: str) -> Json:
    """What the money is for, in this order."""
    return {"references": [{"invoice": name} for name in names]}
