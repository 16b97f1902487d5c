"""What a credit is given for."""

from typing import Literal

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DisputeId


class CreditNote(Value):
    """A credit note of the ERP; its number is what is printed on it."""

    kind: Literal["credit_note"] = "credit_note"
    number: str

    @property
    def reference(self) -> str:
        """What a statement calls it."""
        return self.number


class UpheldDispute(Value):
    """The debtor was right: the credit is what this dispute was decided to be worth."""

    kind: Literal["dispute"] = "dispute"
    dispute_id: DisputeId

    @property
    def reference(self) -> str:
        """What a statement calls it."""
        return self.dispute_id


Grounds = CreditNote | UpheldDispute
