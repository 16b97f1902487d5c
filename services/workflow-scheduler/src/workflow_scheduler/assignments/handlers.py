"""Chooses the workflow of an invoice, and keeps workflows that are still named."""

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import InvoiceId, TenantId, WorkflowId
from recoup_events.workflow_scheduler import WorkflowRetired
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.assignments.domain.choice import Candidates, Choice, choose
from workflow_scheduler.assignments.domain.customer_facts import CUSTOMER_FACTS
from workflow_scheduler.assignments.domain.deciders import (
    ASSIGNED,
    ASSIGNMENT_RULES,
    Assign,
    assigned_of,
    assignment_rules_of,
)
from workflow_scheduler.assignments.domain.errors import (
    ExceptionUnusable,
    NotAssigned,
    RulesVersionMissing,
)
from workflow_scheduler.assignments.domain.exception import Terms
from workflow_scheduler.assignments.domain.facts import Facts
from workflow_scheduler.assignments.domain.in_force import IN_FORCE
from workflow_scheduler.assignments.domain.rules import RulesDocument
from workflow_scheduler.categories.domain.category import CATEGORY, category_of
from workflow_scheduler.categories.domain.treatment import TREATMENTS, treatments_of
from workflow_scheduler.categories.handlers import treatment_of
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, assignment_of
from workflow_scheduler.workflows.domain.errors import WorkflowInUse


def reads_of(received: Envelope[InvoiceIssued]) -> list[Stream]:
    """What choosing a workflow loads."""
    tenant = received.tenant
    return [
        assignment_of(tenant),
        assignment_rules_of(tenant),
        assigned_of(received.account, received.event.invoice_id),
        category_of(received.account),
        treatments_of(tenant),
    ]


async def rules_of(work: UnitOfWork, tenant: TenantId) -> RulesDocument:
    """The rules as they stand, read without their lock: a change counts from the next invoice on."""
    return await work.state(ASSIGNMENT_RULES, assignment_rules_of(tenant))


async def account_of_subject(
    work: UnitOfWork, tenant: TenantId, customer_id: str | None, invoice_id: str | None
) -> Account:
    """Whose account an exception belongs to; the invoice has to have arrived here."""
    if (customer_id is None) == (invoice_id is None):
        raise ExceptionUnusable(
            "Name the customer_id for all its invoices, or one invoice_id; not both, not neither.",
            pointer="/customer_id",
        )
    if invoice_id is None:
        return Account(tenant, customer_id or "")
    located = await work.locate(ASSIGNED, tenant, [invoice_id])
    if invoice_id not in located:
        raise NotAssigned(
            f"No invoice {invoice_id} has arrived here; send Recoup's id of one.",
            pointer="/invoice_id",
        )
    return located[invoice_id].account


async def assigned_workflow(
    work: UnitOfWork, account: Account, invoice_id: InvoiceId
) -> WorkflowId | None:
    """The one that was chosen latest; ``None`` where none was."""
    latest = (await work.state(ASSIGNED, assigned_of(account, invoice_id))).latest
    return None if latest is None else latest.choice.workflow_id


async def assign_again(
    work: UnitOfWork, account: Account, invoice_id: InvoiceId, cause: Cause
) -> Choice | None:
    """Choose by what is known of the customer now; of the invoice, by what was known then."""
    stream = assigned_of(account, invoice_id)
    latest = (await work.state(ASSIGNED, stream)).latest
    if latest is None:
        return None
    facts = latest.facts.model_copy(update=await _customer(work, account))
    choice = await choice_of(work, account, facts)
    await work.execute(ASSIGNED, stream, Assign(facts=facts, choice=choice), cause)
    return choice


async def facts_now(work: UnitOfWork, account: Account, invoice_id: InvoiceId) -> Facts | None:
    """What rules may ask about an invoice, with what is known of its customer now."""
    latest = (await work.state(ASSIGNED, assigned_of(account, invoice_id))).latest
    if latest is None:
        return None
    return latest.facts.model_copy(update=await _customer(work, account))


