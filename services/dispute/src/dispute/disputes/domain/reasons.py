"""What each reason needs before it can be decided, and from whom; asked for, never demanded at the door.

A debtor who has no photograph yet may contest all the same: what is contested is not chased.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from dispute.disputes.domain.evidence import Evidence, EvidenceState
from recoup_events.dispute import Party, Reason
from recoup_events.kernel.event import Value


class Need(Value):
    """What one reason is decided by."""

    provided_by: Party
    """Who has it."""
    what: str
    """In words for whoever asks for it."""


_PROOF: Final = "proof of delivery, such as the signed delivery note"
NEEDS: Final[Mapping[Reason, tuple[Need, ...]]] = {
    Reason.NOT_RECEIVED: (Need(provided_by=Party.CREDITOR, what=_PROOF),),
    Reason.MISSING_DOCUMENT: (
        Need(provided_by=Party.CREDITOR, what="the document that is missing"),
    ),
    Reason.PRICE: (
        Need(provided_by=Party.DEBTOR, what="the offer or order with the price agreed"),
        Need(provided_by=Party.CREDITOR, what="the order confirmation or price list"),
    ),
    Reason.QUANTITY: (
        Need(provided_by=Party.DEBTOR, what="the count at goods-in, or the delivery note"),
        Need(provided_by=Party.CREDITOR, what=_PROOF),
    ),
    Reason.QUALITY: (Need(provided_by=Party.DEBTOR, what="photographs of the defect"),),
    Reason.DUPLICATE: (
        Need(provided_by=Party.DEBTOR, what="the other invoice, or its number in the statement"),
    ),
    Reason.ALREADY_PAID: (
        Need(provided_by=Party.DEBTOR, what="the remittance advice or the bank's confirmation"),
    ),
    Reason.MISCOMMUNICATION: (
        Need(provided_by=Party.DEBTOR, what="the mail or contract that says what was agreed"),
    ),
    Reason.IDENTITY: (
        Need(provided_by=Party.CREDITOR, what="the order or contract that names the debtor"),
    ),
    Reason.OTHER: (),
}


def lacking(reason: Reason, evidence: Iterable[Evidence]) -> tuple[Need, ...]:
    """What is still to come: nothing more once a side has sent something."""
    sent = {e.file.provided_by for e in evidence if e.state is EvidenceState.RECEIVED}
    return tuple(need for need in NEEDS[reason] if need.provided_by not in sent)
