"""A credit note: what a customer need not pay, and which invoices it is applied to."""

from collections.abc import Sequence
from typing import TypedDict

from invoice.allocations.domain.funds import Funds, days_taken_off
from invoice.credit_notes.domain import commands
from invoice.credit_notes.domain.errors import CreditNoteRefused, TaxUnacceptable
from invoice.customers.domain.errors import DuplicateExternalId
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditNoteId, CustomerId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described

Moves = Sequence[events.InvoiceEvent]


class Ids(TypedDict):
    """What every event about a credit note names."""

    credit_note_id: CreditNoteId
    customer_id: CustomerId


class NoCreditNote(Value):
    """Nothing was issued under this id."""


class CreditNote(Value):
    issued: events.CreditNoteIssued
    funds: Funds
    metadata: Metadata = NO_METADATA

    @property
    def ids(self) -> Ids:
        return {
            "credit_note_id": self.issued.credit_note_id,
            "customer_id": self.issued.customer_id,
        }


State = NoCreditNote | CreditNote
NOTHING: State = NoCreditNote()


def decide(command: commands.CreditNoteCommand, state: State) -> Moves:
    """List every move a credit note allows; what is not listed is refused."""
    match state, command:
        case NoCreditNote(), commands.IssueCreditNote():
            return [_issued(command)]
        case CreditNote(), commands.IssueCreditNote():
            raise DuplicateExternalId.of(command.external_id, state.issued.credit_note_id)
        case CreditNote(), commands.UnallocateCreditNote():
            return _unallocated(command, state)
        case CreditNote(), commands.AllocateCreditNote() if not state.funds.gone:
            return [_allocated(command, state)]
        case CreditNote(), commands.CancelCreditNote() if not state.funds.gone:
            return [_cancelled(command, state)]
        case _:
            number = credit_note_of(state).issued.number
            raise CreditNoteRefused(
                f"{number} was cancelled; issue another under a new external_id."
            )


def credit_note_of(state: State) -> CreditNote:
    """The credit note of a state that has one."""
    if isinstance(state, NoCreditNote):
        raise CreditNoteRefused("There is no such credit note; issue it first.")
    return state


def _issued(command: commands.IssueCreditNote) -> events.CreditNoteIssued:
    tax = command.tax
    if tax is not None:
        same = tax.currency == command.amount.currency
        if not same or not 0 <= tax.minor_units <= command.amount.minor_units:
            raise TaxUnacceptable(
                f"The tax of {tax} is no part of {command.amount}; send how much of the amount "
                "is tax, or leave it out.",
                pointer="/tax",
            )
    return events.CreditNoteIssued.model_validate(command, from_attributes=True)


def _allocated(
    command: commands.AllocateCreditNote, note: CreditNote
) -> events.CreditNoteAllocated:
    allocations = note.funds.share_out(note.issued.credit_note_id, command.shares)
    left = note.funds.with_allocations(allocations).unapplied
    return events.CreditNoteAllocated(**note.ids, allocations=allocations, unapplied=left)


def _unallocated(command: commands.UnallocateCreditNote, note: CreditNote) -> Moves:
    taken = note.funds.taken_off(command.remaining)
    if not taken:
        return []
    on = days_taken_off(taken, command.today)
    return [
        events.CreditNoteUnallocated(
            **note.ids,
            allocations=taken,
            unapplied=note.funds.without(taken, on).unapplied,
            unallocated_on=on,
            reason=command.reason,
            held=command.held,
        )
    ]


def _cancelled(command: commands.CancelCreditNote, note: CreditNote) -> events.CreditNoteCancelled:
    if note.issued.dispute_id is not None:
        raise CreditNoteRefused(
            "A dispute that was upheld granted this credit, and what was granted stays granted; "
            "raise an invoice by an adjustment if more is owed."
        )
    return events.CreditNoteCancelled(
        **note.ids,
        amount=note.issued.amount,
        effective_on=max(command.today, note.issued.issue_date),
        reason=command.reason,
    )


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.CreditNoteIssued(amount=amount, issue_date=day, creditor_id=creditor_id):
            nothing = Money.zero(amount.currency)
            return CreditNote(
                issued=event,
                funds=Funds(
                    creditor_id=creditor_id,
                    amount=amount,
                    free_from=day,
                    allocated=nothing,
                    refunded=nothing,
                ),
            )
        case CreditNote(), _:
            return state.model_copy(update={"funds": _changed(state.funds, event)})
        case _:
            return state


def _changed(funds: Funds, event: events.InvoiceEvent) -> Funds:
    match event:
        case events.CreditNoteAllocated(allocations=allocations):
            return funds.with_allocations(allocations)
        case events.CreditNoteUnallocated(allocations=taken, unallocated_on=day):
            return funds.without(taken, day)
        case events.CreditNoteCancelled():
            return funds.emptied()
        case _:
            return funds


CREDIT_NOTE = described(
    Decider("credit_note", NOTHING, decide, evolve),
    lambda note, metadata: events.CreditNoteMetadataChanged(**note.ids, metadata=metadata),
)
