"""The preview of a preview: a customer and invoices of the tenant's, or invented ones."""

from collections.abc import Sequence
from datetime import date

from notification.creditors.domain.creditor import CREDITOR
from notification.creditors.domain.creditor import account_of as creditor_account
from notification.debtors.domain.debtor import DEBTOR, Profile
from notification.messages.domain.receivable import RECEIVABLE, Receivable
from notification.messages.domain.wording import creditor_context
from notification.previews.domain.errors import InvoiceUnknown
from notification.templates.domain.content import Template
from notification.templates.domain.context import ItemContext, TemplateContext
from notification.templates.domain.errors import TemplateNotFound
from notification.templates.domain.template import TEMPLATES, account_of
from notification.templates.renderer.built_in import built_in
from notification.templates.renderer.samples import item_of, sample, samples
from recoup_compliance.attempt import Purpose
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    TenantId,
    creditor_id_of,
    customer_id_of,
    invoice_id_of,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.notification import TemplateCategory
from recoup_eventstore.work import UnitOfWork

DEFAULT = "default"


class PreviewContext(Value):
    context: TemplateContext
    language: str
    """The reader's."""
    sender: SenderIdentity | None = None


async def template_named(
    work: UnitOfWork, tenant: TenantId, id: str, *, draft: bool
) -> tuple[TemplateCategory, Template]:
    """One of the tenant's by its id, or a built-in one by category and name."""
    for (category, name), template in built_in().items():
        if id == f"{category}.{name}":
            return category, template
    own = await work.document(TEMPLATES, account_of(tenant), id)
    content = own.draft if draft else own.published
    if content is None:
        raise TemplateNotFound(
            f"There is no template {id} with such words; GET /v1/templates lists yours, and "
            "GET /v1/templates/built-in those that everybody has."
        )
    version = own.version + 1 if draft else own.version
    return own.category, Template(
        template_id=id, name=own.name, version=max(version, 1), content=content
    )


async def preview_context(
    work: UnitOfWork,
    tenant: TenantId,
    category: TemplateCategory,
    *,
    customer: str | None,
    invoices: Sequence[str],
    creditor: str | None,
    today: date,
) -> PreviewContext:
    """What is known of them; for what is not named, something invented."""
    invented = next(iter(samples(category))).context
    items = tuple(
        item_of(each.number, today - (invented.today - each.due_date), each.amount.minor_units)
        for each in invented.items
    )
    context = sample(*items).model_copy(update={"today": today})
    language, sender = "en", None
    if customer is not None:
        account = Account(tenant, customer_id_of(tenant, customer))
        profile = (await work.document(DEBTOR, account, account.key)).profile
        found = [
            await work.document(
                RECEIVABLE,
                account,
                receivable_id_of(invoice_id_of(tenant, each, creditor or DEFAULT), 0),
            )
            for each in invoices
        ]
        context = _with_customer(
            context, customer, profile, list(zip(invoices, found, strict=True))
        )
        language = _language(profile)
    creditor_id = creditor_id_of(tenant, creditor or DEFAULT)
    known = await work.document(CREDITOR, creditor_account(tenant, creditor_id), creditor_id)
    if known.details is not None:
        currency = context.items[0].amount.currency
        own = creditor_context(known, currency)
        context = context.model_copy(update={"creditor": own})
        sender = known.details.sender
        language = language if customer is not None else known.details.languages[0]
    return PreviewContext(context=context, language=language, sender=sender)


def _with_customer(
    context: TemplateContext,
    customer: str,
    profile: Profile | None,
    invoices: Sequence[tuple[str, Receivable]],
) -> TemplateContext:
    if profile is None:
        raise InvoiceUnknown(
            f"No customer {customer} has arrived here; check the id, and if it has just been sent, "
            "try again in a few seconds.",
            pointer="/customer_external_id",
        )
    person = profile.persons[0] if profile.persons else None
    items = [_item(name, receivable) for name, receivable in invoices]
    return context.model_copy(
        update={
            "customer": profile.name,
            "consumer": profile.purpose is not Purpose.COMMERCIAL,
            "country": (person.country if person else None) or profile.country,
            "subdivision": (person.subdivision if person else None) or profile.subdivision,
            "recipient": person.name if person else profile.name,
            "items": tuple(items) or context.items,
        }
    )


def _language(profile: Profile | None) -> str:
    assert profile is not None, "an unknown customer was refused"
    person = profile.persons[0] if profile.persons else None
    return (person.language if person else None) or profile.language


def _item(name: str, receivable: Receivable) -> ItemContext:
    terms, balance = receivable.terms, receivable.balance
    if terms is None or balance is None:
        raise InvoiceUnknown(
            f"No invoice {name} of this customer has arrived here; check the id and the creditor.",
            pointer="/invoice_external_ids",
        )
    nothing = Money.zero(balance.currency)
    asides = dict.fromkeys(("contested", "credited", "planned", "reserved"), nothing)
    return ItemContext(
        number=terms.number,
        instalment=terms.instalment,
        charge=terms.charge,
        purchase_order=terms.purchase_order,
        payment_reference=terms.payment_reference,
        issue_date=terms.issue_date,
        due_date=terms.due_date,
        amount=receivable.chased or balance,
        balance=receivable.chased or balance,
        other=nothing,
        **asides,
    )
