"""What can be played: a generated quarter, or a real ledger."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from recoup_cli.ledger import ibm, ibm_rows
from recoup_cli.ledger.entries import Entry, instant_of
from recoup_cli.ledger.generated import Parameters, generate

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Entries, how long time goes on after them, and how finely it passes."""

    entries: Sequence[Entry]
    end: datetime
    step: timedelta

    @property
    def begin(self) -> datetime:
        return self.entries[0].at - _DAY


def generated(seed: int, parameters: Parameters) -> Scenario:
    """A quarter as many creditors know it; the same for the same seed."""
    entries = generate(parameters, random.Random(seed))
    end = instant_of(parameters.start + timedelta(days=parameters.days))
    return Scenario(entries, end, step=timedelta())


def replayed(ledger: Path) -> Scenario:
    """A real ledger; two years of five time zones pass in larger steps, all within waking hours."""
    entries = ibm.entries(ibm_rows.read(ledger))
    return Scenario(entries, entries[-1].at + _DAY, step=timedelta(hours=6))
