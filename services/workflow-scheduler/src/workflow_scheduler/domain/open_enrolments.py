"""Which of a customer's enrolments are open, for what concerns the whole customer at once."""

from collections.abc import Sequence

from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_events.ids import EnrolmentId
from recoup_events.workflow_scheduler import EnrolmentEnded, EnrolmentStarted
from recoup_eventstore.decider import View


class OpenEnrolments(Value):
    """Oldest first."""

    ids: tuple[EnrolmentId, ...] = ()


def _documents(fact: Fact) -> Sequence[str]:
    return (fact.customer_id,) if isinstance(fact, EnrolmentStarted | EnrolmentEnded) else ()


def _evolve(enrolments: OpenEnrolments, said: Envelope[Fact]) -> OpenEnrolments:
    match said.fact:
        case EnrolmentStarted(enrolment_id=started):
            return OpenEnrolments(ids=(*enrolments.ids, started))
        case EnrolmentEnded(enrolment_id=ended):
            return OpenEnrolments(ids=tuple(id for id in enrolments.ids if id != ended))
        case _:
            return enrolments


OPEN_ENROLMENTS = View("open_enrolments", OpenEnrolments(), _documents, _evolve)
