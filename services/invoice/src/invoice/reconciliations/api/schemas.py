"""Reconciliations in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from invoice.reconciliations.domain.reconciliation import (
    Difference,
    DifferenceKind,
    DifferenceSettled,
    Reconciliation,
)
from recoup_events.invoice.posting import SettlementWay
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount, GivenAmount, in_currency
from recoup_service.api.bulk import MOST
from recoup_service.api.fields import ExternalId, Name, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.resource import Dates, Resource


class ErpBalance(RequestBody):
    """What your books say is owed on an invoice; zero if nothing is."""

    external_id: Name = Field(description="Your id of the invoice.", examples=["SO-2026-0001"])
    balance: GivenAmount


class OpenItem(ErpBalance, CreditorNamed):
    """A row of a file of open items."""


class NewReconciliation(CreditorNamed):
    external_id: ExternalId = Field(examples=["CLOSE-2026-01-31"])
    balances: Annotated[tuple[ErpBalance, ...], Field(min_length=1, max_length=MOST)]

    @property
    def sent(self) -> Mapping[str, Money]:
        return {each.external_id: each.balance.money for each in self.balances}


class ReconciliationShown(Resource):
    id: str = Field(examples=["rec_61b0"])
    external_id: str
    creditor_id: str
    compared: int = Field(description="How many invoices were compared.")
    differences: int = Field(description="How many of them differed.")
    recorded_at: datetime


class DifferenceSettlement(BaseModel):
    way: SettlementWay
    reason: str
    settled_by: str = Field(description="The one who did.")
    settled_at: datetime


class NewSettlement(RequestBody):
    external_id: Name = Field(
        description="Your id of the invoice that differs.", examples=["SO-2026-0001"]
    )
    way: SettlementWay = Field(
        description="`corrected_here`: the invoice is adjusted to what your books said, and nothing is posted "
        "back; `corrected_in_erp`: your books are right by now; `ignored`: the two may differ.",
        examples=["corrected_here"],
    )
    reason: Words = Field(examples=["A credit note of 2024 that was never sent"])


class DifferenceShown(BaseModel):
    kind: DifferenceKind = Field(
        description="`unknown`: there is no such invoice of this creditor here."
    )
    external_id: str
    invoice_id: str | None
    recoup: Amount | None = Field(description="What was owed on it here.")
    erp: Amount = Field(description="What your books said.")
    now: Amount | None = Field(description="What is owed on it here now.")
    settled: bool = Field(
        description="Whether that is what your books said, or a person has settled it."
    )
    settlement: DifferenceSettlement | None = Field(description="What a person did about it.")


def shown(reconciliation: Reconciliation, dates: Dates) -> ReconciliationShown:
    recorded = reconciliation.recorded
    assert recorded is not None, "a reconciliation that can be found was recorded"
    return ReconciliationShown(
        **dates,
        id=recorded.reconciliation_id,
        external_id=recorded.external_id,
        creditor_id=recorded.creditor_id,
        compared=recorded.compared,
        differences=len(recorded.differences),
        recorded_at=recorded.at,
    )


def listed(row: Mapping[str, Any]) -> ReconciliationShown:
    """A row of the list."""
    return ReconciliationShown.model_validate(dict(row))


def difference(row: Mapping[str, Any]) -> DifferenceShown:
    """A row of the differences, with what is owed now."""
    found = Difference.model_validate_json(row["found"])
    now = None if row["balance"] is None else in_currency(row, "balance")
    settlement = None if row["settlement"] is None else _settlement(row["settlement"])
    return DifferenceShown(
        kind=found.kind,
        external_id=found.external_id,
        invoice_id=found.invoice_id,
        recoup=None if found.recoup is None else Amount.of(found.recoup),
        erp=Amount.of(found.erp),
        now=now,
        settled=settlement is not None or (now is not None and now.money == found.erp),
        settlement=settlement,
    )


def _settlement(found: str) -> DifferenceSettlement:
    event = DifferenceSettled.model_validate_json(found)
    return DifferenceSettlement(
        way=event.way, reason=event.reason, settled_by=event.settled_by, settled_at=event.at
    )
