"""Remittances, as the creditor sees them, in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, StrictBool

from invoice.clearings.domain.clearing import LATE_AFTER, Clearing, ClearingState
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, RequestBody, Words
from recoup_service.api.named_resources import SOURCE
from recoup_service.api.resource import Dates, Resource, dates_in

Source = Field(pattern=SOURCE, description="The system whose id it is.", examples=["erp"])
STATE = (
    "`in_transit`: nothing has arrived; `short`: less than announced; `over`: more than announced, or a "
    "debtor's payment was taken back since; `cleared`."
)


class NewTransfer(RequestBody):
    """The bank's entry, where no receipt of it is sent."""

    source: str = Source
    external_id: ExternalId = Field(examples=["1000-4900001234-2026"])
    amount: PositiveAmount = Field(description="What arrived.")
    value_date: Day = Field(description="The day on which it arrived.", examples=["2026-04-15"])


class TransferReversal(RequestBody):
    """The transfer, by its source and id."""

    source: str = Source
    external_id: ExternalId = Field(examples=["1000-4900001234-2026"])
    returned: StrictBool = Field(
        description="`true`: the bank took the money back. `false`: it is another's; a receipt of it "
        "waits again."
    )
    reason: Words = Field(examples=["It was the next remittance's"])


class Settlement(RequestBody):
    reason: Words = Field(examples=["The bank's fee, borne by us"])


class TransferShown(BaseModel):
    """A bank's entry that cleared it, all or in part."""

    source: str
    external_id: str
    receipt_id: str | None
    amount: Amount
    value_date: date
    reversed_on: date | None


class SettledShown(BaseModel):
    amount: Amount = Field(description="Below zero where too much had arrived.")
    settled_on: date
    by: str
    reason: str


class RemittanceListed(Resource):
    id: str = Field(examples=["rmt_77b0"])
    agency_id: str
    agency_name: str
    creditor_id: str
    external_id: str = Field(description="The agency's id of it.")
    reference: str = Field(description="What its transfer names.")
    state: ClearingState = Field(description=STATE)
    gross: Amount = Field(description="What debtors paid the agency.")
    commission: Amount = Field(description="What it keeps.")
    net: Amount = Field(description="What it announced to transfer.")
    arrived: Amount
    in_transit: Amount = Field(description="What has not arrived; below zero where too much has.")
    opened_on: date


class RemittanceShown(RemittanceListed):
    transfers: list[TransferShown]
    taken_back: Amount = Field(
        description="What of the debtors' payments their banks took back afterwards."
    )
    settlements: list[SettledShown]
    hints: list[str] = Field(description="What to do about it, if anything.")


class InTransitShown(BaseModel):
    """What of one agency is on its way to one creditor."""

    creditor_id: str
    agency_id: str
    agency_name: str
    remittances: int
    amount: Amount
    oldest: date


class InTransit(BaseModel):
    data: tuple[InTransitShown, ...]


State = Literal["in_transit", "short", "over", "cleared"]


def shown(clearing: Clearing, dates: Dates) -> RemittanceShown:
    opened = clearing.known
    same = ("agency_id", "agency_name", "creditor_id", "external_id", "reference", "opened_on")
    currency = opened.net.currency
    taken_back = sum(clearing.reversed_payments.values(), Money.zero(currency))
    return RemittanceShown(
        **dates,
        **{name: getattr(opened, name) for name in same},
        **{name: Amount.of(getattr(opened, name)) for name in ("gross", "commission", "net")},
        id=opened.remittance_id,
        state=clearing.state,
        arrived=Amount.of(clearing.arrived),
        in_transit=Amount.of(clearing.in_transit),
        taken_back=Amount.of(taken_back),
        transfers=_transfers(clearing),
        settlements=[
            SettledShown(
                amount=Amount.of(each.amount),
                settled_on=each.settled_on,
                by=each.settled_by,
                reason=each.reason,
            )
            for each in clearing.settled
        ],
        hints=[*_hints(clearing), *clearing.hints],
    )


def _transfers(clearing: Clearing) -> list[TransferShown]:
    standing = [
        TransferShown(
            source=each.source,
            external_id=each.external_id,
            receipt_id=each.receipt_id,
            amount=Amount.of(each.amount),
            value_date=each.value_date,
            reversed_on=None,
        )
        for each in clearing.transfers.values()
    ]
    gone = [
        TransferShown(
            source=each.source,
            external_id=each.external_id,
            receipt_id=each.receipt_id,
            amount=Amount.of(each.amount),
            value_date=each.reversed_on,
            reversed_on=each.reversed_on,
        )
        for each in clearing.reversed_transfers
    ]
    return [*standing, *gone]


def _hints(clearing: Clearing) -> list[str]:
    opened, left = clearing.known, clearing.in_transit
    settle = f"settle it by POST /v1/remittances/{opened.remittance_id}/settlement, with the reason"
    match clearing.state:
        case ClearingState.IN_TRANSIT:
            return [
                f"The bank's entry of {left} is awaited, and names {opened.reference}. If nothing has "
                f"arrived by {opened.opened_on + LATE_AFTER}, ask {opened.agency_name} for it."
            ]
        case ClearingState.SHORT:
            return [
                f"{left} are missing. Ask {opened.agency_name} for them; if they will not come, {settle}."
            ]
        case ClearingState.OVER if clearing.reversed_payments:
            return [
                f"Debtors' payments were taken back after the transfer, so {opened.agency_name} is owed "
                f"{-left}. Pay them back, or let it take them off its next transfer, and {settle}."
            ]
        case ClearingState.OVER:
            return [
                f"{-left} too much arrived. Ask {opened.agency_name} what they are for, send them back or "
                f"let it take them off its next transfer, and {settle}."
            ]
        case ClearingState.CLEARED:
            return []


def listed(row: Mapping[str, Any]) -> RemittanceListed:
    same = (
        *("id", "agency_id", "agency_name", "creditor_id", "external_id", "reference"),
        "opened_on",
    )
    amounts = ("gross", "commission", "net", "arrived", "in_transit")
    return RemittanceListed(
        **dates_in(row),
        **{name: row[name] for name in same},
        **{name: in_currency(row, name) for name in amounts},
        state=_state(row),
    )


def _state(row: Mapping[str, Any]) -> ClearingState:
    left = row["in_transit"]
    if not left:
        return ClearingState.CLEARED
    if left < 0:
        return ClearingState.OVER
    return ClearingState.SHORT if row["arrived"] else ClearingState.IN_TRANSIT
