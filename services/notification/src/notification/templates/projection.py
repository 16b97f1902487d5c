"""The list of templates, and every version that was published."""

from typing import Any

from notification.templates.domain.events import TemplateDraftSaved
from recoup_events.kernel.envelope import Envelope
from recoup_events.notification import TemplatePublished, TemplateRetired
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("notification.templates", "projection.sql")
Row = tuple[Any, ...]


def _saved(own: Envelope[TemplateDraftSaved]) -> Row:
    event = own.event
    content = event.content
    return (
        *(own.tenant, event.template_id, event.category, event.name, event.creditor_id),
        content.model_dump_json(),
        sorted(content.by_language),
    )


def _published(own: Envelope[TemplatePublished]) -> Row:
    event = own.event
    languages = list(event.languages)
    return (own.tenant, event.template_id, event.template_version, languages, own.cause.at)


def _retired(own: Envelope[TemplateRetired]) -> Row:
    return (own.tenant, own.event.template_id)


CHANGES = (
    on(TemplateDraftSaved, WRITES["save_draft"], _saved),
    on(TemplatePublished, WRITES["publish_template"], _published),
    on(TemplateRetired, WRITES["retire_template"], _retired),
)
