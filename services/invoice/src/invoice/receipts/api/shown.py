"""How a receipt is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from invoice.payments.schemas import ExchangeShown
from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.receipt import Receipt, ReceiptState
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.resource import Dates, Resource, dates_in


class ReceiptSummary(Resource):
    id: str = Field(examples=["rct_61fa"])
    source: str = Field(description="The system that sent it, whose id follows.")
    external_id: str
    creditor_id: str = Field(description="Who got the money.")
    state: ReceiptState = Field(
        description="`review`: some of it waits for a person; `applied`: it became payments; `cleared`: "
        "it is an agency's transfer; `sent_back`: none of it was kept."
    )
    amount: Amount
    waiting: Amount = Field(
        description="What of it is nobody's yet: unidentified cash, which pays nothing."
    )
    value_date: date
    payer_name: str | None
    payer_account: str | None
    structured_reference: str | None
    text: str | None = Field(description="What the payer wrote.")
    confidence: int | None = Field(
        description="How sure the first candidate is, in per cent, while all of it waits."
    )
    reason: str | None = Field(description="Its reason.")


class MeantShown(BaseModel):
    customer_id: str = Field(description="Whose invoice it is.")
    invoice_id: str
    receivable_id: str
    amount: Amount


class CandidateShown(BaseModel):
    number: int = Field(description="By which it is accepted.")
    customer_id: str = Field(description="Who would be the payer.")
    rule: Rule = Field(
        description="By what it was found: the structured `reference`, a `number` in the text, the `amount` of "
        "one receivable, the `sum` of several, or what is `longest_due`."
    )
    confidence: int = Field(description="Per cent, by a table that is the same for all.")
    reason: str
    pays: tuple[MeantShown, ...] = Field(
        description="Empty where it is decided when accepted: what is longest due then."
    )
    on_account: Amount = Field(description="What would be left.")


class DecisionShown(BaseModel):
    """Who said what of it."""

    accepted: bool = Field(description="`false`: it was sent back.")
    amount: Amount
    by: str = Field(
        description="`threshold`: it was sure enough for the creditor; else who said so."
    )
    reason: str
    rule: Rule | None
    confidence: int | None
    payment_ids: tuple[str, ...]
    remittance_ids: tuple[str, ...] = Field(description="Whose transfer it is.")


class ReceiptShown(ReceiptSummary):
    end_to_end_id: str | None
    charges: Amount | None = Field(description="What a bank took off what was sent.")
    exchange: ExchangeShown | None
    candidates: tuple[CandidateShown, ...] = Field(description="The surest first, at most ten.")
    hints: tuple[str, ...] = Field(description="What whoever looks at it should know.")
    decisions: tuple[DecisionShown, ...] = Field(description="The oldest first.")


def shown(receipt: Receipt, dates: Dates) -> ReceiptShown:
    entry, candidates = receipt.known, receipt.candidates
    first = candidates[0] if candidates else None
    return ReceiptShown(
        **dates,
        id=receipt.receipt_id,
        source=entry.source,
        external_id=entry.external_id,
        creditor_id=entry.creditor_id,
        state=receipt.state,
        amount=Amount.of(entry.amount),
        waiting=Amount.of(receipt.left),
        value_date=entry.value_date,
        payer_name=entry.payer_name,
        payer_account=entry.payer_account,
        structured_reference=entry.structured_reference,
        text=entry.text,
        confidence=first and first.confidence,
        reason=first and first.reason,
        end_to_end_id=entry.end_to_end_id,
        charges=None if entry.charges is None else Amount.of(entry.charges),
        exchange=ExchangeShown.of(entry.exchange),
        candidates=tuple(_candidate(nth, each) for nth, each in enumerate(candidates, 1)),
        hints=() if receipt.proposed is None else receipt.proposed.hints,
        decisions=(*_accepted(receipt), *_cleared(receipt), *_sent_back(receipt)),
    )


def _candidate(number: int, candidate: Candidate) -> CandidateShown:
    return CandidateShown(
        number=number,
        customer_id=candidate.customer_id,
        rule=candidate.rule,
        confidence=candidate.confidence,
        reason=candidate.reason,
        pays=tuple(
            MeantShown(**{**dict(each), "amount": Amount.of(each.amount)})
            for each in candidate.pays
        ),
        on_account=Amount.of(candidate.left),
    )


def _accepted(receipt: Receipt) -> list[DecisionShown]:
    return [
        DecisionShown(
            accepted=True,
            amount=Amount.of(sum((p.amount for p in each.parts[1:]), each.parts[0].amount)),
            by=each.accepted_by,
            reason=each.reason,
            rule=each.rule,
            confidence=each.confidence,
            payment_ids=tuple(part.payment_id for part in each.parts),
            remittance_ids=(),
        )
        for each in receipt.accepted
    ]


def _cleared(receipt: Receipt) -> list[DecisionShown]:
    """Without those that were taken off again."""
    off = {each.remittance_id for each in receipt.taken_off}
    return [
        DecisionShown(
            accepted=True,
            amount=Amount.of(sum((p.amount for p in each.parts[1:]), each.parts[0].amount)),
            by=each.cleared_by,
            reason=each.reason,
            rule=None,
            confidence=None,
            payment_ids=(),
            remittance_ids=tuple(part.remittance_id for part in each.parts),
        )
        for each in receipt.cleared
        if not off & {part.remittance_id for part in each.parts}
    ]


def _sent_back(receipt: Receipt) -> list[DecisionShown]:
    return [
        DecisionShown(
            accepted=False,
            amount=Amount.of(each.amount),
            by=each.sent_back_by,
            reason=each.reason,
            rule=None,
            confidence=None,
            payment_ids=(),
            remittance_ids=(),
        )
        for each in receipt.sent_back
    ]


def listed(row: Mapping[str, Any]) -> ReceiptSummary:
    """A row of the list."""
    amounts = {name: in_currency(row, name) for name in ("amount", "waiting")}
    return ReceiptSummary.model_validate({**row, **amounts, **dates_in(row)})
