"""Policies: what a tenant has decided once for all its creditors, but those that have one of their own.

Pure, so the domain may use it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.decider import Decider

P = TypeVar("P", bound=Value)


@dataclass(frozen=True, slots=True)
class Policies(Generic[P]):
    """What holds for whom."""

    tenants: P
    of_creditors: Mapping[CreditorId, P] = field(default_factory=dict)

    def of(self, creditor_id: CreditorId | None) -> P:
        """A creditor's own, or the tenant's."""
        return self.of_creditors.get(creditor_id, self.tenants) if creditor_id else self.tenants


class SetPolicy(Command):
    policy: Any
    """``None``: the creditor follows the tenant's again."""
    creditor_id: CreditorId | None = None


class PolicySet(Event):
    """From now on this policy holds; each kind of policy has an event of its own."""

    policy: Any
    """``None``: the tenant's."""
    creditor_id: CreditorId | None = None
    """Whose alone it is."""


PolicyDecider = Decider[SetPolicy, Policies[P], PolicySet]


def policy_decider(category: str, until_set: P, event: type[PolicySet]) -> PolicyDecider[P]:
    """A tenant's policies of one kind; ``until_set`` holds until it wants it otherwise."""

    def decide(command: SetPolicy, held: Policies[P]) -> Sequence[PolicySet]:
        """Setting what is set already changes nothing."""
        set = event(policy=command.policy, creditor_id=command.creditor_id)
        return [] if evolve(held, set) == held else [set]

    def evolve(held: Policies[P], event: PolicySet) -> Policies[P]:
        id, policy = event.creditor_id, event.policy
        if id is None:
            return replace(held, tenants=policy)
        others = {other: each for other, each in held.of_creditors.items() if other != id}
        own = {} if policy is None else {id: policy}
        return replace(held, of_creditors={**others, **own})

    return Decider(category, Policies(tenants=until_set), decide, evolve)


def policy_stream(decider: PolicyDecider[P], tenant: TenantId) -> Stream:
    """The one stream of a tenant's policies of this kind."""
    return decider.stream(tenant, decider.category, "default")
