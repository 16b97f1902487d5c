"""An invoice: what one customer is asked to pay, and every move that changes what is owed."""

from collections.abc import Sequence

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.invoices.domain import (
    charging,
    chasing,
    commands,
    discounting,
    settling,
    tolerating,
    writing_off,
)
from invoice.invoices.domain.adjusting import adjust, cancel
from invoice.invoices.domain.amending import accelerate, age, amend
from invoice.invoices.domain.continuing import check_cancellable, continued
from invoice.invoices.domain.errors import InvoiceRefused
from invoice.invoices.domain.evolving import evolve, timers
from invoice.invoices.domain.granting import credit_dispute
from invoice.invoices.domain.invoice import (
    NOTHING,
    Invoice,
    InvoiceState,
    NoInvoice,
    State,
)
from invoice.invoices.domain.issuing import issued
from recoup_events import invoice as events
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described


def decide(command: commands.InvoiceCommand, state: State) -> Sequence[events.InvoiceEvent]:
    """A new invoice, or a move of one that stands."""
    match state, command:
        case NoInvoice(), commands.IssueInvoice():
            return [issued(command)]
        case Invoice(), commands.IssueInvoice():
            raise DuplicateExternalId.of(command.external_id, state.issued.invoice_id)
        case Invoice(), commands.ChangeChase():
            return chasing.change(command, state)
        case Invoice(), commands.WriteOff() | commands.ReverseWriteOff():
            return _write_off(command, state)
        case Invoice(), _:
            return _move(command, state)
        case _:
            raise InvoiceRefused("There is no such invoice; issue it first.")


def _move(command: commands.InvoiceCommand, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """List every move an invoice allows; what is not listed is refused."""
    match invoice.state, command:
        case _, commands.Unapply(allocation_id=id) if id in invoice.applied:
            return settling.unapply(command, invoice)
        case _, commands.TakeDiscount():
            taken = discounting.take(command, invoice)
            return taken or tolerating.settle_short(command, invoice)
        case InvoiceState.CANCELLED, _:
            raise _refusal(command, invoice)
        case _, commands.CreditDispute():
            return credit_dispute(command, invoice)
        case _, commands.ContinueInvoice():
            return continued(command, invoice)
        case _, commands.AdjustInvoice() if command.continues is not None:
            return adjust(command, invoice)
        case _:
            return _change(command, invoice)


def _change(command: commands.InvoiceCommand, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """What is only done to an invoice that is asked for itself."""
    match invoice.state, command:
        case InvoiceState.CONTINUED, _:
            raise _refusal(command, invoice)
        case _, commands.AmendInvoice():
            return amend(command, invoice)
        case _, commands.RecordCharge():
            return charging.record(command, invoice)
        case _, commands.AdjustInvoice():
            return adjust(command, invoice)
        case _, commands.CancelInvoice():
            check_cancellable(invoice)
            return cancel(command, invoice)
        case _:
            return _settle(command, invoice)


def _settle(command: commands.InvoiceCommand, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """What is only done while something is owed."""
    match invoice.state, command:
        case InvoiceState.OPEN | InvoiceState.OVERDUE, commands.ApplyCredit():
            return settling.credit(command, invoice)
        case InvoiceState.OPEN | InvoiceState.OVERDUE, commands.ApplyPayment():
            return settling.apply(command, invoice)
        case InvoiceState.OPEN | InvoiceState.OVERDUE, commands.AgeInvoice():
            return age(command, invoice)
        case InvoiceState.OPEN | InvoiceState.OVERDUE, commands.Accelerate():
            return accelerate(command, invoice)
        case _:
            raise _refusal(command, invoice)


def _write_off(
    command: commands.WriteOff | commands.ReverseWriteOff, invoice: Invoice
) -> Sequence[events.InvoiceEvent]:
    match invoice.state, command:
        case _, commands.ReverseWriteOff():
            return writing_off.reverse(command, invoice)
        case InvoiceState.OPEN | InvoiceState.OVERDUE, commands.WriteOff():
            return writing_off.write_off(command, invoice)
        case _:
            raise _refusal(command, invoice)


def _refusal(command: commands.InvoiceCommand, invoice: Invoice) -> InvoiceRefused:
    match command:
        case _ if invoice.continued_by is not None:
            next_step = (
                f"it changes no more; change invoice {invoice.continued_by}, which continues it"
            )
        case commands.AmendInvoice() | commands.AdjustInvoice():
            next_step = "it changes no more; issue a new one under a new external_id"
        case commands.Unapply():
            next_step = "this allocation is not applied to it; name one that is"
        case _:
            next_step = "nothing is owed on it; read it again before changing it"
    number, state = invoice.number, invoice.state
    return InvoiceRefused(f"Invoice {number} is {state}: {next_step}.")


INVOICE = described(
    Decider("invoice", NOTHING, decide, evolve, timers),
    lambda invoice, metadata: events.InvoiceMetadataChanged(**invoice.ids, metadata=metadata),
)
