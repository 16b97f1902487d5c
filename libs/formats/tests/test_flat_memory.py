"""A statement of any length is read in the memory of one entry."""

import tracemalloc
from collections.abc import Iterator

import pytest

from recoup_formats.bank.camt import read_camt
from recoup_formats.bank.statement import End, Entry
from recoup_testing.bank_example import TAIL, entry, head

ENTRIES = 5_000


def pieces(number: int) -> Iterator[bytes]:
    yield head("0.00", f"{10 * number}.00").encode()
    one = entry()
    for start in range(0, number, 100):
        yield (one * min(100, number - start)).encode()
    yield TAIL.encode()


def peak(number: int) -> int:
    """Of Python's own memory; what the parser holds beside it shows in the resident size."""
    tracemalloc.start()
    entries = 0
    for item in read_camt(pieces(number)):
        entries += isinstance(item, Entry)
        if isinstance(item, End):
            assert item.problems == ()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert entries == number
    return most


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_entries() -> None:
    peak(100)
    assert peak(ENTRIES) < peak(ENTRIES // 10) + 512 * 1024


def test_lines_are_known_beyond_sixty_five_thousand() -> None:
    content = head("0.00", "10.00") + "\n" * 70_000 + entry() + TAIL
    [one] = [each for each in read_camt([content.encode()]) if isinstance(each, Entry)]
    assert (one.at.line or 0) > 70_000
