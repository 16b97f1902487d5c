from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_events.workflow_scheduler import Category, Points
from workflow_scheduler.categories.domain.weighing import DECIDED, flips, score, weigh
from workflow_scheduler.categories.domain.weights import (
    ENOUGH,
    MARGIN,
    WEIGHTS,
    Kind,
    Piece,
    points_at,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def piece(kind: Kind, *, days_ago: int = 0, id: str = "") -> Piece:
    at = NOW - timedelta(days=days_ago)
    return Piece(kind=kind, event_id=id or f"{kind}-{days_ago}", event_type="x.y.v1", at=at)


def test_without_evidence_nothing_is_decided() -> None:
    weighing = weigh([], NOW)
    assert (weighing.category, weighing.scores, weighing.next_change_at) == (
        Category.UNDECIDED,
        Points(),
        None,
    )


@pytest.mark.parametrize(
    ("kinds", "category"),
    [
        ([Kind.INSOLVENCY], Category.GOING_OUT_OF_BUSINESS),
        ([Kind.SUDDEN_SILENCE], Category.GOING_OUT_OF_BUSINESS),
        ([Kind.CANNOT_PAY, Kind.PLAN_BROKEN], Category.GOING_OUT_OF_BUSINESS),
        ([Kind.PAID_AFTER_REMINDER, Kind.MISSING_DOCUMENT], Category.UNORGANIZED),
        ([Kind.BOUNCED, Kind.WRONG_PERSON, Kind.NEVER_RECEIVED], Category.UNORGANIZED),
        ([Kind.DISSATISFIED, Kind.ANGRY_WORDS], Category.ANGRY),
        ([Kind.COMPLAINED, Kind.DISPUTE_REJECTED], Category.ANGRY),
        ([Kind.NEVER_RECEIVED], Category.UNDECIDED),
        ([Kind.CANNOT_PAY, Kind.PLAN_BROKEN, Kind.DISSATISFIED, Kind.ANGRY_WORDS], "undecided"),
    ],
)
def test_what_happened_tells_why_a_customer_does_not_pay(
    kinds: list[Kind], category: Category
) -> None:
    pieces = [piece(kind, id=f"{nth}") for nth, kind in enumerate(kinds)]
    assert weigh(pieces, NOW).category == category


def test_evidence_counts_in_full_then_half_and_then_no_more() -> None:
    days = WEIGHTS[Kind.DISSATISFIED].days
    ages = [0, days - 1, days, 2 * days - 1, 2 * days]
    assert [points_at(piece(Kind.DISSATISFIED, days_ago=age), NOW).angry for age in ages] == [
        *(25, 25, 12, 12, 0)
    ]


def test_of_a_kind_no_more_than_the_latest_count() -> None:
    most = WEIGHTS[Kind.NOT_REACHED].most
    calls = [piece(Kind.NOT_REACHED, days_ago=age) for age in range(most + 3)]
    weighing = weigh(calls, NOW)
    assert len(weighing.evidence) == most
    assert weighing.scores.angry == most * WEIGHTS[Kind.NOT_REACHED].points.angry


def test_it_says_when_expiry_alone_changes_it() -> None:
    weighing = weigh([piece(Kind.SUDDEN_SILENCE)], NOW)
    days = timedelta(days=WEIGHTS[Kind.SUDDEN_SILENCE].days)
    assert (weighing.next_change_at, weighing.becomes) == (NOW + days, Category.UNDECIDED)


def test_it_says_the_least_that_would_change_it() -> None:
    found = {flip.category: flip.more for flip in flips([piece(Kind.CANNOT_PAY)], NOW)}
    (more,) = found[Category.GOING_OUT_OF_BUSINESS]
    assert WEIGHTS[more].points.going_out_of_business >= ENOUGH - 30
    assert Category.UNDECIDED not in found


def test_every_number_has_a_reason_and_says_how_long_it_holds() -> None:
    assert set(WEIGHTS) == set(Kind)
    for weight in WEIGHTS.values():
        assert weight.reason.endswith(".")
        assert weight.days > 0
        assert weight.most > 0
        assert weight.points != Points()


pieces = st.lists(
    st.builds(
        lambda kind, age, id: piece(kind, days_ago=age, id=id),
        st.sampled_from(list(Kind)),
        st.integers(0, 400),
        st.text("abcdef", min_size=8, max_size=8),
    ),
    max_size=12,
)


@given(pieces.flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
def test_the_order_in_which_evidence_came_makes_no_difference(
    orders: tuple[list[Piece], list[Piece]],
) -> None:
    first, second = orders
    assert weigh(first, NOW) == weigh(second, NOW)


@given(pieces)
def test_a_category_is_decided_only_with_enough_points_and_a_margin(known: list[Piece]) -> None:
    weighing = weigh(known, NOW)
    ranked = sorted((score(weighing.scores, each) for each in DECIDED), reverse=True)
    decided = ranked[0] >= ENOUGH and ranked[0] - ranked[1] >= MARGIN
    assert (weighing.category is not Category.UNDECIDED) == decided


@given(pieces)
def test_the_scores_are_the_sum_of_what_is_shown(known: list[Piece]) -> None:
    weighing = weigh(known, NOW)
    for category in DECIDED:
        shown = sum(score(each.points, category) for each in weighing.evidence)
        assert shown == score(weighing.scores, category)


@given(pieces)
def test_what_would_change_it_does_change_it_and_nothing_less_does(known: list[Piece]) -> None:
    now = weigh(known, NOW).category
    for flip in flips(known, NOW):
        more = [piece(kind, id=f"~{nth}") for nth, kind in enumerate(flip.more)]
        assert weigh([*known, *more], NOW).category is flip.category
        assert flip.category is not now
        for kind in set(Counter(flip.more)) if len(flip.more) > 1 else ():
            assert weigh([*known, piece(kind, id="~")], NOW).category is not flip.category


@given(pieces)
def test_until_the_moment_it_names_nothing_changes_by_itself(known: list[Piece]) -> None:
    weighing = weigh(known, NOW)
    for days in (1, 30, 100, 700):
        later = NOW + timedelta(days=days)
        if weighing.next_change_at is None or later < weighing.next_change_at:
            assert weigh(known, later).category is weighing.category
    if weighing.next_change_at is not None:
        assert weigh(known, weighing.next_change_at).category is weighing.becomes
