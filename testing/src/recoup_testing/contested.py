"""What the dispute service says of one slice of an invoice that the API has shown."""

from typing import Any

from recoup_events.dispute import DisputeOpened, DisputeRejected, DisputeUpheld, Reason
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId, InvoiceId
from recoup_events.kernel.slices import Slice
from recoup_testing.money import eur
from recoup_testing.terms import slice_of

Shown = dict[str, Any]


def _slices(invoice: Shown, cents: int) -> tuple[Slice, ...]:
    return (slice_of(InvoiceId(invoice["id"]), eur(cents)),)


def opened(invoice: Shown, cents: int, name: str = "dsp_1") -> DisputeOpened:
    return DisputeOpened(
        dispute_id=DisputeId(name),
        customer_id=CustomerId(invoice["customer_id"]),
        creditor_id=CreditorId(invoice["creditor_id"]),
        slices=_slices(invoice, cents),
        reason=Reason.QUALITY,
        statement="Two boxes arrived damaged.",
    )


def upheld(invoice: Shown, cents: int, name: str = "dsp_1") -> DisputeUpheld:
    return DisputeUpheld(
        dispute_id=DisputeId(name),
        customer_id=CustomerId(invoice["customer_id"]),
        slices=_slices(invoice, cents),
        credit=eur(cents),
        credits=_slices(invoice, cents),
        reason="Two boxes arrived damaged.",
    )


def rejected(invoice: Shown, cents: int, name: str = "dsp_1") -> DisputeRejected:
    return DisputeRejected(
        dispute_id=DisputeId(name),
        customer_id=CustomerId(invoice["customer_id"]),
        slices=_slices(invoice, cents),
        reason="They arrived as ordered.",
    )
