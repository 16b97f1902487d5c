"""The exceptions that hold for a customer or an invoice; the latest granted stands first."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View
from workflow_scheduler.assignments.domain.exception import (
    ExceptionEnded,
    ExceptionGranted,
    Terms,
)


class InForce(Value):
    exceptions: tuple[Terms, ...] = ()

    @property
    def workflow(self) -> Terms | None:
        """The one that puts it on another workflow."""
        return next((each for each in self.exceptions if each.workflow_id is not None), None)

    @property
    def unchased(self) -> Sequence[Terms]:
        """Those by which it is not chased for now."""
        return [each for each in self.exceptions if each.workflow_id is None]


def _documents(event: Event) -> Sequence[str]:
    return (event.terms.subject,) if isinstance(event, ExceptionGranted | ExceptionEnded) else ()


def _evolve(known: InForce, recorded: Envelope[Event]) -> InForce:
    event = recorded.event
    if isinstance(event, ExceptionGranted):
        return InForce(exceptions=(event.terms, *known.exceptions))
    if isinstance(event, ExceptionEnded):
        id = event.terms.exception_id
        kept = tuple(each for each in known.exceptions if each.exception_id != id)
        return InForce(exceptions=kept)
    return known


IN_FORCE = View("exceptions_in_force", InForce(), _documents, _evolve)
