"""What has passed between us and one customer: the memory the contact rules ask.

Attempts are kept by invoice, as every rule counts those about one debt: a customer with many debts
costs each of them no more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import Field

from notification.domain import facts
from notification.domain.debtor import Debtor
from recoup_compliance.attempt import Medium
from recoup_compliance.history import Consent, History, OptOut, PastAttempt
from recoup_events import notification as said
from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_events.ids import MessageId
from recoup_events.workflow_scheduler import Channel
from recoup_eventstore.decider import View

REMEMBERED = timedelta(days=31)
"""No rule looks back further (a test keeps it so)."""


class Attempts(Value):
    """Contacts about one invoice; a message is one, however often its delivery is tried."""

    by_message: dict[MessageId, PastAttempt] = Field(default_factory=dict)


class Wishes(Value):
    """What one customer has said about channels."""

    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()


def history(debtor: Debtor, wishes: Wishes, attempts: Attempts, message_id: MessageId) -> History:
    """The history as the rules want it, without this message's own earlier attempts."""
    return History(
        attempts=tuple(past for id, past in attempts.by_message.items() if id != message_id),
        opt_outs=wishes.opt_outs,
        consents=wishes.consents,
        ceased_from=debtor.ceased_from,
        insolvent_from=debtor.insolvent_from,
    )


def medium(channel: Channel) -> Medium:
    """The rules' word for a channel."""
    return Medium(channel.value)


def _about(fact: Fact) -> Sequence[str]:
    return [fact.invoice_id] if isinstance(fact, facts.MessageDispatched) else []


def _tried(attempts: Attempts, own: Envelope[Fact]) -> Attempts:
    match own.fact:
        case facts.MessageDispatched() as fact:
            past = PastAttempt(at=fact.at, channel=medium(fact.channel), invoice_id=fact.invoice_id)
            recent = _recent(attempts.by_message, fact.at)
            return Attempts(by_message=recent | {fact.message_id: past})
        case _:
            return attempts


def _recent(attempts: dict[MessageId, PastAttempt], now: datetime) -> dict[MessageId, PastAttempt]:
    return {id: past for id, past in attempts.items() if now - past.at <= REMEMBERED}


_SAID = (said.ConsentGranted, said.ConsentWithdrawn, said.ChannelOptedOut)


def _of_customer(fact: Fact) -> Sequence[str]:
    return [fact.customer_id] if isinstance(fact, _SAID) else []


def _wished(wishes: Wishes, own: Envelope[Fact]) -> Wishes:
    match own.fact:
        case said.ConsentGranted(channel=channel, basis=basis):
            consent = Consent(at=own.cause.at, channel=medium(channel), basis=basis)
            return wishes.model_copy(update={"consents": (*wishes.consents, consent)})
        case said.ConsentWithdrawn(channel=channel) | said.ChannelOptedOut(channel=channel):
            opt_out = OptOut(at=own.cause.at, channel=medium(channel))
            return wishes.model_copy(update={"opt_outs": (*wishes.opt_outs, opt_out)})
        case _:
            return wishes


ATTEMPTS = View("attempts", Attempts(), _about, _tried)
WISHES = View("wishes", Wishes(), _of_customer, _wished)
