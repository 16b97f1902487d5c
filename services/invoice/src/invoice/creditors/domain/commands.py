"""What may be asked of a creditor."""

from recoup_events.invoice import BankAccount, Books, CreditorDetails
from recoup_events.invoice.creditor import LetterheadText
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.metadata import NO_METADATA, Metadata


class RegisterCreditor(Command):
    creditor_id: CreditorId
    code: str
    details: CreditorDetails
    bank_accounts: tuple[BankAccount, ...]
    metadata: Metadata = NO_METADATA


class ChangeCreditorDetails(Command):
    details: CreditorDetails


class ChangeBankAccounts(Command):
    """A second person, ``by``, has approved them."""

    bank_accounts: tuple[BankAccount, ...]
    by: str


class ChangeBooks(Command):
    books: Books


class ChangeLogo(Command):
    logo: StoredFile | None


class ChangeLetterheadTexts(Command):
    texts: tuple[LetterheadText, ...]


CreditorCommand = (
    RegisterCreditor
    | ChangeCreditorDetails
    | ChangeBankAccounts
    | ChangeBooks
    | ChangeLogo
    | ChangeLetterheadTexts
)
