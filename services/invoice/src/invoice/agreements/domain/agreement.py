"""An agreement: a creditor's terms in versions, each from a day on."""

from collections.abc import Sequence
from datetime import date

from invoice.agreements.domain import commands
from invoice.agreements.domain.clauses import check
from invoice.agreements.domain.errors import AgreementRefused
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_eventstore.decider import Decider
from recoup_receivables.clauses import version_on


class NoAgreement(Value):
    """Nothing was agreed under this id."""


class Agreement(Value):
    versions: tuple[events.AgreementRecorded, ...]
    """In the order in which they were recorded."""

    @property
    def latest(self) -> events.AgreementRecorded:
        return self.versions[-1]

    def on(self, day: date) -> events.AgreementRecorded | None:
        """The version that holds on a day."""
        return version_on(self.versions, day)


State = NoAgreement | Agreement
NOTHING: State = NoAgreement()


def decide(command: commands.RecordTerms, state: State) -> Sequence[events.InvoiceEvent]:
    """Each version follows the last; the same again changes nothing."""
    if isinstance(state, NoAgreement):
        return _recorded(command, version=1)
    latest = state.latest
    same = all(getattr(latest, name) == getattr(command, name) for name in _COMPARED)
    return [] if same else _recorded(command, version=latest.version + 1)


_COMPARED = ("clauses", "document", "effective_from")


def _recorded(command: commands.RecordTerms, *, version: int) -> Sequence[events.InvoiceEvent]:
    check(command.clauses)
    return [events.AgreementRecorded(**dict(command), version=version)]


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case NoAgreement(), events.AgreementRecorded():
            return Agreement(versions=(event,))
        case Agreement(), events.AgreementRecorded():
            return state.model_copy(update={"versions": (*state.versions, event)})
        case _:
            return state


def recorded(state: State) -> Agreement:
    """The agreement of a state that has one."""
    if isinstance(state, NoAgreement):
        raise AgreementRefused("There are no such terms; record them first.")
    return state


AGREEMENT = Decider("agreement", NOTHING, decide, evolve)
