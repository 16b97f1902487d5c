"""One address by its hash: whom it said no to, and whether anything arrives there.

It has an account of its own, as customers may share it. Before a message leaves, it is read without
its lock, in the transaction that decides.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from notification.consents.domain import address_commands as commands
from notification.consents.domain.errors import ConsentRefused
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, MessageId, TenantId
from recoup_events.notification import (
    AddressBounced,
    AddressConfirmed,
    AddressEvent,
    AddressOptedIn,
    AddressOptedOut,
    AddressReturned,
    ReturnKind,
)
from recoup_eventstore.decider import Decider

PATIENCE = 4
"""So many messages that come back are no chance any more."""
COUNTED = timedelta(days=60)


class StandingOptOut(Value):
    channel: Medium
    creditor_id: CreditorId | None
    source: str
    at: datetime


class Bounce(Value):
    reason: str
    at: datetime


class Return(Value):
    """A message that came back from an address which may be right all the same."""

    message_id: MessageId
    at: datetime


class Address(Value):
    opt_outs: tuple[StandingOptOut, ...] = ()
    bounces: Mapping[Medium, Bounce] = {}
    returns: Mapping[Medium, tuple[Return, ...]] = {}
    """Those that count, the latest last."""

    def opt_out(self, channel: Medium, creditor_id: CreditorId | None) -> StandingOptOut | None:
        """The one in the way of a creditor; of one that is not known, any is."""
        for each in self.opt_outs:
            binds = None in (each.creditor_id, creditor_id) or each.creditor_id == creditor_id
            if each.channel is channel and binds:
                return each
        return None

    def has_opted_out(self, channel: Medium, creditor_id: CreditorId | None) -> bool:
        """Whether there is an opt-out of exactly this extent."""
        return any((o.channel, o.creditor_id) == (channel, creditor_id) for o in self.opt_outs)


def decide(command: commands.AddressCommand, address: Address) -> Sequence[AddressEvent]:
    """List what may be learned after what; what is known already says nothing."""
    match command:
        case commands.OptOutAddress(channel=channel, creditor_id=creditor_id):
            known = address.has_opted_out(channel, creditor_id)
            return [] if known else [AddressOptedOut(**dict(command))]
        case commands.OptInAddress(channel=channel, creditor_id=creditor_id):
            if address.has_opted_out(channel, creditor_id):
                return [AddressOptedIn(**dict(command))]
            raise ConsentRefused(
                "There is no such opt-out to take back. Look the address up; an opt-out from all "
                "creditors is taken back without a creditor.",
                pointer="/creditor",
            )
        case commands.RecordBounce(channel=channel):
            return [] if channel in address.bounces else [AddressBounced(**dict(command))]
        case commands.RecordReturn():
            return _returned(command, address)
        case commands.ConfirmAddress(channel=channel):
            doubted = channel in address.bounces or channel in address.returns
            return [AddressConfirmed(**dict(command))] if doubted else []
        case _:
            raise AssertionError(f"{command} is asked of no address")


def _returned(command: commands.RecordReturn, address: Address) -> Sequence[AddressEvent]:
    """At once where nobody is; where it may be right, when one after the other comes back."""
    channel, at = command.channel, command.at
    named = {"address_hash": command.address_hash, "channel": channel, "at": at}
    if channel in address.bounces or command.kind is ReturnKind.BLOCKED:
        return []
    if command.kind.is_of_address:
        return [AddressBounced(**named, reason=command.reason)]
    before = address.returns.get(channel, ())
    if any(each.message_id == command.message_id for each in before):
        return []
    returned = AddressReturned(**dict(command))
    if sum(each.at > at - COUNTED for each in before) + 1 < PATIENCE:
        return [returned]
    reason = (
        f"{PATIENCE} messages came back within {COUNTED.days} days, the last one: {command.reason}"
    )
    return [returned, AddressBounced(**named, reason=reason)]


def evolve(address: Address, event: AddressEvent) -> Address:
    """Fold one event; an event has happened and is never refused."""
    match event:
        case AddressOptedOut():
            new = StandingOptOut.model_validate(event, from_attributes=True)
            return address.model_copy(update={"opt_outs": (*address.opt_outs, new)})
        case AddressOptedIn(channel=channel, creditor_id=creditor_id):
            left = tuple(
                o for o in address.opt_outs if (o.channel, o.creditor_id) != (channel, creditor_id)
            )
            return address.model_copy(update={"opt_outs": left})
        case AddressBounced(channel=channel, reason=reason, at=at):
            bounces = {**address.bounces, channel: Bounce(reason=reason, at=at)}
            return address.model_copy(update={"bounces": bounces})
        case AddressReturned(channel=channel, message_id=id, at=at):
            latest = (*address.returns.get(channel, ()), Return(message_id=id, at=at))[-PATIENCE:]
            return address.model_copy(update={"returns": {**address.returns, channel: latest}})
        case AddressConfirmed(channel=channel):
            left_bounces = {c: b for c, b in address.bounces.items() if c is not channel}
            returns = {c: r for c, r in address.returns.items() if c is not channel}
            return address.model_copy(update={"bounces": left_bounces, "returns": returns})
        case _:
            return address


ADDRESS = Decider("address", Address(), decide, evolve)


def stream_of(tenant: TenantId, address_hash: str) -> Stream:
    return ADDRESS.stream(tenant, address_hash, address_hash)
