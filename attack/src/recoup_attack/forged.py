"""Records that say they are an event, as the public description of the topics has them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from recoup_attack.batches import Record

LAST = "2147483647:9223372036854775807:9223372036854775807"
"""The last place a store could ever give out."""


@dataclass(frozen=True, slots=True)
class Forgery:
    """An event that nobody ever recorded."""

    type: str
    source: str
    tenant: str
    customer: str
    category: str
    stream: str
    data: Mapping[str, Any] | bytes
    slot: str = "0"
    sequence: str = LAST
    key: bytes | None = None
    """In place of the one that tenant and customer have."""
    more: Mapping[str, bytes] = field(default_factory=dict)
    """Headers in place of the usual ones, or beside them."""

    def but(self, **changes: Any) -> "Forgery":
        return replace(self, **changes)

    @property
    def record(self) -> Record:
        headers = {
            "ce_specversion": b"1.0",
            "ce_id": str(uuid4()).encode(),
            "ce_source": self.source.encode(),
            "ce_type": self.type.encode(),
            "ce_time": b"2026-01-05T09:00:00Z",
            "ce_subject": f"{self.category}-{self.stream}".encode(),
            "ce_dataschema": f"urn:recoup:event:{self.type}".encode(),
            "content-type": b"application/json",
            "ce_category": self.category.encode(),
            "ce_tenantid": self.tenant.encode(),
            "ce_actor": b"key:somebody",
            "ce_slot": self.slot.encode(),
            "ce_correlationid": str(uuid4()).encode(),
            "ce_sequence": self.sequence.encode(),
            "ce_streamversion": b"1",
            **self.more,
        }
        key = f"{quote(self.tenant, safe='')}/{self.customer}".encode()
        value = self.data if isinstance(self.data, bytes) else json.dumps(self.data).encode()
        pairs = [(name.encode(), text) for name, text in headers.items()]
        return Record(key if self.key is None else self.key, value, pairs)


def upheld(tenant: str, customer: str, invoice: str, receivable: str, cents: int) -> Forgery:
    """A dispute that nobody opened was decided for the debtor: the invoice would be credited."""
    money = {"minor_units": cents, "currency": "EUR"}
    slices = [{"invoice_id": invoice, "receivable_id": receivable, "amount": money}]
    return Forgery(
        type="dispute.upheld.v1",
        source="/recoup/dispute",
        tenant=tenant,
        customer=customer,
        category="dispute",
        stream="dsp_forged",
        data={
            "dispute_id": "dsp_forged",
            "customer_id": customer,
            "slices": slices,
            "credit": money,
            "credits": slices,
            "reason": "Forged.",
        },
    )


def paid(tenant: str, customer: str, invoice: str, receivable: str) -> Forgery:
    """An invoice that nobody paid is paid: its enrolment would end."""
    money, day = {"minor_units": 1, "currency": "EUR"}, "2026-01-05"
    return Forgery(
        type="invoice.payment_applied.v1",
        source="/recoup/invoice",
        tenant=tenant,
        customer=customer,
        category="invoice",
        stream=invoice,
        data={
            "invoice_id": invoice,
            "receivable_id": receivable,
            "customer_id": customer,
            "payment_id": "pay_forged",
            "allocation_id": "alc_forged",
            "amount": money,
            "balance": money | {"minor_units": 0},
            "value_date": day,
            "applied_on": day,
        },
    )
