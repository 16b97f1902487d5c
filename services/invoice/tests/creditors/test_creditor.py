"""What may be done to a creditor, and who may change where money goes."""

from typing import Any

import pytest

from invoice.creditors.domain import commands
from invoice.creditors.domain.creditor import CREDITOR
from invoice.creditors.domain.errors import CreditorRefused, DuplicateCode, SecondPersonNeeded
from recoup_events import invoice as events
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.postal_address import PostalAddress
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
PROPOSED = events.BankAccountsProposed(creditor_id=ID, bank_accounts=NEW, proposed_by="key:ada")
CONFIRM: dict[str, Any] = {"creditor_id": ID, "bank_accounts": NEW}


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


def test_other_bank_accounts_take_two_people() -> None:
    propose = commands.ProposeBankAccounts(bank_accounts=NEW, by="key:ada")
    creditor(REGISTERED).when(propose).then(PROPOSED)
    creditor(REGISTERED, PROPOSED).when(propose).then()
    creditor(REGISTERED, PROPOSED).when(commands.ConfirmBankAccounts(by="key:ada")).then_refused(
        SecondPersonNeeded
    )
    creditor(REGISTERED, PROPOSED).when(commands.ConfirmBankAccounts(by="key:bob")).then(
        events.BankAccountsChanged(creditor_id=ID, bank_accounts=NEW, confirmed_by="key:bob")
    )


def test_a_proposal_can_be_rejected_and_is_gone_then() -> None:
    rejected = events.BankAccountsRejected(creditor_id=ID, reason="a fraud", rejected_by="key:bob")
    reject = commands.RejectBankAccounts(reason="a fraud", by="key:bob")
    creditor(REGISTERED, PROPOSED).when(reject).then(rejected)
    creditor(REGISTERED, PROPOSED, rejected).when(
        commands.ConfirmBankAccounts(by="key:bob")
    ).then_refused(CreditorRefused)


@pytest.mark.parametrize(
    "command",
    [
        commands.ConfirmBankAccounts(by="key:bob"),
        commands.RejectBankAccounts(reason="a fraud", by="key:bob"),
    ],
)
def test_without_a_proposal_there_is_nothing_to_confirm_or_reject(command: Any) -> None:
    creditor(REGISTERED).when(command).then_refused(CreditorRefused)
    creditor().when(command).then_refused(CreditorRefused)
