"""A creditor: one legal entity or brand of the tenant, its senders and its bank accounts."""

from collections.abc import Sequence

from invoice.creditors.domain import commands
from invoice.creditors.domain.errors import CreditorRefused, DuplicateCode, SecondPersonNeeded
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.decider import Decider


class NoCreditor(Value):
    """Nothing was registered under this id."""


class Proposal(Value):
    """Bank accounts that wait for a second person."""

    bank_accounts: tuple[events.BankAccount, ...]
    by: str


class Creditor(Value):
    creditor_id: CreditorId
    code: str
    details: events.CreditorDetails
    bank_accounts: tuple[events.BankAccount, ...]
    proposal: Proposal | None = None


State = NoCreditor | Creditor
NOBODY: State = NoCreditor()


def decide(command: commands.CreditorCommand, state: State) -> Sequence[events.InvoiceEvent]:
    """List every move a creditor allows; what is not listed is refused."""
    match state, command:
        case NoCreditor(), commands.RegisterCreditor():
            return [events.CreditorRegistered.model_validate(command, from_attributes=True)]
        case NoCreditor(), _:
            raise CreditorRefused("There is no such creditor; register it first.")
        case Creditor(), commands.RegisterCreditor():
            raise DuplicateCode.of(command.code, state.creditor_id)
        case Creditor(), commands.ChangeCreditorDetails(details=details):
            if details == state.details:
                return []
            return [events.CreditorDetailsChanged(creditor_id=state.creditor_id, details=details)]
        case Creditor(), _:
            return _bank_accounts(command, state)


def _bank_accounts(
    command: commands.CreditorCommand, creditor: Creditor
) -> Sequence[events.InvoiceEvent]:
    """Where money goes is changed by two people, since a single one may be deceived or a thief."""
    id, proposal = creditor.creditor_id, creditor.proposal
    match command:
        case commands.ProposeBankAccounts(bank_accounts=accounts, by=by):
            if accounts == (proposal.bank_accounts if proposal else creditor.bank_accounts):
                return []
            return [
                events.BankAccountsProposed(creditor_id=id, bank_accounts=accounts, proposed_by=by)
            ]
        case commands.ConfirmBankAccounts(by=by) if proposal is not None:
            if by == proposal.by:
                raise SecondPersonNeeded(
                    "The bank accounts were proposed with this very API key; have another person "
                    "confirm them with a key of their own."
                )
            return [
                events.BankAccountsChanged(
                    creditor_id=id, bank_accounts=proposal.bank_accounts, confirmed_by=by
                )
            ]
        case commands.RejectBankAccounts(reason=reason, by=by) if proposal is not None:
            return [events.BankAccountsRejected(creditor_id=id, reason=reason, rejected_by=by)]
        case _:
            raise CreditorRefused(
                f"No bank accounts of {creditor.code} wait for a second person; propose them first."
            )


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.CreditorRegistered():
            return Creditor.model_validate(event, from_attributes=True)
        case Creditor(), events.CreditorDetailsChanged(details=details):
            return state.model_copy(update={"details": details})
        case Creditor(), events.BankAccountsProposed(bank_accounts=accounts, proposed_by=by):
            return state.model_copy(update={"proposal": Proposal(bank_accounts=accounts, by=by)})
        case Creditor(), events.BankAccountsChanged(bank_accounts=accounts):
            return state.model_copy(update={"bank_accounts": accounts, "proposal": None})
        case Creditor(), events.BankAccountsRejected():
            return state.model_copy(update={"proposal": None})
        case _:
            return state


def registered(state: State) -> Creditor:
    """The creditor of a state that has one."""
    if isinstance(state, NoCreditor):
        raise CreditorRefused("There is no such creditor; register it first.")
    return state


CREDITOR = Decider("creditor", NOBODY, decide, evolve)
