"""Returns in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from invoice.receipts.domain.entry import BANK
from invoice.returns.domain.bank_return import BankReturn
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, Name, Words
from recoup_service.api.named_resources import SOURCE, CreditorNamed
from recoup_service.api.resource import Dates, Resource


class NewReturn(CreditorNamed):
    """An entry of a bank statement: money that had come in was taken back."""

    source: Annotated[
        str,
        Field(
            pattern=SOURCE,
            description="The system whose id it is; that of the receipt.",
            examples=["bank"],
        ),
    ] = BANK
    external_id: ExternalId = Field(examples=["2026-02-05/3"])
    amount: PositiveAmount = Field(
        description="What had been credited, without what the bank charges for taking it back."
    )
    value_date: Day = Field(description="As the bank says it.", examples=["2026-02-05"])
    end_to_end_id: Name | None = Field(
        default=None, description="Of the receipt.", examples=["SO-2026-0001"]
    )
    receipt: Name | None = Field(
        default=None,
        description="The receipt, by the bank's id or Recoup's, where the end-to-end id does not tell.",
        examples=["2026-02-01/17"],
    )
    reason: Words = Field(description="The bank's.", examples=["AM04 insufficient funds"])


class ReturnShown(Resource):
    id: str = Field(examples=["ret_3a71"])
    source: str = Field(description="The system that sent it, whose id follows.")
    external_id: str
    creditor_id: str
    amount: Amount
    value_date: date
    reason: str
    receipt_id: str = Field(description="What was taken back.")
    payment_ids: tuple[str, ...] = Field(
        description="Its payments, which are reversed: what they had paid is owed again."
    )


def listed(row: Mapping[str, Any]) -> ReturnShown:
    """A row of the list."""
    return ReturnShown(**{**row, "amount": in_currency(row, "amount")})


def shown(state: BankReturn, dates: Dates) -> ReturnShown:
    event = state.recorded
    return ReturnShown(
        **dates,
        id=event.return_id,
        source=event.source,
        external_id=event.external_id,
        creditor_id=event.creditor_id,
        amount=Amount.of(event.amount),
        value_date=event.value_date,
        reason=event.reason,
        receipt_id=event.receipt_id,
        payment_ids=event.payment_ids,
    )
