"""Pictures of a report: plain SVG, drawn to be printed, with words for those who do not see them."""

from collections.abc import Iterator, Sequence
from html import escape

from workflow_scheduler.simulations.domain.summary import Pair

BEFORE, AFTER, INK, GRID = "#7b8794", "#0b6e8f", "#1f2933", "#d9dee4"
WIDTH = 920
Pixels = int | float
_LEFT, _RIGHT, _TOP, _LABELS = 56, 12, 30, 34


def weeks(title: str, pairs: Sequence[Pair], height: int = 240) -> str:
    """Two bars for each week."""
    if not pairs:
        return ""
    top = _nice(max(max(each.before, each.after) for each in pairs))
    floor = height - _LABELS
    step = (WIDTH - _LEFT - _RIGHT) / len(pairs)
    bar = max(min(step * 0.4, 26.0), 0.8)
    parts = [*_legend(), *_grid(top, floor)]
    for nth, each in enumerate(pairs):
        x = _LEFT + nth * step + (step - 2 * bar) / 2
        for place, (count, colour) in enumerate(((each.before, BEFORE), (each.after, AFTER))):
            tall = (floor - _TOP) * count / top
            parts.append(
                f'<rect x="{x + place * bar:.1f}" y="{floor - tall:.1f}" width="{bar:.1f}" '
                f'height="{tall:.1f}" fill="{colour}"><title>{escape(each.label)}: {count:,}</title></rect>'
            )
        if nth % (-(-len(pairs) // 12)) == 0:
            parts.append(_text(x, floor + 16, each.label, size=10))
    return _svg(title, height, parts, _description(pairs))


def bars(title: str, pairs: Sequence[Pair]) -> str:
    """Two bars below each other for each label, the longest first."""
    shown = sorted(pairs, key=lambda each: (-max(each.before, each.after), each.label))[:20]
    if not shown:
        return ""
    top = max(max(each.before, each.after) for each in shown) or 1
    left, row = 260, 34
    parts = list(_legend())
    for nth, each in enumerate(shown):
        y = _TOP + 8 + nth * row
        parts.append(_text(left - 8, y + 16, _short(each.label), end=True))
        for place, (count, colour) in enumerate(((each.before, BEFORE), (each.after, AFTER))):
            long = (WIDTH - left - 80) * count / top
            parts.append(
                f'<rect x="{left}" y="{y + place * 12}" width="{long:.1f}" height="11" fill="{colour}"/>'
            )
            parts.append(_text(left + long + 5, y + place * 12 + 9.5, f"{count:,}", size=10))
    return _svg(title, _TOP + 14 + row * len(shown), parts, _description(shown))


def _legend() -> Iterator[str]:
    for x, colour, word in ((_LEFT, BEFORE, "before"), (_LEFT + 90, AFTER, "tried")):
        yield f'<rect x="{x}" y="6" width="11" height="11" fill="{colour}"/>'
        yield _text(x + 16, 16, word)


def _grid(top: int, floor: int) -> Iterator[str]:
    for part in range(5):
        y = floor - (floor - _TOP) * part / 4
        yield f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
        if part == 4 or top % 4 == 0:
            yield _text(_LEFT - 6, y + 4, f"{top * part // 4:,}", size=10, end=True)


def _nice(most: int) -> int:
    """A round number that is at least as large."""
    size = 1
    while True:
        for factor in (4, 8, 12, 20):
            if factor * size >= most:
                return factor * size
        size *= 10


def _short(label: str) -> str:
    return label if len(label) <= 38 else f"{label[:37]}…"


def _description(pairs: Sequence[Pair]) -> str:
    before, after = sum(each.before for each in pairs), sum(each.after for each in pairs)
    return f"{before:,} before and {after:,} as tried, in {len(pairs)} groups; the table has each."


def _text(x: Pixels, y: Pixels, words: str, *, size: int = 12, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{INK}"{anchor}>'
        f"{escape(words)}</text>"
    )


def _svg(title: str, height: Pixels, parts: Sequence[str], description: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )
