"""A reconciliation: the ERP's balances beside Recoup's, as they were, and where they differ.

Nothing is changed by it: a person looks into each difference, and settles it by what was forgotten, or
by an adjustment.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, InvoiceId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider


class DifferenceKind(StrEnum):
    BALANCE = "balance"
    CURRENCY = "currency"
    UNKNOWN = "unknown"
    """Recoup has no such invoice of this creditor."""


class Difference(Value):
    kind: DifferenceKind
    external_id: str
    invoice_id: InvoiceId | None
    recoup: Money | None
    """What is owed on it here, and was at that moment."""
    erp: Money


class ReconciliationRecorded(Event, type="reconciliation.recorded.v1"):
    reconciliation_id: str
    creditor_id: CreditorId
    external_id: str
    compared: int
    differences: tuple[Difference, ...]
    at: AwareDatetime


class RecordReconciliation(Command):
    reconciliation_id: str
    creditor_id: CreditorId
    external_id: str
    compared: int
    differences: tuple[Difference, ...]
    at: AwareDatetime


class Reconciliation(Value):
    recorded: ReconciliationRecorded | None = None


class Known(NamedTuple):
    """An invoice as Recoup has it."""

    invoice_id: InvoiceId
    balance: Money


def compare(sent: Mapping[str, Money], known: Mapping[str, Known]) -> Iterator[Difference]:
    """By the ERP's id of each invoice, in the order sent."""
    for external_id, erp in sent.items():
        found = known.get(external_id)
        if found is None:
            kind = DifferenceKind.UNKNOWN
        elif found.balance.currency != erp.currency:
            kind = DifferenceKind.CURRENCY
        elif found.balance != erp:
            kind = DifferenceKind.BALANCE
        else:
            continue
        yield Difference(
            kind=kind,
            external_id=external_id,
            invoice_id=None if found is None else found.invoice_id,
            recoup=None if found is None else found.balance,
            erp=erp,
        )


def decide(
    command: RecordReconciliation, state: Reconciliation
) -> Sequence[ReconciliationRecorded]:
    """The first one of its id stands."""
    if state.recorded is not None:
        return []
    return [ReconciliationRecorded.model_validate(command, from_attributes=True)]


def evolve(_state: Reconciliation, event: ReconciliationRecorded) -> Reconciliation:
    return Reconciliation(recorded=event)


RECONCILIATION: Decider[RecordReconciliation, Reconciliation, ReconciliationRecorded] = Decider(
    "reconciliation", Reconciliation(), decide, evolve
)


def reconciliation_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's ERP calls its reconciliation."""
    return derived("rec", tenant, creditor_id, external_id)
