"""Where a workflow meets the templates that it names and the creditors that use it."""

from collections.abc import Collection, Sequence

from recoup_events.kernel.ids import CreditorId, TenantId, WorkflowId, creditor_id_of
from recoup_events.workflow_scheduler import Step
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, Assignment, assignment_of
from workflow_scheduler.workflows.domain.known_templates import (
    KNOWN_TEMPLATES,
    KnownTemplates,
    account_of,
)
from workflow_scheduler.workflows.domain.wording import Writers, check_wording
from workflow_scheduler.workflows.domain.written_languages import (
    WRITTEN_LANGUAGES,
    creditor_account,
)


async def check_words(
    work: UnitOfWork, tenant: TenantId, workflow_id: WorkflowId, steps: Sequence[Step]
) -> None:
    """Raise where a message would be refused each time; templates and creditors are read without their locks."""
    choices = await work.state(ASSIGNMENT, assignment_of(tenant))
    await _check(
        work, tenant, steps, _using(choices, workflow_id, creditor_id_of(tenant, "default"))
    )


async def check_words_for(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId | None, steps: Sequence[Step]
) -> None:
    """Raise where one creditor's messages would be refused; ``None``: those of the tenant's first."""
    wanted = creditor_id or creditor_id_of(tenant, "default")
    await _check(work, tenant, steps, {wanted}, "/workflow_id")


def _using(choices: Assignment, id: WorkflowId, first: CreditorId) -> set[CreditorId]:
    """Those that chose it, and the tenant's first one where it has made no choice."""
    using = {creditor for creditor, chosen in choices.of_creditors.items() if chosen == id}
    return using | ({first} if choices.of(first) == id else set())


async def _check(
    work: UnitOfWork,
    tenant: TenantId,
    steps: Sequence[Step],
    using: Collection[CreditorId],
    named_by: str | None = None,
) -> None:
    known = await work.document(KNOWN_TEMPLATES, account_of(tenant), "templates")
    first = creditor_id_of(tenant, "default")
    ids = sorted({first, *using, *_owners(known)})
    keys = [DocumentKey(creditor_account(tenant, id), WRITTEN_LANGUAGES.name, id) for id in ids]
    await work.preload(documents=keys)
    languages = {
        id: await work.document(WRITTEN_LANGUAGES, creditor_account(tenant, id), id) for id in ids
    }
    writers = Writers(languages=languages, first=first, using=frozenset(using))
    check_wording(steps, known, writers, named_by)


def _owners(known: KnownTemplates) -> set[CreditorId]:
    return {each.creditor_id for each in known.published.values() if each.creditor_id is not None}
