"""What a deployment tells the webhook service: how long it keeps what."""

from datetime import timedelta

from pydantic import Field

from recoup_service.settings import Settings


class WebhookSettings(Settings):
    events_kept_days: int = Field(default=30, ge=1, le=3650)
    """How long the feed keeps an event. Who reads it less often is told that events are missing."""

    @property
    def events_kept_for(self) -> timedelta:
        return timedelta(days=self.events_kept_days)
