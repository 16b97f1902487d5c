"""A checker that cannot fail proves nothing: each check is shown what it is there to find."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from recoup_chaos import checks
from recoup_chaos.comparison import Comparison, Run
from recoup_chaos.events import RecordedEvent
from recoup_chaos.evidence import Evidence, Published, StoredState
from recoup_compliance.contact_ledger.report import Report
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.ports import Cursor, OffsetKey

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLACE = OffsetKey("recoup.dispute", 0)
LISTENERS = ("invoice", "workflow_scheduler", "notification")
"""To the topic of the disputes."""
EMPTY = StoredState(timers={}, offsets={}, unpublished=0, parked=0, read_models={})
CALM = Evidence(
    numbers="{}",
    logs={owner: [] for owner in OWNERS},
    stored=dict.fromkeys(OWNERS, EMPTY),
    replayed={owner: {} for owner in OWNERS},
    published=[],
    ends={},
    arrived=Counter(),
    contacts=Report(),
)


def event(
    number: int, version: int, service: str = "dispute", causation: int | None = None
) -> RecordedEvent:
    """One public event of a category that no decider knows."""
    return RecordedEvent(
        service=service,
        cursor=Cursor(1, 1, number),
        tenant="acme",
        account="cus_1",
        category="note",
        stream=f"note-{service}",
        version=version,
        id=UUID(int=number),
        type="note.taken.v1",
        public=True,
        at=AT.isoformat(),
        causation_id=None if causation is None else UUID(int=causation),
        data="{}",
    )


def attempt(id: str, version: int, kind: str) -> RecordedEvent:
    """An event about a message on its way out."""
    of_it = event(version, version, "notification")
    return of_it._replace(stream=f"message-{id}", type=f"message.{kind}.v1")


def recorded(*events: RecordedEvent) -> Evidence:
    """A run in which exactly this was recorded."""
    logs = {owner: [each for each in events if each.service == owner] for owner in OWNERS}
    return replace(CALM, logs=logs)


def published(evidence: Evidence, events: Sequence[RecordedEvent]) -> Evidence:
    records = [
        Published(PLACE, offset, b"acme/cus_1", str(each.id), each.data)
        for offset, each in enumerate(events)
    ]
    return replace(evidence, published=records)


FIRST, SECOND = event(1, 1), event(2, 2)
BOTH = recorded(FIRST, SECOND)


def kept(package: str, stored: StoredState) -> Evidence:
    return replace(CALM, stored={**CALM.stored, package: stored})


def unlike(found: Evidence, expected: Evidence) -> list[str]:
    comparison = Comparison(Run(found), Run(expected))
    return [*checks.numbers(comparison), *checks.logs(comparison)]


def test_a_calm_play_is_found_to_be_in_order() -> None:
    fine = published(BOTH, [FIRST, SECOND, FIRST])
    assert [*checks.histories(fine), *checks.publication(fine), *checks.sequence(fine)] == []
    assert list(checks.standing(CALM)) == []
    assert [*checks.timers(CALM), *checks.read_models(CALM), *checks.messages(CALM)] == []
    assert unlike(BOTH, BOTH) == []


@pytest.mark.parametrize("versions", [(1, 3), (1, 1), (2, 1)])
def test_a_history_with_a_hole_a_twin_or_a_swap_is_found(versions: tuple[int, int]) -> None:
    [found] = checks.histories(recorded(*(event(n, v) for n, v in enumerate(versions))))
    assert "acme/note-dispute" in found


def test_a_public_event_that_never_came_out_is_found() -> None:
    assert "lost" in next(checks.publication(published(BOTH, [FIRST])))


def test_a_changed_and_an_invented_record_are_found() -> None:
    changed = published(BOTH, [FIRST, SECOND._replace(data='{"a":1}')])
    assert "changed" in next(checks.publication(changed))
    assert "nobody recorded" in next(
        checks.publication(published(recorded(FIRST), [FIRST, SECOND]))
    )


def test_a_key_whose_events_came_out_in_another_order_is_found() -> None:
    assert "too late" in next(checks.sequence(published(BOTH, [SECOND, FIRST])))


@pytest.mark.parametrize("listener", LISTENERS)
def test_a_listener_that_stands_before_the_end_is_found(listener: str) -> None:
    behind = replace(CALM, ends={PLACE: 2})
    assert [found for found in checks.standing(behind) if found.startswith(listener)]


def test_what_no_relay_passed_and_what_is_parked_is_found() -> None:
    left = kept("dispute", replace(EMPTY, unpublished=1, parked=1))
    assert len(list(checks.standing(left))) == 2


def test_an_event_answered_twice_and_one_not_answered_are_found() -> None:
    received = event(1, 1)
    once = recorded(received, event(2, 1, "invoice", causation=1))
    twice = recorded(
        received, event(2, 1, "invoice", causation=1), event(3, 2, "invoice", causation=1)
    )
    [found] = unlike(twice, once)
    assert found.count("answering note.taken.v1") == 3
    [found] = unlike(recorded(received), once)
    assert "says nothing instead of note.taken.v1" in found


def test_a_timer_that_nobody_wants_is_found() -> None:
    stray = replace(EMPTY, timers={("acme", "invoice-inv_1", "overdue"): AT})
    assert "wanted at None" in next(checks.timers(kept("invoice", stray)))


def test_a_read_model_that_its_log_does_not_explain_is_found() -> None:
    odd = replace(EMPTY, read_models={"dispute.board": "digest"})
    assert "dispute.board" in next(checks.read_models(kept("dispute", odd)))


def test_a_message_that_is_only_said_to_be_sent_is_found() -> None:
    told = recorded(attempt("m", 1, "dispatched"), attempt("m", 2, "sent"))
    assert "never arrived" in next(checks.messages(told))


def test_a_message_that_came_more_often_than_it_was_attempted_is_found() -> None:
    told = recorded(attempt("m", 1, "dispatched"), attempt("m", 2, "sent"))
    assert list(checks.messages(replace(told, arrived=Counter(m=1)))) == []
    assert "2 times in 1" in next(checks.messages(replace(told, arrived=Counter(m=2))))


def test_a_contact_that_does_not_verify_is_found() -> None:
    report = Report()
    report.found("cus_1, line 2", "sent without a permit")
    assert "without a permit" in next(checks.contacts(replace(CALM, contacts=report)))


def test_other_numbers_and_other_events_are_found() -> None:
    assert unlike(replace(CALM, numbers="1"), CALM)
    assert unlike(recorded(FIRST), BOTH)
    assert unlike(BOTH, recorded(FIRST))


def test_an_attempt_in_doubt_may_be_repeated_and_nothing_else() -> None:
    sure = recorded(attempt("m", 1, "dispatched"), attempt("m", 2, "sent"))
    begun_again = attempt("m", 2, "dispatched"), attempt("m", 3, "sent")
    assert unlike(recorded(attempt("m", 1, "dispatched"), *begun_again), sure) == []
    sent_twice = attempt("m", 2, "sent"), attempt("m", 3, "sent")
    assert unlike(recorded(attempt("m", 1, "dispatched"), *sent_twice), sure)
