"""The word of each of a customer's persons about each channel."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from notification.consents.domain import commands
from notification.consents.domain.errors import ConsentRefused
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, PersonId
from recoup_events.notification import (
    ChannelOptedOut,
    ConsentBasis,
    ConsentEvent,
    ConsentGranted,
    ConsentWithdrawn,
)
from recoup_eventstore.decider import Decider


class Standing(StrEnum):
    SILENT = "silent"
    """Nothing was said; contact rests on the contract."""
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    OPTED_OUT = "opted_out"


class Word(Value):
    """The latest thing a person said about one channel, to all creditors or to one."""

    person_id: PersonId
    channel: Medium
    creditor_id: CreditorId | None = None
    standing: Standing = Standing.SILENT
    basis: ConsentBasis | None = None
    words: str = ""
    """The person's words, or where the opt-out came from."""


class Consents(Value):
    words: tuple[Word, ...] = ()

    def about(self, word: commands.ConsentCommand | ConsentEvent) -> Word:
        """What stands before this is said."""
        extent = {name: getattr(word, name) for name in ("person_id", "channel", "creditor_id")}
        silent = Word(**extent)
        return next((word for word in self.words if _extent(word) == _extent(silent)), silent)


def decide(command: commands.ConsentCommand, consents: Consents) -> Sequence[ConsentEvent]:
    """List what may be said after what; what is not listed is refused."""
    word = consents.about(command)
    match word.standing, command:
        case Standing.GRANTED, commands.GrantConsent(basis=word.basis, words=word.words):
            return []  # the same words again change nothing
        case ((Standing.WITHDRAWN | Standing.OPTED_OUT), commands.GrantConsent(basis=basis)) if (
            basis is not ConsentBasis.EXPRESS_CONSENT
        ):
            raise ConsentRefused(
                f"The person said no to {command.channel}; only the person's own "
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
    before = consents.about(event)
    others = tuple(word for word in consents.words if word != before)
    return Consents(words=(*others, before.model_copy(update=_changes(event))))


def _changes(event: ConsentEvent) -> Mapping[str, object]:
    match event:
        case ConsentGranted(basis=basis, words=words):
            return {"standing": Standing.GRANTED, "basis": basis, "words": words}
        case ConsentWithdrawn(words=words):
            return {"standing": Standing.WITHDRAWN, "basis": None, "words": words}
        case ChannelOptedOut(source=source):
            return {"standing": Standing.OPTED_OUT, "basis": None, "words": source}
        case _:
            return {}


def _extent(word: Word) -> tuple[PersonId, Medium, CreditorId | None]:
    return word.person_id, word.channel, word.creditor_id


CONSENT = Decider("consent", Consents(), decide, evolve)
