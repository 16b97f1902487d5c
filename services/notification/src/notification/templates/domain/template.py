"""A template of a tenant: a draft that changes, and versions of it that never do."""

from collections.abc import Sequence

from notification.templates.domain import commands
from notification.templates.domain.content import Template, TemplateContent
from notification.templates.domain.errors import NothingToPublish, TemplateUnpublished
from notification.templates.domain.events import TemplateDraftSaved
from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.notification import TemplateCategory, TemplatePublished, TemplateRetired
from recoup_eventstore.decider import Decider, View

OwnEvent = TemplateDraftSaved | TemplatePublished | TemplateRetired
_ACCOUNT = "templates"


class OwnTemplate(Value):
    template_id: str = ""
    category: TemplateCategory = TemplateCategory.EMAIL
    name: str = ""
    creditor_id: CreditorId | None = None
    draft: TemplateContent | None = None
    published: TemplateContent | None = None
    version: int = 0
    """Of what is published; 0 was never published."""
    retired: bool = False

    @property
    def in_use(self) -> Template | None:
        """What messages are written from."""
        if self.published is None or self.retired:
            return None
        return Template(
            template_id=self.template_id,
            name=self.name,
            version=self.version,
            content=self.published,
        )


def decide(command: commands.TemplateCommand, template: OwnTemplate) -> Sequence[OwnEvent]:
    """What was checked is published; the check itself is the renderer's."""
    match command:
        case commands.SaveDraft(content=content):
            if template.draft == content:
                return []
            return [TemplateDraftSaved.model_validate(command, from_attributes=True)]
        case commands.PublishTemplate() if template.draft is None:
            raise NothingToPublish("It has no draft. Send one, then publish it.")
        case commands.PublishTemplate(tone_accepted=reason):
            if template.draft == template.published and not template.retired:
                return []
            return [_published(template, template.draft, reason)]
        case commands.RetireTemplate() if template.version == 0:
            raise TemplateUnpublished("It was never published, so there is nothing to retire.")
        case commands.RetireTemplate():
            named = template.model_dump(include={"template_id", "category", "name", "creditor_id"})
            return [] if template.retired else [TemplateRetired(**named)]


def _published(
    template: OwnTemplate, draft: TemplateContent | None, tone_accepted: str | None
) -> TemplatePublished:
    assert draft is not None, "what has no draft was refused"
    return TemplatePublished(
        template_id=template.template_id,
        category=template.category,
        name=template.name,
        creditor_id=template.creditor_id,
        template_version=template.version + 1,
        languages=tuple(sorted(draft.by_language)),
        claims=draft.claims,
        tone_accepted=tone_accepted,
    )


def evolve(template: OwnTemplate, event: OwnEvent) -> OwnTemplate:
    match event:
        case TemplateDraftSaved():
            named = event.model_dump(include={"template_id", "category", "name", "creditor_id"})
            return template.model_copy(update={**named, "draft": event.content})
        case TemplatePublished(template_version=version):
            published = {"published": template.draft, "version": version, "retired": False}
            return template.model_copy(update=published)
        case TemplateRetired():
            return template.model_copy(update={"retired": True})


TEMPLATE: Decider[commands.TemplateCommand, OwnTemplate, OwnEvent] = Decider(
    "template", OwnTemplate(), decide, evolve
)


def _documents(event: Event) -> Sequence[str]:
    return [event.template_id] if isinstance(event, OwnEvent) else []


def _evolve(template: OwnTemplate, recorded: Envelope[Event]) -> OwnTemplate:
    event = recorded.event
    return evolve(template, event) if isinstance(event, OwnEvent) else template


TEMPLATES = View("template", OwnTemplate(), _documents, _evolve)
"""The same as documents, which whoever writes messages reads without their lock."""


def account_of(tenant: TenantId) -> Account:
    """All of a tenant's are in one account: they change rarely, and readers see them in order."""
    return Account(tenant, _ACCOUNT)


def template_id_of(
    tenant: TenantId, category: TemplateCategory, name: str, creditor_id: CreditorId | None
) -> str:
    return derived("tpl", tenant, category, name, creditor_id or "")


def stream_of(tenant: TenantId, template_id: str) -> Stream:
    return TEMPLATE.stream(tenant, _ACCOUNT, template_id)
