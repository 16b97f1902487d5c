"""What may be asked of a creditor."""

from recoup_events.invoice import BankAccount, CreditorDetails
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId


class RegisterCreditor(Command):
    creditor_id: CreditorId
    code: str
    details: CreditorDetails
    bank_accounts: tuple[BankAccount, ...]


class ChangeCreditorDetails(Command):
    details: CreditorDetails


class ProposeBankAccounts(Command):
    bank_accounts: tuple[BankAccount, ...]
    by: str


class ConfirmBankAccounts(Command):
    by: str


class RejectBankAccounts(Command):
    reason: str
    by: str


CreditorCommand = (
    RegisterCreditor
    | ChangeCreditorDetails
    | ProposeBankAccounts
    | ConfirmBankAccounts
    | RejectBankAccounts
)
