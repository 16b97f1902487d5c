"""Receipts in JSON."""

from typing import Annotated

from pydantic import Field, StringConstraints

from invoice.invoices.domain.payment_reference import compact
from invoice.payments.schemas import ExchangeBody
from invoice.receipts.domain.entry import BANK, LONGEST_TEXT, BankEntry
from recoup_events.kernel.ids import CreditorId
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import PRINTABLE, SEVERAL_LINES, Day, ExternalId, Name, RequestBody
from recoup_service.api.named_resources import SOURCE, CreditorNamed

PayersText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT, pattern=SEVERAL_LINES
    ),
]
Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70, pattern=PRINTABLE)
]


class PayerBody(RequestBody):
    """Who paid, as the bank says it; the customer may be unknown."""

    name: Name | None = Field(default=None, examples=["Bolts GmbH"])
    account: Name | None = Field(
        default=None,
        description="An IBAN or an account number. Whose money came from it once is known from then on.",
        examples=["DE89370400440532013000"],
    )


class NewReceipt(CreditorNamed):
    """An entry of a bank statement: money that came in."""

    source: Annotated[
        str,
        Field(
            pattern=SOURCE,
            description="The system whose id it is; a creditor's payments come from its ERP or its bank.",
            examples=["bank"],
        ),
    ] = BANK
    external_id: ExternalId = Field(examples=["2026-02-01/17"])
    amount: PositiveAmount = Field(description="What was credited.")
    value_date: Day = Field(
        description="The day from which the money counts.", examples=["2026-02-01"]
    )
    payer: PayerBody = PayerBody()
    structured_reference: Reference | None = Field(
        default=None,
        description="ISO 11649 (RF…), Swiss QR or the payer's bank's own. One whose check digits are wrong is "
        "taken, too: the money came.",
        examples=["RF18 5390 0754 7034"],
    )
    end_to_end_id: Name | None = Field(
        default=None, description="As the payer gave it.", examples=["NOTPROVIDED"]
    )
    text: PayersText | None = Field(
        default=None,
        description="What the payer wrote; numbers of invoices are looked for in it.",
        examples=["Invoice 2026-0001, thanks"],
    )
    charges: PositiveAmount | None = Field(
        default=None,
        description="What a bank took off what was sent. It is not in the `amount`, and settles what is "
        "owed only where the creditor's `payment_tolerance` bears it.",
    )
    exchange: ExchangeBody | None = Field(
        default=None,
        description="Where the bank says what the money is in the currency of the debts. Without it money "
        "pays debts in its own currency alone.",
    )
    method: Name = Field(default="transfer", examples=["transfer"])

    def entry(self, creditor_id: CreditorId) -> BankEntry:
        reference = self.structured_reference
        return BankEntry(
            creditor_id=creditor_id,
            external_id=self.external_id,
            amount=self.amount.money,
            value_date=self.value_date,
            source=self.source,
            method=self.method,
            payer_name=self.payer.name,
            payer_account=None
            if self.payer.account is None
            else compact(self.payer.account) or None,
            structured_reference=None if reference is None else compact(reference) or None,
            end_to_end_id=self.end_to_end_id,
            text=self.text,
            charges=None if self.charges is None else self.charges.money,
            exchange=None if self.exchange is None else self.exchange.exchange,
        )
