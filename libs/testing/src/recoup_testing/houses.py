"""All five services as data, to be looked at or to be played with; none of them runs."""

from collections.abc import Mapping

import dispute.main
import invoice.main
import notification.main
import payment_plan.main
import workflow_scheduler.main
from notification.settings import NotificationSettings
from recoup_events.base import Fact
from recoup_service.house import House
from recoup_testing.clients import NOWHERE


def every_house() -> Mapping[str, House]:
    """By package."""
    nowhere = {"smtp": "smtp://nowhere:25", "sms_url": "http://nowhere"}
    houses = (
        invoice.main.build(NOWHERE),
        workflow_scheduler.main.build(NOWHERE),
        notification.main.build(
            NotificationSettings.model_validate(NOWHERE.model_dump() | nowhere)
        ),
        dispute.main.build(NOWHERE),
        payment_plan.main.build(NOWHERE),
    )
    return {house.package: house for house in houses}


def heard_by(house: House) -> frozenset[type[Fact]]:
    """The facts of other services that it reacts to, or that its views follow."""
    reacted_to = {hearing.fact for hearing in house.hearings}
    return frozenset(reacted_to.union(*(view.hears for view in house.views)))
