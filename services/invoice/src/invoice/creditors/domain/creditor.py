"""A creditor: one legal entity or brand of the tenant, its senders, bank accounts and books."""

from collections.abc import Sequence

from invoice.creditors.domain import commands
from invoice.creditors.domain.errors import CreditorRefused, DuplicateCode
from recoup_events import invoice as events
from recoup_events.invoice.creditor import (
    CreditorMetadataChanged,
    LetterheadChanged,
    LetterheadText,
)
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described


class NoCreditor(Value):
    """Nothing was registered under this id."""


class Creditor(Value):
    creditor_id: CreditorId
    code: str
    details: events.CreditorDetails
    bank_accounts: tuple[events.BankAccount, ...]
    books: events.Books = events.Books()
    logo: StoredFile | None = None
    texts: tuple[LetterheadText, ...] = ()
    """Of its letters."""
    metadata: Metadata = NO_METADATA

    def text_in(self, language: str) -> LetterheadText | None:
        """Of its letters in this language, whatever the region."""
        known = {each.language.partition("-")[0].lower(): each for each in self.texts}
        return known.get(language.partition("-")[0].lower())

    def account_for(self, currency: str) -> events.BankAccount | None:
        """The first of it, which debtors are told."""
        return next((each for each in self.bank_accounts if each.currency == currency), None)


State = NoCreditor | Creditor
NOBODY: State = NoCreditor()


def decide(command: commands.CreditorCommand, state: State) -> Sequence[events.InvoiceEvent]:
    """List every move a creditor allows; what is not listed is refused."""
    match state, command:
        case NoCreditor(), commands.RegisterCreditor():
            return [events.CreditorRegistered.model_validate(command, from_attributes=True)]
        case Creditor(), commands.RegisterCreditor():
            raise DuplicateCode.of(command.code, state.creditor_id)
        case Creditor(), _:
            return _changed(command, state)
        case _:
            raise CreditorRefused("There is no such creditor; register it first.")


def _changed(
    command: commands.CreditorCommand, creditor: Creditor
) -> Sequence[events.InvoiceEvent]:
    """The same again changes nothing."""
    id = creditor.creditor_id
    match command:
        case commands.ChangeCreditorDetails(details=details) if details != creditor.details:
            return [events.CreditorDetailsChanged(creditor_id=id, details=details)]
        case commands.ChangeBankAccounts(bank_accounts=accounts, by=by):
            return [
                events.BankAccountsChanged(creditor_id=id, bank_accounts=accounts, confirmed_by=by)
            ]
        case commands.ChangeBooks(books=books) if books != creditor.books:
            return [events.CreditorBooksChanged(creditor_id=id, books=books)]
        case commands.ChangeLogo(logo=logo) if logo != creditor.logo:
            return [LetterheadChanged(creditor_id=id, logo=logo, texts=creditor.texts)]
        case commands.ChangeLetterheadTexts(texts=texts) if texts != creditor.texts:
            return [LetterheadChanged(creditor_id=id, logo=creditor.logo, texts=texts)]
        case _:
            return []


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.CreditorRegistered():
            return Creditor.model_validate(event, from_attributes=True)
        case Creditor(), events.CreditorDetailsChanged(details=details):
            return state.model_copy(update={"details": details})
        case Creditor(), events.BankAccountsChanged(bank_accounts=accounts):
            return state.model_copy(update={"bank_accounts": accounts})
        case Creditor(), events.CreditorBooksChanged(books=books):
            return state.model_copy(update={"books": books})
        case Creditor(), LetterheadChanged(logo=logo, texts=texts):
            return state.model_copy(update={"logo": logo, "texts": texts})
        case _:
            return state


def registered(state: State) -> Creditor:
    """The creditor of a state that has one."""
    if isinstance(state, NoCreditor):
        raise CreditorRefused("There is no such creditor; register it first.")
    return state


CREDITOR = described(
    Decider("creditor", NOBODY, decide, evolve),
    lambda creditor, metadata: CreditorMetadataChanged(
        creditor_id=creditor.creditor_id, metadata=metadata
    ),
)
