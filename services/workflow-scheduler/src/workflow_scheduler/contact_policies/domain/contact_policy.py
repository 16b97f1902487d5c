"""A tenant's contact policy: at which hour debtors are written to, and what is left alone at first."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.decider import Decider


class Bundling(StrEnum):
    PER_CUSTOMER = "per_customer"
    """One message about all that falls due on a day."""
    PER_INVOICE = "per_invoice"


class ContactPolicy(Value):
    """What holds until the tenant wants it otherwise."""

    hour: time | None = time(10)
    """Of the debtor's wall clock; ``None`` as soon as something falls due."""
    wait_minutes: int = 15
    """How long a new invoice is left alone, for what comes next may settle it."""
    bundling: Bundling = Bundling.PER_CUSTOMER

    def alone_until(self, now: datetime) -> datetime:
        return now + timedelta(minutes=self.wait_minutes)


class SetContactPolicy(Command):
    policy: ContactPolicy


class ContactPolicySet(Event, type="contact_policy.set.v1"):
    """From now on invoices are enrolled under this policy."""

    policy: ContactPolicy


def decide(command: SetContactPolicy, policy: ContactPolicy) -> Sequence[ContactPolicySet]:
    """Setting what holds already changes nothing."""
    return [] if command.policy == policy else [ContactPolicySet(policy=command.policy)]


def evolve(_policy: ContactPolicy, event: ContactPolicySet) -> ContactPolicy:
    """Fold one event into the policy."""
    return event.policy


CONTACT_POLICY = Decider("contact_policy", ContactPolicy(), decide, evolve)


def contact_policy_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's policy."""
    return CONTACT_POLICY.stream(tenant, "contact_policy", "default")
