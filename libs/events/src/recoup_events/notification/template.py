"""Templates: the words of messages, a tenant's or a creditor's own, in versions that never change."""

from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.ids import CreditorId
from recoup_events.notification.base import NotificationEvent
from recoup_events.notification.claim import Claim


class TemplateCategory(StrEnum):
    """What a template is for."""

    EMAIL = "email"
    """A reminder by email."""
    SMS = "sms"
    """A reminder by text message."""
    NOTICE = "notice"
    """What a customer is told by email of its credit."""


class TemplateEvent(NotificationEvent):
    """One template; its words stay inside notification."""

    template_id: str
    category: TemplateCategory
    name: str
    """By which steps of workflows name it."""
    creditor_id: CreditorId | None = None
    """Whose alone; ``None`` is all of the tenant's that have none of their own."""


class TemplatePublished(TemplateEvent, type="template.published.v1"):
    """From now on messages have these words; those that were written keep theirs."""

    template_version: int = Field(ge=1)
    languages: tuple[str, ...] = Field(min_length=1)
    claims: tuple[Claim, ...] = ()
    """What the words assert."""
    tone_accepted: str | None = None
    """Why a person found nothing wrong with a tone that the word lists did not like."""


class TemplateRetired(TemplateEvent, type="template.retired.v1"):
    """Messages have the tenant's words again, or the built-in ones."""


BUILT_IN_REMINDERS = {
    TemplateCategory.EMAIL: (
        *("upcoming", "due_today", "friendly_reminder", "second_invoice", "firm_reminder"),
        *("final_notice", "options"),
    ),
    TemplateCategory.SMS: ("sms_nudge",),
}
"""What every tenant's workflows may name without publishing anything, in every language of Recoup."""
BUILT_IN_LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
