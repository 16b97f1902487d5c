"""Contact policies: at which hour debtors are written to, and what is left alone at first.

A tenant's holds for all its creditors but those that have one of their own.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


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


class ContactPolicySet(PolicySet, type="contact_policy.set.v1"):
    """From now on invoices are enrolled under this policy."""

    policy: ContactPolicy | None


CONTACT_POLICY = policy_decider("contact_policy", ContactPolicy(), ContactPolicySet)


def contact_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(CONTACT_POLICY, tenant)
