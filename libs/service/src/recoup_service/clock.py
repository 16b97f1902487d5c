"""Who answers the question about time: the system, a sped-up world, or a driver that steps it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from recoup_eventstore.clock import Clock

_SPED_UP = re.compile(r"(?P<anchor>[^@]+)@(?P<speed>[0-9]+(\.[0-9]+)?)x( since (?P<since>.+))?")


class UnknownClock(ValueError):
    """``RECOUP_CLOCK`` is none of the three forms."""


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UnknownClock(f"{text!r} is not an ISO 8601 instant like 2026-01-05T09:00Z") from None
    if instant.tzinfo is None:
        raise UnknownClock(f"{text!r} has no time zone: end it with Z for UTC")
    return instant.astimezone(UTC)


class SystemClock:
    """The time outside."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SpedUpClock:
    """Stood at ``anchor`` when it really was ``since``, and runs ``speed`` times as fast."""

    anchor: datetime
    speed: float
    since: datetime
    real: Clock

    def now(self) -> datetime:
        return self.anchor + (self.real.now() - self.since) * self.speed


@dataclass(frozen=True, slots=True)
class SteppedClock:
    """Stands still until a driver replaces the file; every process that reads it agrees."""

    file: Path

    def now(self) -> datetime:
        return _instant(self.file.read_text(encoding="utf-8"))


def _sped_up(form: str) -> Clock | None:
    match = _SPED_UP.fullmatch(form)
    if match is None:
        return None
    real = SystemClock()
    since = real.now() if match["since"] is None else _instant(match["since"])
    return SpedUpClock(_instant(match["anchor"]), float(match["speed"]), since, real)


def _stepped(form: str) -> Clock | None:
    kind, _, file = form.partition(":")
    if kind != "stepped" or not file:
        return None
    clock = SteppedClock(Path(file))
    try:
        clock.now()
    except OSError as error:
        raise UnknownClock(
            f"cannot read {file} ({error.strerror}): write one ISO instant into it first"
        ) from error
    return clock


def clock_of(form: str) -> Clock:
    """The clock that ``system``, ``<instant>@<speed>x[ since <instant>]`` or ``stepped:<file>`` names.

    Give processes that must agree, or that may be restarted, the same real ``since``.
    """
    if form == "system":
        return SystemClock()
    clock = _sped_up(form) or _stepped(form)
    if clock is None:
        raise UnknownClock(
            f"RECOUP_CLOCK={form!r}: use 'system', '2026-01-05T09:00Z@3600x' "
            "(optionally followed by ' since <real instant>') or 'stepped:<file>'"
        )
    return clock
