"""The same things happened as in the undisturbed play, event for event."""

from collections.abc import Iterator, Sequence

from recoup_chaos.checks.comparison import Comparison
from recoup_chaos.checks.identity import Saying


def numbers(comparison: Comparison) -> Iterator[str]:
    """What the public APIs say in the end is the same, byte for byte."""
    found, expected = comparison.found.evidence.numbers, comparison.expected.evidence.numbers
    if found != expected:
        yield f"the final numbers differ: {found} instead of {expected}"


def logs(comparison: Comparison) -> Iterator[str]:
    """Each stream says the same at each moment, in the same order and for the same causes.

    Streams interleave as they like, and may come by another way to the same state where events of
    two services overtook each other.
    """
    for scene in sorted(comparison.wrong):
        found, expected = comparison.found.recorded(scene), comparison.expected.recorded(scene)
        yield f"{scene} says {_told(found)} instead of {_told(expected)}"


def _told(sayings: Sequence[Saying]) -> str:
    return "; ".join(map(str, sayings)) or "nothing"
