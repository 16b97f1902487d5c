"""Contact policies: at which hour debtors are written to, and what is left alone at first.

A tenant's holds for all its creditors but those that have one of their own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId
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


class ContactPolicies(Value):
    """What a tenant has set."""

    tenants: ContactPolicy = ContactPolicy()
    of_creditors: Mapping[CreditorId, ContactPolicy] = {}

    def of(self, creditor_id: CreditorId | None) -> ContactPolicy:
        """A creditor's own, or the tenant's."""
        return self.of_creditors.get(creditor_id, self.tenants) if creditor_id else self.tenants


class SetContactPolicy(Command):
    policy: ContactPolicy
    creditor_id: CreditorId | None = None


class FollowTenant(Command):
    """The creditor has no policy of its own any more."""

    creditor_id: CreditorId


ContactPolicyCommand = SetContactPolicy | FollowTenant


class ContactPolicySet(Event, type="contact_policy.set.v1"):
    """From now on invoices are enrolled under this policy."""

    policy: ContactPolicy | None
    """``None``: the tenant's."""
    creditor_id: CreditorId | None = None
    """Whose alone it is."""


def decide(command: ContactPolicyCommand, held: ContactPolicies) -> Sequence[ContactPolicySet]:
    """Setting what is set already changes nothing."""
    match command:
        case SetContactPolicy(policy=policy, creditor_id=None) if policy == held.tenants:
            return []
        case SetContactPolicy(policy=policy, creditor_id=id) if (
            id is not None and held.of_creditors.get(id) == policy
        ):
            return []
        case SetContactPolicy(policy=policy, creditor_id=id):
            return [ContactPolicySet(policy=policy, creditor_id=id)]
        case FollowTenant(creditor_id=id) if id in held.of_creditors:
            return [ContactPolicySet(policy=None, creditor_id=id)]
        case _:
            return []


def evolve(held: ContactPolicies, event: ContactPolicySet) -> ContactPolicies:
    """Fold one event into the policies."""
    if event.creditor_id is None:
        return held.model_copy(update={"tenants": event.policy})
    others = {id: each for id, each in held.of_creditors.items() if id != event.creditor_id}
    own = {} if event.policy is None else {event.creditor_id: event.policy}
    return held.model_copy(update={"of_creditors": {**others, **own}})


CONTACT_POLICY: Decider[ContactPolicyCommand, ContactPolicies, ContactPolicySet] = Decider(
    "contact_policy", ContactPolicies(), decide, evolve
)


def contact_policy_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's policies."""
    return CONTACT_POLICY.stream(tenant, "contact_policy", "default")
