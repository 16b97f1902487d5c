"""Every metric a service shows, with its unit and meaning; nothing else may be shown.

Where OpenTelemetry has a name for it, that is its name, as Prometheus spells it; else it is ours.
"""

from recoup_service.observability.meters import Meter, counter, gauge, histogram

_SENT = ("messaging_system", "messaging_operation_name", "messaging_destination_name")
_RECEIVED = (*_SENT, "messaging_consumer_group_name")
_PARTITION = ("topic", "partition")
_BUILD = ("projection", "build", "status")

EVENTS_RECORDED = counter(
    "recoup_events_recorded_total",
    "events",
    "Events this process has recorded: what happened to debts and to those who owe them.",
    ("event_type",),
)
APPEND_DURATION = histogram(
    "recoup_append_duration_seconds",
    "seconds",
    "From a made decision to its commit, for decisions that recorded events.",
)
APPEND_CONFLICTS = counter(
    "recoup_append_conflicts_total",
    "conflicts",
    "Decisions that lost a race and were, but for the last try, made again.",
)
HORIZON_AGE = gauge(
    "recoup_horizon_age_seconds",
    "seconds",
    "How long the oldest running transaction of the database server has held back new events.",
)
RELAY_LAG = gauge(
    "recoup_relay_lag_events",
    "events",
    "Public events not yet published to Kafka, in all slots, whoever holds them.",
)
RELAY_LAG_SECONDS = gauge(
    "recoup_relay_lag_seconds",
    "seconds",
    "Age of the oldest public event not yet published: how far behind the worst slot is.",
)
SEND_DURATION = histogram(
    "messaging_client_operation_duration_seconds",
    "seconds",
    "From handing a batch to Kafka to its acknowledgement, or to an error.",
    (*_SENT, "error_type"),
)
SENT_MESSAGES = counter(
    "messaging_client_sent_messages_total",
    "messages",
    "Events that Kafka has acknowledged.",
    _SENT,
)
CONSUMED_MESSAGES = counter(
    "messaging_client_consumed_messages_total",
    "messages",
    "Records of a topic that were handled, parked, or not subscribed to.",
    _RECEIVED,
)
PROCESS_DURATION = histogram(
    "messaging_process_duration_seconds",
    "seconds",
    "One batch of one partition, from decoding to its commit or to an error.",
    (*_RECEIVED, "error_type"),
)
CONSUMER_LAG = gauge(
    "recoup_consumer_lag_records",
    "records",
    "Records in a partition this process reads that it has not handled yet.",
    _PARTITION,
)
CONSUMER_LAG_SECONDS = gauge(
    "recoup_consumer_lag_seconds",
    "seconds",
    "Age of the oldest event in a partition that has been fetched and not handled yet.",
    _PARTITION,
)
CONSUMER_HALTED = gauge(
    "recoup_consumer_halted_partitions",
    "partitions",
    "1 while a partition stands still because too many of its messages are parked.",
    _PARTITION,
)
PARKED_KEYS = gauge(
    "recoup_parked_keys",
    "keys",
    "Customers, or other keys, for whom something is parked; among the 1000 oldest.",
)
PARKED = gauge(
    "recoup_parked_messages",
    "messages",
    "Messages, timers, effects and events that are set aside, or wait behind one; counted up to 1000.",
)
PARKED_AGE = gauge(
    "recoup_parked_oldest_seconds",
    "seconds",
    "How long the longest parked of them has been set aside.",
)
PARKED_DISTRUSTED = gauge(
    "recoup_parked_distrusted_messages",
    "messages",
    "Records that nobody waits behind: `foreign`, `implausible` or `corrupt`; each counted up to 1000.",
    ("reason",),
)
WAITING = gauge(
    "recoup_waiting_messages",
    "messages",
    "What waits for an event of another service, such as a message for its creditor.",
    ("waits_for",),
)
WAITING_AGE = gauge(
    "recoup_waiting_oldest_seconds",
    "seconds",
    "How long the longest of them has waited.",
    ("waits_for",),
)
PROJECTION_LAG = gauge(
    "recoup_projection_lag_events",
    "events",
    "Own events a build of a read model has not folded yet; counted up to 10000.",
    _BUILD,
)
PROJECTION_LAG_SECONDS = gauge(
    "recoup_projection_lag_seconds",
    "seconds",
    "Age of the oldest own event a build of a read model has not folded yet.",
    _BUILD,
)
TIMER_OVERDUE = gauge(
    "recoup_timer_overdue_seconds",
    "seconds",
    "How long the oldest due timer has been due.",
)
TIMERS_FIRED = counter(
    "recoup_timers_fired_total",
    "timers",
    "Timers fired, with what followed committed.",
    ("timer",),
)
EFFECT_DURATION = histogram(
    "recoup_effect_duration_seconds",
    "seconds",
    "One effect outside the database; its count says how many ended with which result.",
    ("effect", "result"),
)
LOOP_DONE = counter(
    "recoup_loop_done_total",
    "items",
    "Items a background loop has handled.",
    ("loop",),
)
LOOP_HEARTBEAT_AGE = gauge(
    "recoup_loop_heartbeat_age_seconds",
    "seconds",
    "Time since a background loop last took a turn; grows when it is stuck.",
    ("loop",),
)
LOOP_STANDING = gauge(
    "recoup_loop_standing_seconds",
    "seconds",
    "How long the steps of a background loop have failed; 0 while it works.",
    ("loop",),
)
EVENT_LOOP_DELAY = histogram(
    "recoup_event_loop_delay_seconds",
    "seconds",
    "Event-loop lag: how late the process came back to a task that waited for nothing else.",
)
CONNECTIONS = gauge(
    "db_client_connection_count",
    "connections",
    "Connections to PostgreSQL by pool and state: `used` or `idle`.",
    ("db_client_connection_pool_name", "db_client_connection_state"),
)
MOST_CONNECTIONS = gauge(
    "db_client_connection_max",
    "connections",
    "Connections a pool may open.",
    ("db_client_connection_pool_name",),
)
REQUEST_DURATION = histogram(
    "http_server_request_duration_seconds",
    "seconds",
    "From a request's first byte to its answer's last.",
    ("http_request_method", "http_route", "http_response_status_code"),
)
REQUESTS_RUNNING = gauge(
    "http_server_active_requests", "requests", "Requests being answered right now."
)
REQUESTS_REPLAYED = counter(
    "recoup_requests_replayed_total",
    "requests",
    "Requests that had been answered before and got that answer again, by their Idempotency-Key.",
)
REFUSED = counter(
    "recoup_http_refused_total",
    "refusals",
    "Connections and requests refused or cut by a limit, at both ports, by the problem's `code`.",
    ("code",),
)
WEBHOOK_ATTEMPTS = histogram(
    "recoup_webhook_attempt_duration_seconds",
    "seconds",
    "One attempt to tell an endpoint; its count says how many had which outcome.",
    ("outcome",),
)
WEBHOOK_WAITING = gauge(
    "recoup_webhook_waiting_deliveries",
    "deliveries",
    "Events that endpoints have still to be told.",
)
WEBHOOK_LAG_SECONDS = gauge(
    "recoup_webhook_lag_seconds",
    "seconds",
    "How long the oldest event that no endpoint was tried for yet has waited, where it need not.",
)
WEBHOOK_DISABLED = gauge(
    "recoup_webhook_disabled_endpoints",
    "endpoints",
    "Endpoints that are sent nothing until somebody enables them.",
)
METERS = tuple(found for found in list(globals().values()) if isinstance(found, Meter))
