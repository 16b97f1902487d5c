"""Where placements meet enrolments, agencies and what is known of the customer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from recoup_compliance.conditions import StandingCondition, Stops
from recoup_events.invoice import Chase
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AgencyId, CreditorId, PlacementId, ReceivableId, TaskId
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementRecalled,
    PlacementReturned,
    RunReason,
)
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from workflow_scheduler.agencies.domain.agency import AGENCY, NotLicensed, open_agency
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.commands import Place
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.enrolments.handlers import start_run
from workflow_scheduler.placements.domain import commands
from workflow_scheduler.placements.domain.decider import PLACEMENT, placed
from workflow_scheduler.placements.domain.errors import NotPlaceable
from workflow_scheduler.placements.domain.placed import OPEN_PLACEMENTS, PLACED

NO_CONTACT = (Stops.CHASING, Stops.CONTACT)


class Proposal(NamedTuple):
    agency_id: AgencyId
    receivable_ids: Sequence[ReceivableId]
    reason: str
    task_id: TaskId | None = None


async def propose(work: UnitOfWork, stream: Stream, proposal: Proposal, cause: Cause) -> None:
    """What is owed on each by now; a second person approves it."""
    tenant, key = stream.account
    agency = await work.state(AGENCY, AGENCY.stream(tenant, proposal.agency_id, proposal.agency_id))
    open_agency(agency, proposal.agency_id)
    found = [
        await _placeable(work, stream.account, id, f"/receivable_ids/{nth}")
        for nth, id in enumerate(proposal.receivable_ids)
    ]
    _check_alike(found)
    command = commands.Propose(
        placement_id=PlacementId(stream.id),
        agency_id=proposal.agency_id,
        customer_id=key,
        creditor_id=found[0][0],
        items=tuple(item for _, item in found),
        reason=proposal.reason,
        by=cause.actor,
        task_id=proposal.task_id,
    )
    await work.execute(PLACEMENT, stream, command, cause)


def _check_alike(found: Sequence[tuple[CreditorId, Slice]]) -> None:
    """An agency collects for one creditor, in one currency."""
    creditor_id, first = found[0]
    for nth, (creditor, item) in enumerate(found):
        if (creditor, item.amount.currency) != (creditor_id, first.amount.currency):
            raise NotPlaceable(
                "This receivable is owed to another creditor than the first, or in another currency; "
                "place those apart.",
                pointer=f"/receivable_ids/{nth}",
            )


async def _placeable(
    work: UnitOfWork, account: Account, id: ReceivableId, pointer: str
) -> tuple[CreditorId, Slice]:
    enrolment = await work.state(ENROLMENT, enrolment_of(account, id))
    if not isinstance(enrolment, Enrolment):
        raise NotPlaceable(
            "The customer owes no such receivable; GET /v1/enrolments lists them.",
            pointer=pointer,
        )
    held = (await work.document(PLACED, account, id)).placement_id
    if held is not None:
        raise NotPlaceable(
            f"It is in the placement {held} already; recall or reject that one first.",
            pointer=pointer,
        )
    if enrolment.chase is Chase.NEVER:
        raise NotPlaceable("It is never chased, as its owner decided.", pointer=pointer)
    slice = await _owed(work, account, id, enrolment)
    if slice is None:
        raise NotPlaceable("Nothing is owed on it.", pointer=pointer)
    return enrolment.creditor_id, slice


async def _owed(
    work: UnitOfWork, account: Account, id: ReceivableId, enrolment: Enrolment
) -> Slice | None:
    balance = (await work.document(OWED, account, id)).balance
    if not balance:
        return None
    return Slice(invoice_id=enrolment.invoice_id, receivable_id=id, amount=balance)


async def approve(work: UnitOfWork, stream: Stream, answer_days: int, cause: Cause) -> None:
    """Offer it to the agency, with what is owed now and under the terms agreed now."""
    placement = placed(await work.state(PLACEMENT, stream))
    tenant, account = stream.account.tenant, stream.account
    id = placement.proposed.agency_id
    agency = await work.state(AGENCY, AGENCY.stream(tenant, id, id))
    terms = open_agency(agency, id)
    debtor = await work.document(DEBTOR, account, account.key)
    today = local_date(cause.at, debtor.calendar)
    if not agency.may_collect(debtor.country, debtor.subdivision, today):
        place = debtor.subdivision or debtor.country or "the customer's country, which is not known"
        raise NotLicensed(
            f"{terms.name} has no licence for {place} on {today}; amend its licences, or reject the "
            "placement and propose it to another agency."
        )
    items = []
    for receivable_id in placement.receivable_ids:
        enrolment = await work.state(ENROLMENT, enrolment_of(account, receivable_id))
        if isinstance(enrolment, Enrolment):
            items.append(await _owed(work, account, receivable_id, enrolment))
    command = commands.Approve(
        items=tuple(item for item in items if item is not None),
        commission=terms.commission,
        standards=terms.standards,
        by=cause.actor,
        answer_by=cause.at + timedelta(days=answer_days),
    )
    await work.execute(PLACEMENT, stream, command, cause)
    for receivable_id in placement.receivable_ids:
        await _tell(work, stream, receivable_id, cause)
    in_force = debtor.restrained_by(cause.at)
    await _follow_conditions(work, stream, in_force, cause)


async def _tell(work: UnitOfWork, stream: Stream, id: ReceivableId, cause: Cause) -> None:
    """What of it may be asked for, where that is not all."""
    owed = await work.document(OWED, stream.account, id)
    if owed.balance is not None:
        command = commands.FollowBalance(
            receivable_id=id, balance=owed.balance, askable=owed.chased
        )
        await work.execute(PLACEMENT, stream, command, cause)


async def follow_restraint(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """Whoever must not be contacted any more is not contacted by an agency either."""
    account = recorded.account
    for id in await work.listed(OPEN_PLACEMENTS, account):
        stream = PLACEMENT.stream(*account, id)
        await _follow_conditions(work, stream, recorded.event.in_force, cause)


async def _follow_conditions(
    work: UnitOfWork, stream: Stream, in_force: Sequence[StandingCondition], cause: Cause
) -> None:
    creditor_id = placed(await work.state(PLACEMENT, stream)).proposed.creditor_id
    stopping = {
        each.condition.value
        for each in in_force
        if each.effect.stops in NO_CONTACT and each.binds(creditor_id)
    }
    command = commands.FollowConditions(conditions=tuple(sorted(stopping)))
    await work.execute(PLACEMENT, stream, command, cause)


async def hand_over(work: UnitOfWork, recorded: Envelope[PlacementAccepted], cause: Cause) -> None:
    """The creditor's own steps end, with the outcome `placed`."""
    for id in recorded.event.receivable_ids:
        stream = enrolment_of(recorded.account, id)
        await work.execute(ENROLMENT, stream, Place(now=cause.at), cause)


async def take_back(
    work: UnitOfWork, recorded: Envelope[PlacementRecalled | PlacementReturned], cause: Cause
) -> None:
    """What is still owed is chased again, from the beginning of the creditor's workflow."""
    note = f"From the placement {recorded.event.placement_id}."
    for id in recorded.event.receivable_ids:
        stream = enrolment_of(recorded.account, id)
        enrolment = await work.state(ENROLMENT, stream)
        if isinstance(enrolment, Enrolment) and _to_chase(enrolment):
            await start_run(work, stream, RunReason.RECALLED, note, None, cause)


def _to_chase(enrolment: Enrolment) -> bool:
    over = enrolment.outcome is not None and enrolment.chase is not Chase.NEVER
    return over and bool(enrolment.balance)
