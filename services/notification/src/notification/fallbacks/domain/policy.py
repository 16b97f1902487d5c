"""Fallback policies: the channels that are tried when nothing arrives by a reminder's own.

A customer's own goes before its creditor's, a creditor's before the tenant's; nobody falls back unless
one of them says so.
"""

from collections.abc import Mapping, Sequence

from notification.messages.domain.doubt import WhenInDoubt
from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId
from recoup_eventstore.decider import Decider

EVERYBODY = "fallbacks"
"""The account and the stream of a tenant's own policies."""


class FallbackStep(Value):
    """One more way to the person."""

    channel: Channel
    template: str | None = None
    """``None``: the reminder's own, which letters share with emails."""


class FallbackPolicy(Value):
    """In this order; each is tried once."""

    steps: tuple[FallbackStep, ...] = ()
    when_in_doubt: WhenInDoubt = WhenInDoubt.ASK
    """Of mails."""

    def after(self, channel: Channel) -> FallbackStep | None:
        """The next one: behind its place in the chain, or the first for what is not in it."""
        channels = [step.channel for step in self.steps]
        place = channels.index(channel) + 1 if channel in channels else 0
        return self.steps[place] if place < len(self.steps) else None


class FallbackPolicies(Value):
    """What was set for a tenant, or for one customer."""

    of_all: FallbackPolicy | None = None
    of_creditors: Mapping[CreditorId, FallbackPolicy] = {}

    def of(self, creditor_id: CreditorId | None) -> FallbackPolicy | None:
        """The one for a creditor; ``None`` where nothing was set."""
        own = None if creditor_id is None else self.of_creditors.get(creditor_id)
        return own or self.of_all


class SetFallbacks(Command):
    customer_id: CustomerId | None = None
    creditor_id: CreditorId | None = None
    policy: FallbackPolicy


class FallbacksSet(Event, type="fallbacks.set.v1"):
    """From now on what does not arrive goes this way."""

    customer_id: CustomerId | None
    """The only customer it holds for."""
    creditor_id: CreditorId | None
    """The only creditor it holds for."""
    policy: FallbackPolicy


def decide(command: SetFallbacks, held: FallbackPolicies) -> Sequence[FallbacksSet]:
    """The same again says nothing."""
    before = (
        held.of_all if command.creditor_id is None else held.of_creditors.get(command.creditor_id)
    )
    return [] if before == command.policy else [FallbacksSet(**dict(command))]


def evolve(held: FallbackPolicies, event: FallbacksSet) -> FallbackPolicies:
    """Fold one event."""
    if event.creditor_id is None:
        return held.model_copy(update={"of_all": event.policy})
    own = {**held.of_creditors, event.creditor_id: event.policy}
    return held.model_copy(update={"of_creditors": own})


def template_for(step: FallbackStep, reminders: str) -> str:
    """Letters have the words of emails; texts have their own."""
    if step.template is not None:
        return step.template
    return reminders if step.channel is Channel.EMAIL or step.channel in LETTERS else "sms_nudge"


def of_tenant(tenant: TenantId) -> Stream:
    return FALLBACKS.stream(tenant, EVERYBODY, EVERYBODY)


def of_customer(tenant: TenantId, customer_id: CustomerId) -> Stream:
    return FALLBACKS.stream(tenant, customer_id, customer_id)


FALLBACKS = Decider("fallbacks", FallbackPolicies(), decide, evolve)
