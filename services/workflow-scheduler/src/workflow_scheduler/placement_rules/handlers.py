"""Asks the placement rules about a debt whose workflow is at its end, and proposes what they say."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from recoup_events.invoice import Chase
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AgencyId, PlacementId, ReceivableId, TenantId, derived
from recoup_events.workflow_scheduler import EnrolmentEnded, Outcome, StepDue
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from workflow_scheduler.agencies.domain.agency import AGENCY
from workflow_scheduler.assignments.handlers import facts_now
from workflow_scheduler.debtors.domain.debtor import DEBTOR, Debtor
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, NotEnrolled
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.placement_rules.domain.rules import (
    PLACEMENT_RULES,
    Debt,
    JudgedRule,
    PlacementRules,
    explanation,
    judged,
    placement_rules_of,
)
from workflow_scheduler.placement_rules.domain.watch import WATCH, Applied, WaitUntil, watch_of
from workflow_scheduler.placements.domain.decider import PLACEMENT
from workflow_scheduler.placements.domain.placed import PLACED
from workflow_scheduler.placements.handlers import placing

PROPOSER = "system:placement-rules"
"""Who proposes, so that any person may approve."""
AT = time(9)
"""When on its day a debt is proposed that had to become older."""


async def follow_ended(work: UnitOfWork, recorded: Envelope[EnrolmentEnded], cause: Cause) -> None:
    """Nothing milder is left: the rules say whether an agency is asked."""
    if recorded.event.outcome is Outcome.EXHAUSTED:
        await ask_rules(work, recorded.account, recorded.event.receivable_id, cause.at, cause)


async def follow_step(work: UnitOfWork, recorded: Envelope[StepDue], cause: Cause) -> None:
    """The last step of a workflow was taken."""
    event = recorded.event
    stream = enrolment_of(recorded.account, event.receivable_id)
    if at_its_end(await work.state(ENROLMENT, stream)) is not None:
        await ask_rules(work, recorded.account, event.receivable_id, cause.at, cause)


def at_its_end(state: NotEnrolled | Enrolment) -> Enrolment | None:
    """One that has every step behind it, whether a person is asked once more or not."""
    if isinstance(state, NotEnrolled) or state.outcome not in (None, Outcome.EXHAUSTED):
        return None
    return state if state.taken >= len(state.steps) else None


async def ask_rules(
    work: UnitOfWork, account: Account, id: ReceivableId, now: datetime, cause: Cause
) -> None:
    """Propose by the first rule that fits now, or wait for the first that time alone keeps from it."""
    document = await work.state(PLACEMENT_RULES, placement_rules_of(account.tenant))
    debt = await debt_of(work, account, id, document, now) if document.rules else None
    debtor = await work.document(DEBTOR, account, account.key)
    today = local_date(now, debtor.calendar)
    rules = [] if debt is None else judged(document, debt)
    chosen = next((each for each in rules if each.fits(today)), None)
    if debt is not None and chosen is not None:
        await _propose(work, account, id, chosen, debt, today, cause)
        return
    later = [each.from_on for each in rules if not each.mismatches]
    until = _moment(min(later), debtor) if later else None
    await work.execute(WATCH, watch_of(account, id), WaitUntil(at=until), cause)


def _moment(day: date, debtor: Debtor) -> datetime:
    return datetime.combine(day, AT, ZoneInfo(debtor.calendar))


async def debt_of(
    work: UnitOfWork, account: Account, id: ReceivableId, document: PlacementRules, now: datetime
) -> Debt | None:
    """``None`` where nobody may be asked for it now, or an agency has it already."""
    enrolment = at_its_end(await work.state(ENROLMENT, enrolment_of(account, id)))
    if enrolment is None:
        return None
    owed = await work.document(OWED, account, id)
    held = (await work.document(PLACED, account, id)).placement_id
    facts = await facts_now(work, account, enrolment.invoice_id)
    debtor = await work.document(DEBTOR, account, account.key)
    stopped = any(
        each.effect.stops in placing.NO_CONTACT and each.binds(enrolment.creditor_id)
        for each in debtor.restrained_by(now)
    )
    if held or stopped or not owed.chased or facts is None or enrolment.chase is Chase.NEVER:
        return None
    agencies = {rule.agency_id for rule in document.rules}
    return Debt(
        facts=facts.model_copy(update={"total": owed.balance}),
        level=enrolment.level,
        due_date=enrolment.due_date,
        had_by=(await work.state(WATCH, watch_of(account, id))).had_by,
        licensed=await _licensed(work, account.tenant, sorted(agencies), debtor, now),
    )


async def _licensed(
    work: UnitOfWork, tenant: TenantId, ids: Sequence[AgencyId], debtor: Debtor, now: datetime
) -> tuple[AgencyId, ...]:
    await work.preload([AGENCY.stream(tenant, id, id) for id in ids])
    today = local_date(now, debtor.calendar)
    found = []
    for id in ids:
        agency = await work.state(AGENCY, AGENCY.stream(tenant, id, id))
        if agency.closed is None and agency.may_collect(debtor.country, debtor.subdivision, today):
            found.append(id)
    return tuple(found)


async def _propose(
    work: UnitOfWork,
    account: Account,
    id: ReceivableId,
    chosen: JudgedRule,
    debt: Debt,
    today: date,
    cause: Cause,
) -> None:
    rule = chosen.rule
    placement_id = PlacementId(derived("plc", account.tenant, id, len(debt.had_by)))
    stream = PLACEMENT.stream(*account, placement_id)
    proposal = placing.Proposal(rule.agency_id, [id], explanation(rule, debt, today))
    await placing.propose(work, stream, proposal, cause._replace(actor=PROPOSER))
    applied = Applied(rule=rule.name, agency_id=rule.agency_id, placement_id=placement_id)
    await work.execute(WATCH, watch_of(account, id), applied, cause)


async def located(work: UnitOfWork, tenant: TenantId, id: ReceivableId) -> Stream:
    """The enrolment of a receivable."""
    return await work.find(ENROLMENT, tenant, enrolment_id(tenant, id))
