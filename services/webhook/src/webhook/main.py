"""The webhook service, put together: the only file that sees all of it."""

from recoup_service.service import Service
from webhook.events.api.routes import feed
from webhook.events.consumers import keep_event
from webhook.events.domain.public import of_others
from webhook.events.handlers.forgetting import Forgetting
from webhook.events.handlers.waiting import Waiting
from webhook.settings import WebhookSettings

DESCRIPTION = (
    """What others are told: every public event of a tenant, in a feed that can be followed."""
)


def build(settings: WebhookSettings) -> Service:
    service = Service("webhook", settings, title="Recoup events", description=DESCRIPTION)
    waiting = Waiting()
    service.serves(feed(waiting))
    service.subscribes(of_others(), keep_event)
    service.runs(lambda over: waiting.over(over.pools))
    service.runs(lambda over: Forgetting(over.pools, over.clock, settings.events_kept_for))
    return service
