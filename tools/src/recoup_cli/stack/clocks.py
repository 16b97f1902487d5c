"""A sped-up clock is anchored once for all services, so that they agree, also after a restart."""

from datetime import datetime

_SINCE = " since "


def anchored(form: str, now: datetime) -> str:
    """The same form, with the real instant at which a sped-up clock began to run."""
    sped_up = "@" in form and not form.startswith("stepped:")
    return f"{form}{_SINCE}{now.isoformat()}" if sped_up and _SINCE not in form else form


def as_asked(form: str) -> str:
    """What a person asked for, without its anchor."""
    return form.partition(_SINCE)[0]
