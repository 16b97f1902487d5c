"""A customer's own word about each channel."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from notification.consents.domain import commands
from notification.consents.domain.errors import ConsentRefused
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.notification import (
    ChannelOptedOut,
    ConsentBasis,
    ConsentGranted,
    ConsentWithdrawn,
)
from recoup_eventstore.decider import Decider

ConsentEvent = ConsentGranted | ConsentWithdrawn | ChannelOptedOut


class Standing(StrEnum):
    SILENT = "silent"
    """Nothing was said; contact rests on the contract."""
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    OPTED_OUT = "opted_out"


class Word(Value):
    """The latest thing said about one channel."""

    standing: Standing = Standing.SILENT
    basis: ConsentBasis | None = None
    words: str = ""
    """The customer's words, or where the opt-out came from."""


class Consents(Value):
    words: dict[Channel, Word] = Field(default_factory=dict)

    def about(self, channel: Channel) -> Word:
        return self.words.get(channel, Word())


def decide(command: commands.ConsentCommand, consents: Consents) -> Sequence[ConsentEvent]:
    """List what may be said after what; what is not listed is refused."""
    word = consents.about(command.channel)
    match word.standing, command:
        case Standing.GRANTED, commands.GrantConsent(basis=word.basis, words=word.words):
            return []  # the same words again change nothing
        case ((Standing.WITHDRAWN | Standing.OPTED_OUT), commands.GrantConsent(basis=basis)) if (
            basis is not ConsentBasis.EXPRESS_CONSENT
        ):
            raise ConsentRefused(
                f"The customer said no to {command.channel}; only the customer's own "
                "express_consent ends that.",
                pointer="/basis",
            )
        case _, commands.GrantConsent():
            return [ConsentGranted.model_validate(command.model_dump())]
        case Standing.GRANTED, commands.WithdrawConsent():
            return [ConsentWithdrawn.model_validate(command.model_dump())]
        case Standing.OPTED_OUT, commands.OptOut():
            return []
        case _, commands.OptOut():
            return [ChannelOptedOut.model_validate(command.model_dump())]
        case standing, _:
            raise ConsentRefused(
                f"There is no consent to {command.channel} to withdraw (it is {standing}); "
                "to stop the channel, record an opt-out.",
                pointer="/channel",
            )


def evolve(consents: Consents, event: ConsentEvent) -> Consents:
    """Fold one event; an event has happened and is never refused."""
    return Consents(words={**consents.words, event.channel: _word(event)})


def _word(event: ConsentEvent) -> Word:
    match event:
        case ConsentGranted(basis=basis, words=words):
            return Word(standing=Standing.GRANTED, basis=basis, words=words)
        case ConsentWithdrawn(words=words):
            return Word(standing=Standing.WITHDRAWN, words=words)
        case ChannelOptedOut(source=source):
            return Word(standing=Standing.OPTED_OUT, words=source)


CONSENT = Decider("consent", Consents(), decide, evolve)
