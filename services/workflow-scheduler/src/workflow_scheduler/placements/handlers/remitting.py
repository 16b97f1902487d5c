"""A remittance touches many customers' accounts at once: it stands or falls as a whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import (
    AgencyId,
    PaymentId,
    PlacementId,
    ReceivableId,
    RemittanceId,
    TenantId,
    derived,
)
from recoup_events.kernel.money import Money, split, total
from recoup_events.workflow_scheduler import CommissionTax, RemittedPayment
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.plausible_days import Bounds
from workflow_scheduler.agencies.domain.agency import AGENCY
from workflow_scheduler.placements.domain.commands import Remit
from workflow_scheduler.placements.domain.decider import PLACEMENT, placed
from workflow_scheduler.placements.domain.errors import RemittanceUnacceptable, UnknownPlacement
from workflow_scheduler.placements.domain.placement import Placement
from workflow_scheduler.placements.domain.remittance import REMITTANCE, ReportRemittance, agreed_on
from workflow_scheduler.placements.domain.stages import AT_AGENCY

RECEIVED = Bounds(back=1, ahead=0)


class Sent(NamedTuple):
    placement_id: PlacementId
    receivable_id: ReceivableId
    amount: Money
    received_on: date

    def at(self, nth: int) -> str:
        return f"/payments/{nth}"


class SentRemittance(NamedTuple):
    remittance_id: RemittanceId
    agency_id: AgencyId
    external_id: str
    reference: str
    payments: Sequence[Sent]
    commission: Money
    commission_tax: CommissionTax | None

    def commission_of(self, nth: int) -> tuple[Money, CommissionTax | None]:
        """What of it falls on a payment, by the payments' amounts; no cent is lost."""
        weights = [each.amount.minor_units for each in self.payments]
        share, taxed = split(self.commission, weights)[nth], self.commission_tax
        if taxed is None:
            return share, None
        return share, CommissionTax(rate=taxed.rate, tax=split(taxed.tax, weights)[nth])


def remittance_stream(tenant: TenantId, agency_id: AgencyId, id: str) -> Stream:
    return REMITTANCE.stream(tenant, agency_id, id)


async def remit(work: UnitOfWork, sent: SentRemittance, tenant: TenantId, cause: Cause) -> Stream:
    """Lock the accounts of all that it pays, and book nothing unless all of it can be."""
    stream = remittance_stream(tenant, sent.agency_id, sent.remittance_id)
    found = await work.locate(PLACEMENT, tenant, {each.placement_id for each in sent.payments})
    accounts = {stream.account, *(each.account for each in found.values())}
    await work.lock(accounts, reading=[stream, *found.values()])
    placements = await _own(work, sent, found)
    payments, agreed = [], Money.zero(sent.commission.currency)
    if not await work.exists(stream):
        for nth, each in enumerate(sent.payments):
            placement = placements[each.placement_id]
            payments.append(await _remit(work, sent, nth, placement, found, cause))
            assert placement.commission is not None, "what was accepted was approved"
            agreed += agreed_on(each.amount, placement.commission)
    agency = await work.state(AGENCY, AGENCY.stream(tenant, sent.agency_id, sent.agency_id))
    assert agency.terms is not None, "who has placements is registered"
    creditor_id = placements[sent.payments[0].placement_id].proposed.creditor_id
    command = ReportRemittance(
        **{name: getattr(sent, name) for name in ("remittance_id", "agency_id", "external_id")},
        agency_name=agency.terms.name,
        creditor_id=creditor_id,
        reference=sent.reference,
        payments=tuple(payments),
        gross=total((each.amount for each in sent.payments), sent.commission.currency),
        commission=sent.commission,
        commission_tax=sent.commission_tax,
        agreed=agreed,
    )
    await work.execute(REMITTANCE, stream, command, cause)
    return stream


async def _own(
    work: UnitOfWork, sent: SentRemittance, found: Mapping[str, Stream]
) -> Mapping[PlacementId, Placement]:
    """Another agency's placement is as unknown as one that nobody proposed."""
    known: dict[PlacementId, Placement] = {}
    creditors = set()
    for nth, each in enumerate(sent.payments):
        stream = found.get(each.placement_id)
        placement = None if stream is None else placed(await work.state(PLACEMENT, stream))
        if placement is None or placement.proposed.agency_id != sent.agency_id:
            raise UnknownPlacement(
                f"You have no placement {each.placement_id}; GET /v1/agency/placements lists yours.",
                pointer=f"{each.at(nth)}/placement_id",
            )
        if each.amount.currency != sent.commission.currency:
            raise RemittanceUnacceptable(
                f"The commission is in {sent.commission.currency}; remit each currency apart.",
                pointer=f"{each.at(nth)}/amount/currency",
            )
        creditors.add(placement.proposed.creditor_id)
        known[each.placement_id] = placement
    if len(creditors) > 1:
        raise RemittanceUnacceptable(
            "These placements are of several creditors, who have bank accounts of their own; remit to "
            "each apart.",
            pointer="/payments",
        )
    return known


async def _remit(
    work: UnitOfWork,
    sent: SentRemittance,
    nth: int,
    placement: Placement,
    found: Mapping[str, Stream],
    cause: Cause,
) -> RemittedPayment:
    each = sent.payments[nth]
    RECEIVED.check(each.received_on, cause.at.date(), f"{each.at(nth)}/received_on")
    if placement.stage not in AT_AGENCY:
        raise RemittanceUnacceptable(
            f"The placement {each.placement_id} is {placement.stage.value}: nothing is accepted for it. "
            "Ask the creditor what to do with the money.",
            pointer=f"{each.at(nth)}/placement_id",
        )
    name = f"{sent.remittance_id}/{nth + 1}"
    commission, commission_tax = sent.commission_of(nth)
    payment_id = PaymentId(derived("pay", sent.remittance_id, nth + 1))
    command = Remit(
        remittance_id=sent.remittance_id,
        receivable_id=each.receivable_id,
        payment_id=payment_id,
        payment_external_id=name,
        amount=each.amount,
        received_on=each.received_on,
        commission=commission,
        commission_tax=commission_tax,
        at=each.at(nth),
    )
    await work.execute(PLACEMENT, found[each.placement_id], command, cause)
    return RemittedPayment(
        placement_id=each.placement_id,
        customer_id=placement.proposed.customer_id,
        invoice_id=placement.items[each.receivable_id].invoice_id,
        receivable_id=each.receivable_id,
        payment_id=payment_id,
        amount=each.amount,
        received_on=each.received_on,
        commission=commission,
    )
