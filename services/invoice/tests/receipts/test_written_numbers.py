"""Numbers in what a payer wrote: whole ones, however they are written, never a part of a longer one."""

import pytest

from invoice.receipts.domain.written_numbers import MOST_NUMBERS, written_numbers


def means(text: str, number: str) -> bool:
    return any(written.means(number) for written in written_numbers(text))


def may_mean(text: str, number: str) -> bool:
    return any(written.may_mean(number) for written in written_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "2026-0001",
        "invoice 2026-0001, thanks",
        "2026/0001",
        "2026 0001",
        "20260001",
        "RE-2026-0001",
        "Rechnung: 2026.0001.",
        "(2026-0001)",
        "2026-0001,2026-0002",
        "２０２６-０００１",  # full width  # noqa: RUF001
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert means(text, "2026-0001")


@pytest.mark.parametrize(
    "text",
    [
        "12026-0001",
        "2026-00011",
        "10-2026-0001",
        "2026-0001-2",
        "2026-0001/5",
        "DE2026000147",
        "2026-001",
        "2026-0O01",
    ],
)
def test_a_part_of_a_longer_number_is_none(text: str) -> None:
    assert not means(text, "2026-0001")
    assert not may_mean(text, "2026-0001")


def test_the_letters_before_a_number_may_be_left_out_or_be_others() -> None:
    assert may_mean("20260001", "RE-2026-0001")
    assert may_mean("Rechnung 2026-0001", "RE-2026-0001")
    assert may_mean("INV2026-0001", "RE-2026-0001")
    assert not means("2026-0001", "RE-2026-0001")


def test_letters_within_a_number_are_no_others() -> None:
    assert not may_mean("2026-B-0001", "2026-A-0001")


def test_a_long_text_is_looked_at_as_far_as_the_bound() -> None:
    assert len(written_numbers("123-456 " * 10_000)) <= MOST_NUMBERS


def test_of_a_year_alone_no_number_is_made() -> None:
    assert not means("Q1 2026", "2026-0001")
