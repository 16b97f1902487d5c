"""Harm, as one rule for every scene."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recoup_attack.scene import Outcome, Takes

SLOWEST_P99_SECONDS = 0.250
MOST_GROWTH_MEBIBYTES = 150
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """One request of the honest tenant."""

    seconds: float
    """From the moment it was scheduled for, not from when we came to send it."""
    wrong: str = ""
    """What was wrong with the answer."""
    told_to_wait: bool = False
    """Refused with a 503 that says when to come again."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was seen of the others while a scene was played, and after it."""

    outcome: Outcome
    answered: Sequence[Answered]
    recovered_seconds: float | None
    """From the end of the attack until all was right by itself; ``None``: it never was."""
    still_wrong: Sequence[str] = ()
    """What was not right when we stopped waiting."""
    dead: Sequence[str] = ()
    growth: Mapping[str, int] = field(default_factory=dict)
    """By process, the mebibytes it grew by."""

    def percentile(self, share: float) -> float:
        """Of the time the honest tenant waited for answers."""
        waited = sorted(each.seconds for each in self.answered)
        return waited[min(len(waited) - 1, int(len(waited) * share))] if waited else 0.0

    @property
    def errors(self) -> int:
        return sum(bool(each.wrong) for each in self.answered)


def harms(seen: Observed, takes: Takes, *, timed: bool) -> list[str]:
    """All harm that was done; ``timed``: being slow counts, too, and being told to wait."""
    found = list(seen.outcome.harms)
    wrong = [each.wrong for each in seen.answered if each.wrong]
    if timed and takes is not Takes.THE_DATABASE:
        wrong += ["told to come again" for each in seen.answered if each.told_to_wait]
        p99 = seen.percentile(0.99)
        if p99 >= SLOWEST_P99_SECONDS:
            found.append(f"the other tenant's p99 was {p99 * 1000:.0f} ms")
    if wrong:
        examples = "; ".join(dict.fromkeys(wrong[:SHOWN]))
        found.append(f"{len(wrong)} wrong answers to the other tenant, such as: {examples}")
    if not seen.answered:
        found.append("the other tenant was never heard, so nothing is known")
    if seen.recovered_seconds is None:
        found.append(f"it did not recover by itself: {'; '.join(seen.still_wrong[:SHOWN])}")
    found += [f"{name} died" for name in seen.dead]
    found += [
        f"{name} grew by {size} MiB"
        for name, size in seen.growth.items()
        if size > MOST_GROWTH_MEBIBYTES
    ]
    return found
