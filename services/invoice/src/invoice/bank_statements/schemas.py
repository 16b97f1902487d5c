"""What is values of bank statements that are imported, in JSON."""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from invoice.bank_statements.domain.choices import BANK, Choices
from invoice.fields import CurrencyCode
from recoup_formats.bank.layout import BankCsvLayout, DateFormat
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.named_resources import SOURCE

Encoding = Literal["utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "utf-16"]
Words = Annotated[tuple[Name, ...], Field(max_length=20)]


class BankCsvColumns(RequestBody):
    """Names in the header. The amount is one column, or one beside a direction, or two."""

    booking_date: Name = Field(examples=["Buchungstag"])
    value_date: Name | None = Field(
        default=None, description="The booking date, if left out.", examples=["Wertstellung"]
    )
    amount: Name | None = Field(
        default=None, description="Signed, unless there is a direction.", examples=["Betrag"]
    )
    direction: Name | None = Field(
        default=None, description="Says credit or debit.", examples=["S/H"]
    )
    credit: Name | None = Field(default=None, description="Money that came in.", examples=["Haben"])
    debit: Name | None = Field(default=None, description="Money that went out.", examples=["Soll"])
    currency: Name | None = Field(
        default=None,
        description="Where rows are of several; else declare the `currency`.",
        examples=["Währung"],
    )
    balance: Name | None = Field(
        default=None,
        description="What is on the account after the row, the oldest row first; then every row is checked.",
        examples=["Saldo"],
    )
    text: Name | None = Field(
        default=None, description="What the payer wrote.", examples=["Verwendungszweck"]
    )
    reference: Name | None = Field(
        default=None, description="A structured reference.", examples=["Referenz"]
    )
    end_to_end_id: Name | None = Field(default=None, examples=["Kundenreferenz"])
    bank_reference: Name | None = Field(
        default=None,
        description="The bank's own id of the row, by which it is never booked twice.",
        examples=["Transaktions-ID"],
    )
    payer_name: Name | None = Field(
        default=None, description="Of the other side.", examples=["Auftraggeber"]
    )
    payer_account: Name | None = Field(
        default=None, description="Of the other side.", examples=["IBAN Auftraggeber"]
    )


class BankCsv(RequestBody):
    """How a bank writes its CSV; nothing of it is guessed.

    Declare the column `amount`, or the columns `credit` and `debit`. With a column `direction`, declare what the
    column direction says: `credit_words` and `debit_words`; a word means either credit or debit. Declare the
    `currency`, or the column that says it. A balance is of one currency: declare the currency, not a column.
    `decimal` and `grouping` are not the same sign.
    """

    columns: BankCsvColumns
    date_format: DateFormat = Field(examples=["DD.MM.YYYY"])
    decimal: Literal[".", ","] = Field(description="Before decimals.", examples=[","])
    grouping: Literal["", ",", ".", " ", "'"] = Field(
        default="", description="Between thousands.", examples=["."]
    )
    delimiter: Literal[",", ";", "\t", "|"] = Field(
        default=",", description="Between columns.", examples=[";"]
    )
    encoding: Encoding = Field(default="utf-8", examples=["windows-1252"])
    account_id: Name = Field(
        description="Of which account it is.", examples=["DE89370400440532013000"]
    )
    currency: CurrencyCode | None = Field(
        default=None, description="Of the account, unless a column says it.", examples=["EUR"]
    )
    credit_words: Words = Field(
        default=(), description="What the direction says of money that came in.", examples=[["H"]]
    )
    debit_words: Words = Field(
        default=(), description="What it says of money that went out.", examples=[["S"]]
    )
    unsigned: bool = Field(
        default=False,
        description="A sign before the amount means nothing, as the direction says it.",
        examples=[True],
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        try:
            self.layout()
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
        return self

    def layout(self) -> BankCsvLayout:
        return BankCsvLayout.model_validate(self.model_dump())


class BankChoices(RequestBody):
    """What bank statements do not say themselves."""

    creditors: Annotated[dict[Name, Name], Field(max_length=200)] = Field(
        default={},
        description="Your codes of creditors by account, as the statement writes it, without spaces. Other "
        "accounts are the import's `creditor`.",
        examples=[{"DE89370400440532013000": "north"}],
    )
    source: Annotated[
        str,
        Field(
            pattern=SOURCE, description="What the creditors' cash comes from.", examples=["bank"]
        ),
    ] = BANK
    settles_instructed: bool = Field(
        default=False,
        description="Whether a payment that was sent in another currency pays debts in that one, at the "
        "bank's rate; else it pays debts in the currency of the account.",
        examples=[True],
    )
    encoding: Encoding = Field(
        default="utf-8", description="Of `mt940` and `bai2`.", examples=["iso-8859-1"]
    )
    csv: BankCsv | None = Field(default=None, description="Needed by `bank-csv`.")

    def choices(self) -> Choices:
        values = self.model_dump(exclude={"csv", "creditors"})
        pairs = tuple(sorted(self.creditors.items()))
        layout = None if self.csv is None else self.csv.layout()
        return Choices.model_validate({**values, "creditors": pairs, "layout": layout})
