"""What is recorded of clearings for this service alone."""

from pydantic import AwareDatetime, Field

from recoup_events.invoice.clearing import (
    ClearingOpened,
    ClearingPaymentReversed,
    ClearingSettled,
    ClearingTransferReceived,
    ClearingTransferReversed,
)
from recoup_events.kernel.event import Event


class ClearingLookedThrough(Event, type="clearing.looked_through.v1"):
    """What the bank had sent before the remittance was looked through for it."""

    at: AwareDatetime
    hints: tuple[str, ...] = ()
    """What whoever looks at it should know."""


class TransferClueNoted(Event, type="transfer_clue.noted.v1"):
    """A bank's entry that shows this may be of this remittance, or of this agency."""

    points_to: str = Field(min_length=1)


Recorded = (
    ClearingOpened
    | ClearingTransferReceived
    | ClearingTransferReversed
    | ClearingPaymentReversed
    | ClearingSettled
    | ClearingLookedThrough
)