async def _customer(work: UnitOfWork, account: Account) -> dict[str, object]:
    """What is known of the customer now."""
    customer = await work.document(CUSTOMER_FACTS, account, account.key)
    categorised = await work.state(CATEGORY, category_of(account))
    return {
        "customer_metadata": customer.metadata,
        "customer_kind": customer.kind,
        "country": customer.country,
        "subdivision": customer.subdivision,
        "category": categorised.category,
    }


async def assign(work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause) -> Choice:
    """Choose by what is known now, and record why."""
    issued, account = received.event, received.account
    of_invoice = Facts(
        invoice_id=issued.invoice_id,
        customer_id=issued.customer_id,
        creditor_id=issued.creditor_id,
        total=issued.total,
        invoice_metadata=issued.metadata,
    )
    facts = of_invoice.model_copy(update=await _customer(work, account))
    choice = await choice_of(work, account, facts)
    if not issued.continues and issued.charge is None:
        stream = assigned_of(account, issued.invoice_id)
        await work.execute(ASSIGNED, stream, Assign(facts=facts, choice=choice), cause)
    return choice


async def choice_of(work: UnitOfWork, account: Account, facts: Facts) -> Choice:
    """What would be chosen now."""
    default = await work.state(ASSIGNMENT, assignment_of(account.tenant))
    held = await work.load(ASSIGNMENT_RULES, assignment_rules_of(account.tenant))
    treatment = await treatment_of(work, account)
    excepted = await exception_of(work, account, facts.invoice_id)
    wanted = Candidates(
        exception_id=None if excepted is None else excepted.exception_id,
        by_exception=None if excepted is None else excepted.workflow_id,
        by_treatment=treatment.workflow_id,
        by_default=default.of(facts.creditor_id),
    )
    return choose(held.state, held.version, facts, wanted)


async def exception_of(work: UnitOfWork, account: Account, id: InvoiceId) -> Terms | None:
    """The exception that puts an invoice on another workflow: its own before its customer's."""
    own = await work.document(IN_FORCE, account, id)
    return own.workflow or (await work.document(IN_FORCE, account, account.key)).workflow


async def unchased(work: UnitOfWork, account: Account, id: InvoiceId) -> dict[str, Terms]:
    """The exceptions, by id, for which an invoice is not chased for now."""
    own = await work.document(IN_FORCE, account, id)
    customers = await work.document(IN_FORCE, account, account.key)
    return {each.exception_id: each for each in (*own.unchased, *customers.unchased)}


async def keep_named(work: UnitOfWork, retired: Envelope[WorkflowRetired], _cause: Cause) -> None:
    """A workflow that a rule or a treatment names cannot be retired."""
    stream = assignment_rules_of(retired.tenant)
    work.own_also([stream.account])
    treatments = await work.state(TREATMENTS, treatments_of(retired.tenant))
    for name, id in treatments.workflows.items():
        if id == retired.event.workflow_id:
            raise WorkflowInUse(
                f"The treatment of {name} customers puts invoices on this workflow; change it with "
                "PUT /v1/treatments, then retire the workflow."
            )
    document = await work.state(ASSIGNMENT_RULES, stream)
    for rule in document.rules:
        if rule.workflow_id == retired.event.workflow_id:
            raise WorkflowInUse(
                f"Assignment rule {rule.name!r} puts invoices on this workflow; change the rule "
                "with PUT /v1/assignment-rules, then retire it."
            )


async def rules_at(work: UnitOfWork, tenant: TenantId, version: int) -> Folded:
    """The rules as they were set by a version; version 0 has none."""
    stream = assignment_rules_of(tenant)
    held = await work.load(ASSIGNMENT_RULES, stream)
    if version > held.version:
        raise RulesVersionMissing(
            f"The assignment rules were set {held.version} times; there is no version {version}."
        )
    return await work.load_at(ASSIGNMENT_RULES, stream, version)
