"""Clocks that all services of a stack share, also after a restart."""

from datetime import UTC, datetime
from pathlib import Path

from recoup_cli.stack.errors import StackFailed

_STEPPED = "stepped:"
_SINCE = " since "


def anchored(form: str, now: datetime) -> str:
    """The same form, with the real instant at which a sped-up clock began to run."""
    sped_up = "@" in form and not form.startswith(_STEPPED)
    return f"{form}{_SINCE}{now.isoformat()}" if sped_up and _SINCE not in form else form


def as_asked(form: str) -> str:
    """What a person asked for, without its anchor."""
    return form.partition(_SINCE)[0]


def stepped(file: Path) -> str:
    """The form of a clock that stands still at what this file says."""
    return f"{_STEPPED}{file}"


def stepped_file(form: str) -> Path | None:
    """The file of a clock that stands still, ``None`` of any other."""
    return Path(form.removeprefix(_STEPPED)) if form.startswith(_STEPPED) else None


def instant_of(text: str) -> datetime:
    """An instant as people write it, e.g. ``2026-01-05T09:00Z``."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise StackFailed(f"{text!r} is not an instant like 2026-01-05T09:00Z.") from None
    if instant.tzinfo is None:
        raise StackFailed(f"{text!r} has no time zone: end it with Z for UTC.")
    return instant.astimezone(UTC)


def standing(file: Path, instant: datetime) -> str:
    """The form of a clock in this file, made to stand at ``instant``; it never goes back."""
    if file.exists() and (stands := instant_of(file.read_text())) > instant:
        raise StackFailed(
            f"Time in this stack has come to {stands.isoformat()} and never goes back: "
            "`recoup down --wipe` first, or name a later moment."
        )
    wind(file, instant)
    return stepped(file)


def wind(file: Path, instant: datetime) -> None:
    """Let the clock stand at ``instant`` before anybody reads it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(instant.isoformat())
