"""All five services as data, to be looked at or to be played with; none of them runs."""

from collections.abc import Callable, Mapping
from typing import Any

import dispute.main
import invoice.main
import notification.main
import payment_plan.main
import workflow_scheduler.main
from notification.settings import NotificationSettings
from recoup_events.base import Fact
from recoup_service.house import House
from recoup_service.settings import Settings
from recoup_testing.clients import NOWHERE

Build = tuple[Callable[[Any], House], type[Settings]]
BUILDS: Mapping[str, Build] = {
    "invoice": (invoice.main.build, Settings),
    "workflow_scheduler": (workflow_scheduler.main.build, Settings),
    "notification": (notification.main.build, NotificationSettings),
    "dispute": (dispute.main.build, Settings),
    "payment_plan": (payment_plan.main.build, Settings),
}


def built(package: str, told: Mapping[str, Any]) -> House:
    """A service with these settings, by their names in lower case."""
    build, settings = BUILDS[package]
    return build(settings.model_validate(told))


def every_house() -> Mapping[str, House]:
    """By package."""
    told = NOWHERE.model_dump() | {"smtp": "smtp://nowhere:25", "sms_url": "http://nowhere"}
    return {package: built(package, told) for package in BUILDS}


def heard_by(house: House) -> frozenset[type[Fact]]:
    """The facts of other services that it reacts to, or that its views follow."""
    reacted_to = {hearing.fact for hearing in house.hearings}
    return frozenset(reacted_to.union(*(view.hears for view in house.views)))
