"""Two services may be received in either order: that way is told from a wrong one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import pytest

from recoup_chaos import checks
from recoup_chaos.comparison import Comparison, Run
from recoup_chaos.events import RecordedEvent
from recoup_chaos.evidence import Evidence
from recoup_compliance.contact_ledger.report import Report
from recoup_events.kernel.event import Event
from recoup_events.kernel.topics import OWNERS
from recoup_events.workflow_scheduler import EnrolmentPaused, EnrolmentResumed, PauseCause
from recoup_eventstore.ports import Cursor
from recoup_testing.covered_slices import CREDITED, DISPUTE, PARTLY_UPHELD
from recoup_testing.reminders_example import ENROLMENT_ID, IDS, PLANNED, STARTED, eur
from workflow_scheduler.enrolments.domain.events import (
    ClockStarted,
    ClockStopped,
    OwedChanged,
    SliceResized,
)

BEFORE, NOW = (datetime(2026, 3, day, 9, tzinfo=UTC).isoformat() for day in (10, 11))
DECIDED, CREDIT = UUID(int=1), UUID(int=2)
"""The ids of what dispute and invoice said."""
OF_IT = {"cause": PauseCause.DISPUTE, "cause_id": DISPUTE}

RESIZED = SliceResized(**OF_IT, amount=eur("10.00"), chased=eur("90.00"))
STARTS = ClockStarted(stood_days=1)
OWES = OwedChanged(balance=eur("90.00"), chased=eur("90.00"))
RESUMED = EnrolmentResumed(**IDS, **OF_IT, chased=eur("90.00"))

HISTORY = [
    PLANNED,
    STARTED,
    EnrolmentPaused(**IDS, **OF_IT, amount=eur("100.00"), chased=eur("0.00")),
    ClockStopped(enrolment_id=ENROLMENT_ID, on=PLANNED.due_date),
]
DISPUTE_FIRST = [(RESIZED, DECIDED), (STARTS, DECIDED), (OWES, CREDIT), (RESUMED, CREDIT)]
INVOICE_FIRST = [(OWES, CREDIT), (RESUMED, CREDIT), (STARTS, CREDIT)]
Answers = Sequence[tuple[Event, UUID]]


def told(
    service: str, stream: str, number: int, event: Event, at: str, cause: UUID | None
) -> RecordedEvent:
    return RecordedEvent(
        service=service,
        cursor=Cursor(1, 1, number),
        tenant="acme",
        account="cus_1",
        category=stream.partition("-")[0],
        stream=stream,
        version=number,
        id=UUID(int=number),
        type=event.type,
        public=True,
        at=at,
        causation_id=cause,
        data=event.model_dump_json(),
    )


def play(answers: Answers) -> Run:
    """A dispute over all of an invoice is upheld in part; this is what the enrolment answers."""
    enrolment, number = f"enrolment-{IDS['enrolment_id']}", count(11)
    logs = {
        "dispute": [told("dispute", "dispute-dsp_1", 1, PARTLY_UPHELD, NOW, None)],
        "invoice": [told("invoice", "invoice-inv_1", 2, CREDITED, NOW, DECIDED)],
        "workflow_scheduler": [
            *(
                told("workflow_scheduler", enrolment, next(number), event, BEFORE, None)
                for event in HISTORY
            ),
            *(
                told("workflow_scheduler", enrolment, next(number), event, NOW, cause)
                for event, cause in answers
            ),
        ],
    }
    nothing = Evidence("{}", dict.fromkeys(OWNERS, ()), {}, {}, [], {}, Counter(), Report())
    return Run(replace(nothing, logs={**nothing.logs, **logs}))


def differences(answers: Answers, undisturbed: Answers = DISPUTE_FIRST) -> list[str]:
    return list(checks.logs(Comparison(play(answers), play(undisturbed))))


def test_a_credit_may_be_heard_ahead_of_the_dispute_that_led_to_it() -> None:
    assert differences(INVOICE_FIRST) == []


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(INVOICE_FIRST[:-1], id="the clock still stands"),
        pytest.param([(OWES, CREDIT), (STARTS, CREDIT)], id="the slice is still left out"),
        pytest.param([*INVOICE_FIRST, (STARTS, CREDIT)], id="an answer given twice"),
        pytest.param([(RESUMED, CREDIT), (STARTS, CREDIT)], id="the balance is the old one"),
        pytest.param([], id="nothing was answered"),
    ],
)
def test_another_way_that_leads_elsewhere_is_found(answers: Answers) -> None:
    assert differences(answers)


def test_another_way_after_what_one_service_said_is_found() -> None:
    assert differences(INVOICE_FIRST, [(event, CREDIT) for event, _ in DISPUTE_FIRST])
