"""Why a task stands where it stands."""

import pytest

from recoup_testing.money import euros
from workflow_scheduler.tasks.domain.ranking import in_words, terms_of


@pytest.mark.parametrize(
    ("late", "chance"),
    [(-5, 950), (0, 950), (30, 900), (31, 800), (90, 700), (180, 500), (181, 300), (400, 150)],
)
def test_the_older_it_is_the_less_is_expected(late: int, chance: int) -> None:
    terms = terms_of(euros(1000), late, 0, 0, None)
    assert terms.likelihood == chance
    assert terms.expected == euros(chance)


def test_promises_kept_raise_it_and_broken_ones_lower_it() -> None:
    neutral = terms_of(euros(1000), 60, 0, 0, None)
    kept = terms_of(euros(1000), 60, 3, 3, None)
    broken = terms_of(euros(1000), 60, 0, 3, None)
    assert broken.expected < neutral.expected < kept.expected
    assert (kept.by_promises, neutral.by_promises, broken.by_promises) == (130, 100, 70)


def test_nothing_is_sure() -> None:
    assert terms_of(euros(1000), 0, 50, 50, "unorganized").likelihood == 990


def test_the_reason_is_in_words_with_its_figures() -> None:
    terms = terms_of(euros(1250), 45, 2, 3, "going_out_of_business")
    assert in_words(terms) == (
        "1250.00 EUR open, 45 days late: 80 % at this age; 2 of 3 promises kept (110 %); "
        "going out of business (50 %). Expected: 550.00 EUR, 44 %."
    )
