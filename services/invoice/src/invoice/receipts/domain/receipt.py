"""A receipt: what the bank saw, what it may be for, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.receipts.domain import commands, events
from invoice.receipts.domain.candidate import Candidate
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.errors import ReceiptRefused, ReceiptUnacceptable
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import RemittanceId, TenantId, derived
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import Decider

SECOND_LOOK = "second_look"
"""The timer that matches it again."""


class ReceiptState(StrEnum):
    REVIEW = "review"
    """All of it, or a part, waits for a person."""
    APPLIED = "applied"
    CLEARED = "cleared"
    """It is an agency's transfer, and pays nothing of its own."""
    SENT_BACK = "sent_back"
    """None of it was kept."""


class Receipt(Value):
    receipt_id: str = ""
    entry: BankEntry | None = None
    """``None`` before it was recorded."""
    proposed: events.ReceiptProposed | None = None
    accepted: tuple[events.ReceiptAccepted, ...] = ()
    cleared: tuple[events.ReceiptCleared, ...] = ()
    taken_off: tuple[events.ReceiptTakenOff, ...] = ()
    sent_back: tuple[events.ReceiptSentBack, ...] = ()
    look_again_at: AwareDatetime | None = None
    """While what was sent shortly before it may not be known."""

    @property
    def known(self) -> BankEntry:
        if self.entry is None:
            raise ReceiptRefused("There is no such receipt; record it first.")
        return self.entry

    @property
    def parts(self) -> Sequence[events.Part]:
        return [part for each in self.accepted for part in each.parts]

    @property
    def left(self) -> Money:
        """What waits, and is nobody's yet."""
        amount = self.known.amount
        gone = [part.amount for part in self.parts] + [each.amount for each in self.sent_back]
        return amount - total([*gone, self.in_clearing], amount.currency)

    @property
    def in_clearing(self) -> Money:
        """What of it is agencies' transfers."""
        currency = self.known.amount.currency
        cleared = [part.amount for each in self.cleared for part in each.parts]
        return total(cleared, currency) - total((each.amount for each in self.taken_off), currency)

    def cleared_of(self, remittance_id: RemittanceId) -> Sequence[Money]:
        """What of it is this remittance's transfer now, in the receipt's currency."""
        off = sum(1 for each in self.taken_off if each.remittance_id == remittance_id)
        parts = (part for each in self.cleared for part in each.parts)
        return [part.amount for part in parts if part.remittance_id == remittance_id][off:]

    @property
    def candidates(self) -> Sequence[Candidate]:
        """None, once it is decided: they spoke of the whole of it."""
        untouched = self.left == self.known.amount
        return self.proposed.candidates if self.proposed is not None and untouched else ()

    @property
    def state(self) -> ReceiptState:
        if self.left:
            return ReceiptState.REVIEW
        if self.accepted:
            return ReceiptState.APPLIED
        return ReceiptState.CLEARED if self.in_clearing else ReceiptState.SENT_BACK


Moves = Sequence[events.ReceiptEvent]


def decide(command: commands.ReceiptCommand, receipt: Receipt) -> Moves:
    """List every move a receipt allows; what is not listed is refused."""
    match command:
        case commands.RecordReceipt():
            return [_recorded(command, receipt)]
        case commands.Propose():
            return _proposed(command, receipt)
        case commands.RecordSecondLook(at=at):
            return [events.ReceiptLookedAtAgain(at=at)] if receipt.look_again_at else []
        case commands.Accept(parts=parts):
            _check_left(receipt, total((part.amount for part in parts), _currency(receipt)))
            return [
                events.ReceiptAccepted(
                    parts=parts,
                    rule=command.rule,
                    confidence=command.confidence,
                    accepted_by=command.by,
                    reason=command.reason,
                )
            ]
        case commands.ClearRemittances(parts=parts):
            _check_left(receipt, total((part.amount for part in parts), _currency(receipt)))
            return [
                events.ReceiptCleared(parts=parts, cleared_by=command.by, reason=command.reason)
            ]
        case commands.TakeOffRemittance():
            return [events.ReceiptTakenOff.model_validate(command, from_attributes=True)]
        case commands.SendBack(amount=amount):
            wanted = receipt.left if amount is None else amount
            _check_left(receipt, wanted)
            back = events.ReceiptSentBack(
                amount=wanted, sent_back_by=command.by, reason=command.reason
            )
            return [back]


def _recorded(command: commands.RecordReceipt, receipt: Receipt) -> events.ReceiptRecorded:
    entry = command.entry
    if receipt.entry is not None:
        raise DuplicateExternalId.of(entry.external_id, receipt.receipt_id)
    id, at = command.receipt_id, command.at
    return events.ReceiptRecorded(receipt_id=id, **dict(entry), recorded_at=at)


def _currency(receipt: Receipt) -> str:
    return receipt.known.amount.currency


def _proposed(command: commands.Propose, receipt: Receipt) -> Moves:
    """The same again changes nothing."""
    proposed = events.ReceiptProposed(**dict(command))
    return [] if not receipt.left or proposed == receipt.proposed else [proposed]


def _check_left(receipt: Receipt, wanted: Money) -> None:
    if not receipt.left:
        raise ReceiptRefused(
            f"Nothing of it waits: it is {receipt.state.value}. What a payment pays is changed by "
            "reallocating or reversing that payment."
        )
    if wanted.currency != receipt.left.currency:
        raise ReceiptUnacceptable(
            f"It came in {receipt.left.currency}; say so much of it in that currency.",
            pointer="/amount/currency",
        )
    if receipt.left < wanted:
        raise ReceiptUnacceptable(
            f"{wanted} are more than the {receipt.left} that wait; ask for at most that much.",
            pointer="/amount/amount",
        )


def evolve(receipt: Receipt, event: events.ReceiptEvent) -> Receipt:
    match event:
        case events.ReceiptRecorded():
            entry = BankEntry.model_validate(event, from_attributes=True)
            return Receipt(
                receipt_id=event.receipt_id, entry=entry, look_again_at=event.recorded_at
            )
        case events.ReceiptLookedAtAgain():
            return receipt.model_copy(update={"look_again_at": None})
        case events.ReceiptProposed():
            return receipt.model_copy(update={"proposed": event})
        case events.ReceiptAccepted():
            return receipt.model_copy(update={"accepted": (*receipt.accepted, event)})
        case events.ReceiptCleared():
            return receipt.model_copy(update={"cleared": (*receipt.cleared, event)})
        case events.ReceiptTakenOff():
            return receipt.model_copy(update={"taken_off": (*receipt.taken_off, event)})
        case events.ReceiptSentBack():
            return receipt.model_copy(update={"sent_back": (*receipt.sent_back, event)})


def timers(receipt: Receipt) -> Mapping[str, datetime]:
    """What is untouched is looked at once more, as soon as everything before it is known."""
    at = receipt.look_again_at
    if at is None or receipt.accepted or receipt.cleared or receipt.sent_back:
        return {}
    return {SECOND_LOOK: at}


RECEIPT: Decider[commands.ReceiptCommand, Receipt, events.ReceiptEvent] = Decider(
    "receipt", Receipt(), decide, evolve, timers
)


def receipt_id_of(tenant: TenantId, creditor: str, source: str, external_id: str) -> str:
    """Recoup's id of what a bank names with its own, in a creditor's books."""
    return derived("rct", tenant, creditor, source, external_id)
