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
class Piece:
    """Entries, how long time goes on after them, and how finely it passes."""

    entries: Sequence[Entry]
    end: datetime
    stride: timedelta

    @property
    def begin(self) -> datetime:
        return self.entries[0].at - _DAY


def generated(seed: int, parameters: Parameters) -> Piece:
    """A quarter as many creditors know it; the same for the same seed."""
    entries = generate(parameters, random.Random(seed))
    end = instant_of(parameters.start + timedelta(days=parameters.days))
    return Piece(entries, end, stride=timedelta())


def replayed(ledger: Path) -> Piece:
    """A real ledger; two years of five time zones pass in larger steps, all within waking hours."""
    entries = ibm.entries(ibm_rows.read(ledger))
    return Piece(entries, entries[-1].at + _DAY, stride=timedelta(hours=6))
