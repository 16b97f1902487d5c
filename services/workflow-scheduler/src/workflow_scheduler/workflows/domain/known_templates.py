"""The templates that steps may name: the built-in ones, and those the tenant or a creditor published."""

from collections.abc import Iterator, Mapping, Sequence

from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.envelope import Account, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.notification import (
    BUILT_IN_LANGUAGES,
    BUILT_IN_REMINDERS,
    Claim,
    TemplateCategory,
    TemplatePublished,
    TemplateRetired,
)
from recoup_eventstore.decider import View

_HEARD = (TemplatePublished, TemplateRetired)
_ALL = "templates"
"""All of a tenant's are in one account, and are known here as one document."""


class KnownTemplate(Value):
    """What is known of the words, which stay with notification."""

    category: TemplateCategory
    name: str
    creditor_id: CreditorId | None = None
    """Whose alone; ``None``: of all that have none of their own."""
    languages: tuple[str, ...] = BUILT_IN_LANGUAGES
    claims: tuple[Claim, ...] = ()


class KnownTemplates(Value):
    published: Mapping[str, KnownTemplate] = {}
    """By id."""

    def names(self, category: TemplateCategory) -> Sequence[str]:
        """Whoever's they are."""
        own = [each.name for each in self.published.values() if each.category == category]
        return sorted({*BUILT_IN_REMINDERS.get(category, ()), *own})

    def named(self, category: TemplateCategory, name: str) -> Iterator[KnownTemplate]:
        """All of this name; the built-in one stands behind the tenant's, and has no part then."""
        found = [
            each
            for each in self.published.values()
            if (each.category, each.name) == (category, name)
        ]
        yield from found
        built_in = name in BUILT_IN_REMINDERS.get(category, ())
        if built_in and all(each.creditor_id is not None for each in found):
            yield KnownTemplate(category=category, name=name)

    def used_by(
        self, category: TemplateCategory, name: str, creditor_id: CreditorId
    ) -> KnownTemplate | None:
        """The creditor's own, or that of everybody."""
        found = {each.creditor_id: each for each in self.named(category, name)}
        return found.get(creditor_id) or found.get(None)


def category_of(channel: Channel) -> TemplateCategory:
    """What goes on paper has the words of the email of that name."""
    return TemplateCategory(Channel.EMAIL if channel in LETTERS else channel)


def _documents(event: Event) -> Sequence[str]:
    return [_ALL] if isinstance(event, _HEARD) else []


def _evolve(known: KnownTemplates, received: Envelope[Event]) -> KnownTemplates:
    event = received.event
    if not isinstance(event, _HEARD):
        return known
    others = {id: each for id, each in known.published.items() if id != event.template_id}
    if isinstance(event, TemplateRetired):
        return KnownTemplates(published=others)
    template = KnownTemplate(
        category=event.category,
        name=event.name,
        creditor_id=event.creditor_id,
        languages=event.languages,
        claims=event.claims,
    )
    return KnownTemplates(published={**others, event.template_id: template})


KNOWN_TEMPLATES = View("known_templates", KnownTemplates(), _documents, _evolve, subscribes=_HEARD)


def account_of(tenant: TenantId) -> Account:
    """Where notification records them; it is read without its lock."""
    return Account(tenant, _ALL)
