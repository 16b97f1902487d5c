"""Shares in per cent, as text: exact, and rounded half up once."""

from decimal import ROUND_HALF_UP, Decimal


def percentage(part: int | Decimal, whole: int | Decimal, *, places: int = 1) -> str | None:
    """``part`` of ``whole``; none of nothing."""
    if not whole:
        return None
    share = Decimal(100) * Decimal(part) / Decimal(whole)
    return str(share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
