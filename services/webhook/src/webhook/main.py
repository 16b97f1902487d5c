"""The webhook service, put together: the only file that sees all of it."""

from datetime import timedelta
from functools import partial

from recoup_events.public import of_others
from recoup_events.webhook import EndpointDisabled
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.ids import chance, new_bytes, new_id
from recoup_service.service import Background, Service
from webhook.deliveries.api.lists import router as deliveries
from webhook.deliveries.api.routes import router as tests
from webhook.deliveries.api.routes import sending_again
from webhook.deliveries.consumers import begin_anew, give_up, line_up
from webhook.deliveries.senders.delivering import Delivering
from webhook.deliveries.senders.guard import GuardedBackend
from webhook.deliveries.senders.hopeless import Hopeless
from webhook.deliveries.senders.queueing import Queueing
from webhook.deliveries.senders.sharing import Bounds
from webhook.deliveries.senders.transport import Transport
from webhook.endpoints.api.agency import agency_routes, agency_secrets
from webhook.endpoints.api.changes import changes
from webhook.endpoints.api.routes import router as endpoints
from webhook.endpoints.api.secrets import secret_routes
from webhook.endpoints.api.strongroom import Strongroom
from webhook.endpoints.domain.address import Rules
from webhook.endpoints.domain.endpoint import ENDPOINTS as ENDPOINT_VIEW
from webhook.endpoints.domain.events import EndpointChanged, EndpointDeleted, EndpointEnabled
from webhook.endpoints.domain.vault import Vault
from webhook.endpoints.handlers import Resealing
from webhook.endpoints.projection import ENDPOINTS
from webhook.events.api.routes import feed
from webhook.events.consumers import keep_event
from webhook.events.handlers.forgetting import Forgetting
from webhook.events.handlers.waiting import Waiting
from webhook.settings import WebhookSettings

DESCRIPTION = """What others are told: every public event of a tenant, in a feed that can be followed,
and sent to endpoints as webhooks."""
FORGET_EVENTS = named_queries("webhook.events")["forget"]
DELIVERIES = named_queries("webhook.deliveries")


def build(settings: WebhookSettings) -> Service:
    service = Service("webhook", settings, title="Recoup events", description=DESCRIPTION)
    rules = Rules(settings.webhook_plain_http, settings.webhook_networks)
    vault, waiting = Vault(settings.keys), Waiting()
    strongroom = Strongroom(vault, new_bytes, new_id)
    service.maintains(ENDPOINT_VIEW)
    service.serves(
        feed(waiting),
        deliveries,
        tests,
        sending_again(settings.events_kept_for),
        endpoints,
        changes(rules, strongroom),
        secret_routes(strongroom),
        agency_routes(rules, strongroom),
        agency_secrets(strongroom),
    )
    service.subscribes(of_others("webhook"), keep_event)
    service.follows(EndpointDisabled, keep_event)
    service.follows(EndpointDisabled, give_up)
    service.follows(EndpointDeleted, give_up)
    service.follows(EndpointEnabled, begin_anew)
    service.follows(EndpointChanged, line_up)
    service.projects(ENDPOINTS)
    service.runs(lambda over: waiting.over(over.pools))
    service.runs(lambda over: Resealing(over.pools, vault, new_bytes))
    service.runs(lambda over: Queueing(over.pools, over.clock))
    service.runs(lambda over: _delivering(over, settings, rules, vault))
    for what, kept_for, forget in (
        ("events", settings.events_kept_for, FORGET_EVENTS),
        ("deliveries", settings.events_kept_for, DELIVERIES["forget_deliveries"]),
        ("attempts", settings.attempts_kept_for, DELIVERIES["forget_attempts"]),
    ):
        service.runs(partial(_forgetting, what, kept_for, forget))
    return service


def _delivering(
    over: Background, settings: WebhookSettings, rules: Rules, vault: Vault
) -> Delivering:
    bounds = Bounds(
        settings.webhook_at_once, settings.webhook_at_once_per_endpoint, settings.webhook_seconds
    )
    transport = Transport(GuardedBackend(rules), bounds.seconds, bounds.of_endpoint)
    hopeless = Hopeless(over.command_runner, over.clock, "webhook")
    return Delivering(over.pools, over.clock, vault, transport, bounds, chance, hopeless)


def _forgetting(what: str, kept_for: timedelta, forget: str, over: Background) -> Forgetting:
    return Forgetting(over.pools, over.clock, what, kept_for, forget)
