"""The creditor's own look: its logo, and one colour as far as it can be read."""

import re
from collections.abc import Mapping
from typing import Any

ACCENT = "portal_accent"
"""Of the creditor's metadata: a colour such as `#0b6285`."""
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})")
_LEAST_CONTRAST = 4.5
"""Between the colour and white, both as text and under it (WCAG 2.2, 1.4.3)."""


def accent_of(creditor: Mapping[str, Any]) -> str | None:
    """Six digits; ``None`` where there is no colour, or one that white cannot be read on."""
    found = _COLOUR.fullmatch(str(creditor.get("metadata", {}).get(ACCENT, "")))
    if found is None or contrast_with_white(found[1]) < _LEAST_CONTRAST:
        return None
    return found[1].lower()


def contrast_with_white(digits: str) -> float:
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
