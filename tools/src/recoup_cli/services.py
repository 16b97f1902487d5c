"""Every service as data, found by the one list of owners; none of them runs."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, get_type_hints

from recoup_events.kernel.event import Event
from recoup_events.kernel.topics import OWNERS
from recoup_service.api.request_context import scope_of
from recoup_service.api.scopes import AGENCY_SCOPES, OPERATOR_SCOPES
from recoup_service.service import Service
from recoup_service.settings import Settings

NOWHERE: Mapping[str, Any] = {
    "database": "postgresql://nowhere",
    "kafka": "nowhere:9092",
    "http_port": 0,
    "admin_port": 0,
    "smtp": "smtp://nowhere:25",
    "sms_url": "http://nowhere",
    "console_keys": "of-a-service-that-is-never-run-at-all",
    "webhook_keys": "1:of-a-service-that-is-never-run-at-all",
    "address_key": "of-a-service-that-is-never-run-at-all",
    "checkpoint_key": "of-a-service-that-is-never-run-at-all",
}
"""Settings, by their names in lower case, for a service that is never run."""


def built(package: str, given: Mapping[str, Any]) -> Service:
    """A service with these settings."""
    service: Service = import_module(f"{package}.main").build(
        settings_of(package).model_validate(given)
    )
    return service


def settings_of(package: str) -> type[Settings]:
    """The class of a service's settings."""
    settings: type[Settings] = get_type_hints(import_module(f"{package}.main").build)["settings"]
    return settings


def every_service() -> Mapping[str, Service]:
    """By package."""
    return {package: built(package, NOWHERE) for package in OWNERS}


def all_scopes() -> Sequence[str]:
    """The right to everything of a tenant: each scope that a route asks for, save the operator's and those of agencies."""
    scopes = (
        scope_of(route)
        for service in every_service().values()
        for router in service.routers
        for route in router.routes
    )
    return sorted(
        {scope for scope in scopes if scope is not None} - {*OPERATOR_SCOPES, *AGENCY_SCOPES}
    )


def subscribed_by(service: Service) -> frozenset[type[Event]]:
    """The events of other services that it reacts to, or that its views follow."""
    reacted_to = {subscription.event for subscription in service.subscriptions}
    return frozenset(reacted_to.union(*(view.subscribes for view in service.views)))
