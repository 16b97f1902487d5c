"""What is recorded of templates for this service alone."""

from notification.templates.domain.content import TemplateContent
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import TemplateCategory


class TemplateDraftSaved(Event, type="template.draft_saved.v1"):
    """These are the words of the next version, once it is published."""

    template_id: str
    category: TemplateCategory
    name: str
    creditor_id: CreditorId | None = None
    content: TemplateContent
