"""Which of a customer's enrolments go on, or would, for what concerns the whole customer at once."""

from collections.abc import Sequence
from datetime import UTC, datetime

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.workflow_scheduler import EnrolmentEnded, EnrolmentStarted, Outcome
from recoup_eventstore.decider import View


class OpenEnrolment(Value):
    started_at: datetime | None = None
    """``None`` once it has ended; for insolvency it may go on when that is lifted."""


def _documents(event: Event) -> Sequence[str]:
    return (event.enrolment_id,) if isinstance(event, EnrolmentStarted | EnrolmentEnded) else ()


def _evolve(enrolment: OpenEnrolment, recorded: Envelope[Event]) -> OpenEnrolment:
    match recorded.event:
        case EnrolmentStarted():
            return OpenEnrolment(started_at=recorded.cause.at)
        case EnrolmentEnded(outcome=outcome) if outcome is not Outcome.INSOLVENT:
            return OpenEnrolment()
        case _:
            return enrolment


def _oldest_first(enrolment: OpenEnrolment) -> str | None:
    started_at = enrolment.started_at
    return None if started_at is None else started_at.astimezone(UTC).isoformat()


OPEN_ENROLMENTS = View("open_enrolments", OpenEnrolment(), _documents, _evolve, place=_oldest_first)
