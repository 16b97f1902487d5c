"""The template that a message is written from: the creditor's own, else the tenant's, else the built-in one."""

from notification.creditors.domain.creditor import CREDITOR
from notification.creditors.domain.creditor import account_of as creditor_account
from notification.templates.domain.content import Template
from notification.templates.domain.template import TEMPLATES, account_of, template_id_of
from recoup_events.kernel.ids import CreditorId, TenantId, creditor_id_of
from recoup_events.notification import TemplateCategory
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


async def own_template(
    work: UnitOfWork,
    tenant: TenantId,
    category: TemplateCategory,
    name: str,
    creditor_id: CreditorId | None,
) -> Template | None:
    """Read without its lock: a message that leaves while one is published has the one or the other."""
    account = account_of(tenant)
    ids = [template_id_of(tenant, category, name, creditor_id)]
    if creditor_id is not None:
        ids.append(template_id_of(tenant, category, name, None))
    await work.preload(documents=[DocumentKey(account, TEMPLATES.name, id) for id in ids])
    for id in ids:
        in_use = (await work.document(TEMPLATES, account, id)).in_use
        if in_use is not None:
            return in_use
    return None


async def languages_wanted(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId | None
) -> tuple[str, ...]:
    """Those its creditor writes; of a tenant's own template, those of its first creditor."""
    id = creditor_id or creditor_id_of(tenant, "default")
    creditor = await work.document(CREDITOR, creditor_account(tenant, id), id)
    details = creditor.details
    tags = () if details is None else details.languages
    return tuple(dict.fromkeys(tag.split("-")[0].lower() for tag in tags))
