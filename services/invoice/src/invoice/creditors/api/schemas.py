"""Creditors in JSON."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, HttpUrl, UrlConstraints, model_validator
from pydantic_core import from_json

from invoice.books import BooksShown
from invoice.creditors.domain.creditor import Creditor
from invoice.fields import (
    Bic,
    CurrencyCode,
    Iban,
    Language,
    Phone,
    PostalAddressBody,
    RoutingNumber,
    SendersEmail,
    TimeZone,
    VatId,
)
from recoup_events.invoice import (
    BankAccount,
    Books,
    CollectorRole,
    CreditorDetails,
    SenderIdentity,
)
from recoup_events.kernel.postal_address import PostalAddress
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.resource import Dates, dates_in

Code = Annotated[
    str,
    Field(
        description="Your code of the creditor, e.g. a company code; `default` is taken where a "
        "document names none.",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        examples=["default"],
    ),
]
PayLink = Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"], max_length=800)]


class BankAccountBody(RequestBody):
    """Send an IBAN, or `account_number` and `routing_number`.

    One has either: send either an IBAN or `account_number` and `routing_number`, not both.
    """

    currency: CurrencyCode
    holder: Name = Field(description="In whose name it is.", examples=["Bolts GmbH"])
    iban: Iban | None = None
    bic: Bic | None = None
    account_number: Name | None = Field(default=None, examples=["000123456789"])
    routing_number: RoutingNumber | None = None
    bank: Name | None = Field(default=None, examples=["Commerzbank"])

    @model_validator(mode="after")
    def _can_be_paid_to(self) -> Self:
        by_number = (self.account_number is None, self.routing_number is None)
        if self.iban is None and by_number != (False, False):
            raise ValueError("send an IBAN, or account_number and routing_number")
        if self.iban is not None and by_number != (True, True):
            raise ValueError("send either an IBAN or account_number and routing_number, not both")
        return self

    @property
    def account(self) -> BankAccount:
        return BankAccount(**dict(self))


BankAccounts = Annotated[
    tuple[BankAccountBody, ...],
    Field(max_length=20, description="The first of a currency is the one that debtors are told."),
]


class SenderBody(RequestBody):
    name: Name = Field(description="As a mail program shows it.", examples=["Bolts Receivables"])
    email: SendersEmail | None = Field(
        default=None,
        description="From which mail is sent, if the relay may send for its domain; else from the "
        "deployment's address.",
    )
    reply_to: SendersEmail | None = Field(default=None, description="Where answers go.")
    sms: Name | None = Field(default=None, description="A number in E.164 or a registered name.")
    phone: Phone | None = Field(default=None, description="For debtors who would rather call.")


class CreditorBody(RequestBody):
    """A legal entity or brand in whose name money is asked for."""

    legal_name: Name = Field(examples=["Bolts GmbH"])
    trading_name: Name | None = Field(
        default=None, description="How debtors know it, if not by its legal name."
    )
    register_line: Words | None = Field(
        default=None,
        description="Register, number and directors, as the law wants them on letters.",
        examples=["Amtsgericht Charlottenburg, HRB 12345 B; Geschäftsführung: Ada Bolt"],
    )
    vat_id: VatId | None = Field(
        default=None,
        description="With the code of its country, and in the European Union by the rules of that. Without it "
        "copies of invoices are no e-invoices.",
    )
    address: PostalAddressBody
    currency: CurrencyCode
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=20)] = Field(
        description="The preferred one first.", examples=[["de", "en"]]
    )
    time_zone: TimeZone
    sender: SenderBody
    pay_link: PayLink | None = Field(
        default=None, description="Where debtors can pay.", examples=["https://pay.bolts.example/"]
    )
    role: CollectorRole = Field(
        default=CollectorRole.CREDITOR,
        description="Some laws bind those alone who collect for others.",
    )
    on_behalf_of: Name | None = Field(
        default=None, description="Whose debts it collects, when they are not its own."
    )

    @property
    def details(self) -> CreditorDetails:
        fields = dict(self) | {
            "address": self.address.address(),
            "sender": SenderIdentity(**dict(self.sender)),
            "pay_link": None if self.pay_link is None else str(self.pay_link),
        }
        return CreditorDetails.model_validate(
            {name: fields[name] for name in CreditorDetails.model_fields}
        )


class CreditorContent(CreditorBody):
    bank_accounts: BankAccounts = ()
    metadata: SentPairs = None

    @property
    def accounts(self) -> tuple[BankAccount, ...]:
        return tuple(account.account for account in self.bank_accounts)


class NewCreditor(CreditorContent):
    code: Code


class BankAccountsBody(RequestBody):
    bank_accounts: BankAccounts


class CreditorShown(DescribedResource):
    id: str = Field(examples=["crd_5a1b"])
    code: str
    legal_name: str
    trading_name: str | None
    register_line: str | None
    vat_id: str | None
    address: PostalAddress
    currency: str
    languages: tuple[str, ...]
    time_zone: str
    sender: SenderIdentity
    pay_link: str | None
    role: CollectorRole
    on_behalf_of: str | None
    bank_accounts: tuple[BankAccount, ...] = Field(
        description="What debtors are told; others wait in `/v1/approvals` for a second person."
    )
    books: BooksShown


def shown(creditor: Creditor, dates: Dates) -> CreditorShown:
    return CreditorShown(
        **dates,
        metadata=dict(creditor.metadata),
        id=creditor.creditor_id,
        code=creditor.code,
        **dict(creditor.details),
        bank_accounts=creditor.bank_accounts,
        books=BooksShown.of(creditor.books),
    )


def listed(row: Mapping[str, Any]) -> CreditorShown:
    """A row of the list."""
    accounts = from_json(row["bank_accounts"])
    return shown(
        Creditor(
            creditor_id=row["id"],
            code=row["code"],
            details=CreditorDetails.model_validate_json(row["details"]),
            bank_accounts=tuple(map(BankAccount.model_validate, accounts)),
            books=Books.model_validate_json(row["books"]),
            metadata=from_json(row["metadata"] or "{}"),
        ),
        dates_in(row),
    )
