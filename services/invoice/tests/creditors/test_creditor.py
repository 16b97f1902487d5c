"""What may be done to a creditor, and who may change where money goes."""

from typing import Any

import pytest

from invoice.creditors.domain import commands
from invoice.creditors.domain.creditor import CREDITOR
from invoice.creditors.domain.errors import CreditorRefused, DuplicateCode
from recoup_events import invoice as events
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.postal_address import PostalAddress
from recoup_testing.money import eur
from recoup_testing.scenario import Given, Scenario

ID = CreditorId("crd_1")
DETAILS = events.CreditorDetails(
    legal_name="Bolts GmbH",
    address=PostalAddress(lines=("Schraubenweg 1",), city="Berlin", country="DE"),
    currency="EUR",
    languages=("de",),
    time_zone="Europe/Berlin",
    sender=events.SenderIdentity(name="Bolts Receivables"),
)


def account(iban: str) -> events.BankAccount:
    return events.BankAccount(currency="EUR", holder="Bolts GmbH", iban=iban)


OLD, NEW = (account("DE89370400440532013000"),), (account("NL91ABNA0417164300"),)
REGISTER = commands.RegisterCreditor(
    creditor_id=ID, code="1000", details=DETAILS, bank_accounts=OLD
)
REGISTERED = events.CreditorRegistered.model_validate(REGISTER, from_attributes=True)


def creditor(*happened: events.InvoiceEvent) -> Given[Any, Any, Any]:
    return Scenario(CREDITOR).given(*happened)


def test_a_code_is_registered_once() -> None:
    creditor().when(REGISTER).then(REGISTERED)
    creditor(REGISTERED).when(REGISTER).then_refused(DuplicateCode)


def test_the_same_details_again_change_nothing() -> None:
    creditor(REGISTERED).when(commands.ChangeCreditorDetails(details=DETAILS)).then()
    other = DETAILS.model_copy(update={"legal_name": "Bolts SE"})
    creditor(REGISTERED).when(commands.ChangeCreditorDetails(details=other)).then(
        events.CreditorDetailsChanged(creditor_id=ID, details=other)
    )


def test_bank_accounts_are_what_a_second_person_approved() -> None:
    changed = events.BankAccountsChanged(creditor_id=ID, bank_accounts=NEW, confirmed_by="key:bob")
    change = commands.ChangeBankAccounts(bank_accounts=NEW, by="key:bob")
    state = creditor(REGISTERED).when(change).then(changed)
    assert state.bank_accounts == NEW


def test_its_books_are_kept_as_it_says() -> None:
    books = events.Books(write_off_limit=eur(50_00), source_of_cash=events.SourceOfCash.BANK)
    changed = events.CreditorBooksChanged(creditor_id=ID, books=books)
    creditor(REGISTERED).when(commands.ChangeBooks(books=books)).then(changed)
    creditor(REGISTERED, changed).when(commands.ChangeBooks(books=books)).then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        commands.ChangeBankAccounts(bank_accounts=NEW, by="key:bob"),
        commands.ChangeBooks(books=events.Books()),
        commands.ChangeCreditorDetails(details=DETAILS),
    ],
)
def test_nothing_is_changed_of_nobody(command: Any) -> None:
    creditor().when(command).then_refused(CreditorRefused)
