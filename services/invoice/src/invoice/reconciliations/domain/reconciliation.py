"""A reconciliation: the ERP's balances beside Recoup's, as they were, and where they differ.

Nothing is changed by it: a person looks into each difference and settles it, here or in the ERP, or
leaves it with a reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from recoup_events.invoice.posting import SettlementWay
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, InvoiceId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused, Unacceptable
from recoup_eventstore.decider import Decider


class NoDifference(Unacceptable):
    """Nothing was found to differ there."""

    code = "no_such_difference"


class DifferenceIsSettled(Refused):
    """A person has settled it in another way."""

    code = "difference_settled"


class CannotBeCorrectedHere(Refused):
    """Recoup cannot come to what the ERP's books said."""

    code = "cannot_be_corrected_here"


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


class DifferenceSettled(Event, type="reconciliation.difference_settled.v1"):
    """A person has seen to a difference."""

    reconciliation_id: str
    external_id: str
    way: SettlementWay
    reason: str
    settled_by: str
    at: AwareDatetime


class RecordReconciliation(Command):
    reconciliation_id: str
    creditor_id: CreditorId
    external_id: str
    compared: int
    differences: tuple[Difference, ...]
    at: AwareDatetime


class SettleDifference(Command):
    external_id: str
    way: SettlementWay
    reason: str
    settled_by: str
    at: AwareDatetime


class Reconciliation(Value):
    recorded: ReconciliationRecorded | None = None
    settled: Mapping[str, DifferenceSettled] = {}
    """By the ERP's id of the invoice."""

    def difference(self, external_id: str) -> Difference:
        differences = () if self.recorded is None else self.recorded.differences
        for each in differences:
            if each.external_id == external_id:
                return each
        raise NoDifference(
            f"The reconciliation found no difference on {external_id!r}; list those it found.",
            pointer="/external_id",
        )


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


ReconciliationCommand = RecordReconciliation | SettleDifference
ReconciliationEvent = ReconciliationRecorded | DifferenceSettled


def decide(command: ReconciliationCommand, state: Reconciliation) -> Sequence[ReconciliationEvent]:
    """The first one of its id stands, and so does the first settlement of a difference."""
    match command:
        case RecordReconciliation():
            if state.recorded is not None:
                return []
            return [ReconciliationRecorded.model_validate(command, from_attributes=True)]
        case SettleDifference():
            return _settled(command, state)


def _settled(command: SettleDifference, state: Reconciliation) -> Sequence[ReconciliationEvent]:
    state.difference(command.external_id)
    done = state.settled.get(command.external_id)
    if done is None:
        assert state.recorded is not None, "what differs was recorded"
        id = state.recorded.reconciliation_id
        return [DifferenceSettled(reconciliation_id=id, **dict(command))]
    if done.way is command.way:
        return []
    raise DifferenceIsSettled(f"It was settled by {done.settled_by} ({done.way}): {done.reason}")


def evolve(state: Reconciliation, event: ReconciliationEvent) -> Reconciliation:
    match event:
        case ReconciliationRecorded():
            return Reconciliation(recorded=event)
        case DifferenceSettled(external_id=external_id):
            settled = {**state.settled, external_id: event}
            return state.model_copy(update={"settled": settled})


RECONCILIATION: Decider[ReconciliationCommand, Reconciliation, ReconciliationEvent] = Decider(
    "reconciliation", Reconciliation(), decide, evolve
)


def reconciliation_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's ERP calls its reconciliation."""
    return derived("rec", tenant, creditor_id, external_id)
