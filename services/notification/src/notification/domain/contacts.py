"""What has passed between us and one customer: the memory the contact rules ask."""

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


class Contacts(Value):
    """One customer's contacts; a message is one contact, however often its delivery is tried."""

    attempts: dict[MessageId, PastAttempt] = Field(default_factory=dict)
    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()

    def before(self, message_id: MessageId, debtor: Debtor) -> History:
        """The history as the rules want it, without this message's own earlier attempts."""
        return History(
            attempts=tuple(past for id, past in self.attempts.items() if id != message_id),
            opt_outs=self.opt_outs,
            consents=self.consents,
            ceased_from=debtor.ceased_from,
            insolvent_from=debtor.insolvent_from,
        )


def medium(channel: Channel) -> Medium:
    """The rules' word for a channel."""
    return Medium(channel.value)


_OWN = (
    facts.MessageDispatched,
    said.ConsentGranted,
    said.ConsentWithdrawn,
    said.ChannelOptedOut,
)


def _documents(fact: Fact) -> Sequence[str]:
    return [fact.customer_id] if isinstance(fact, _OWN) else []


def _evolve(contacts: Contacts, own: Envelope[Fact]) -> Contacts:
    match own.fact:
        case facts.MessageDispatched() as fact:
            past = PastAttempt(at=fact.at, channel=medium(fact.channel), invoice_id=fact.invoice_id)
            kept = _recent(contacts.attempts, fact.at) | {fact.message_id: past}
            return contacts.model_copy(update={"attempts": kept})
        case said.ConsentGranted(channel=channel, basis=basis):
            consent = Consent(at=own.cause.at, channel=medium(channel), basis=basis)
            return contacts.model_copy(update={"consents": (*contacts.consents, consent)})
        case said.ConsentWithdrawn(channel=channel) | said.ChannelOptedOut(channel=channel):
            opt_out = OptOut(at=own.cause.at, channel=medium(channel))
            return contacts.model_copy(update={"opt_outs": (*contacts.opt_outs, opt_out)})
        case _:
            return contacts


def _recent(attempts: dict[MessageId, PastAttempt], now: datetime) -> dict[MessageId, PastAttempt]:
    return {id: past for id, past in attempts.items() if now - past.at <= REMEMBERED}


CONTACTS = View("contacts", Contacts(), _documents, _evolve)
