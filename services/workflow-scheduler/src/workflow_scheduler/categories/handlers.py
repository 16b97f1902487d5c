"""Weighs what is known of a customer, whenever something happens to it and when something expires."""

from datetime import datetime
from typing import TypedDict

from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, TenantId, WorkflowId
from recoup_events.workflow_scheduler import Step
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.categories.domain.category import (
    CATEGORY,
    ReviewCategory,
    category_of,
)
from workflow_scheduler.categories.domain.errors import CustomerUnknown
from workflow_scheduler.categories.domain.evidence import EVIDENCE
from workflow_scheduler.categories.domain.treatment import (
    NONE,
    TREATMENTS,
    Treatment,
    treated,
    treatments_of,
)
from workflow_scheduler.categories.domain.unpaid import UNPAID
from workflow_scheduler.categories.domain.weighing import Weighing, weigh
from workflow_scheduler.categories.domain.weights import WEIGHTS, Kind, Piece
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.workflows.domain.default_workflow import known_as
from workflow_scheduler.workflows.domain.known_templates import KNOWN_TEMPLATES
from workflow_scheduler.workflows.domain.known_templates import account_of as templates_of
from workflow_scheduler.workflows.domain.usable import Standing
from workflow_scheduler.workflows.domain.workflow import WORKFLOW

_BECAME_OVERDUE = "invoice.became_overdue.v1"


async def pieces_of(work: UnitOfWork, account: Account) -> tuple[Piece, ...]:
    """All evidence, with one piece for each overdue invoice beyond the first."""
    evidence = await work.document(EVIDENCE, account, account.key)
    most = WEIGHTS[Kind.UNPAID_INVOICE].most
    overdue = list((await work.listed(UNPAID, account, limit=most + 1)).values())
    unpaid = [
        Piece(
            kind=Kind.UNPAID_INVOICE,
            event_id=each.event_id,
            event_type=_BECAME_OVERDUE,
            at=each.overdue_since,
        )
        for each in overdue[1:]
        if each.overdue_since is not None
    ]
    return (*evidence.pieces, *unpaid)


async def review(work: UnitOfWork, account: Account, cause: Cause) -> None:
    """Say so where another category follows."""
    reviewed = await weighing_of(work, account, cause)
    await work.execute(CATEGORY, category_of(account), ReviewCategory(**reviewed), cause)


class Brought(TypedDict):
    """What every command of a category brings along."""

    customer_id: CustomerId
    weighing: Weighing
    now: datetime
    time_zone: str


async def weighing_of(work: UnitOfWork, account: Account, cause: Cause) -> Brought:
    """What the evidence adds up to now."""
    debtor = await work.document(DEBTOR, account, account.key)
    return Brought(
        customer_id=CustomerId(account.key),
        weighing=weigh(await pieces_of(work, account), cause.at),
        now=cause.at,
        time_zone=debtor.calendar,
    )


async def known_customer(work: UnitOfWork, account: Account) -> None:
    """Raise ``CustomerUnknown`` where no such customer has arrived."""
    debtor = await work.document(DEBTOR, account, account.key)
    if debtor.kind is None:
        raise CustomerUnknown(
            f"There is no customer {account.key}; send Recoup's id, as GET /v1/customers lists it. "
            "A customer that was registered just now arrives here in a moment."
        )


async def follow_own(work: UnitOfWork, recorded: Envelope[Event], cause: Cause) -> None:
    """What this service records is evidence, too."""
    await review(work, recorded.account, cause)


async def standing_of(work: UnitOfWork, tenant: TenantId, id: WorkflowId) -> Standing:
    """Whether invoices can be put on a workflow."""
    workflow = known_as(id, await work.state(WORKFLOW, WORKFLOW.stream(tenant, id, id)))
    return Standing(version=workflow.version, retired=workflow.retired)


async def treatment_of(work: UnitOfWork, account: Account) -> Treatment:
    """That of the customer's category, as both stand."""
    categorised = await work.state(CATEGORY, category_of(account))
    treatments = await work.state(TREATMENTS, treatments_of(account.tenant))
    return treatments.of(categorised.category)


async def treated_steps(
    work: UnitOfWork, account: Account, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """A workflow's steps as they are for this customer."""
    treatment = await treatment_of(work, account)
    if treatment == NONE:
        return steps
    known = await work.document(KNOWN_TEMPLATES, templates_of(account.tenant), "templates")
    return treated(steps, treatment, known)
