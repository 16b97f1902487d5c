"""What may be asked of a template."""

from notification.templates.domain.content import TemplateContent
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import TemplateCategory


class SaveDraft(Command):
    template_id: str
    category: TemplateCategory
    name: str
    creditor_id: CreditorId | None
    content: TemplateContent


class PublishTemplate(Command):
    """The draft, which was checked."""

    tone_accepted: str | None = None
    """Why what was found about its tone is no fault; ``None`` where nothing was found."""


class RetireTemplate(Command):
    """Write no more messages from it."""


TemplateCommand = SaveDraft | PublishTemplate | RetireTemplate
