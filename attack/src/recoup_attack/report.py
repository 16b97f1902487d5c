"""What a person sees: each scene as it ends, and a table of them all."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from recoup_attack.scene import Scene
from recoup_attack.verdict import Observed


def scene(console: Console, scene: Scene, seen: Observed, found: Sequence[str]) -> None:
    mark = "[red]harm[/]" if found else "[green]no harm[/]"
    console.print(f"{scene.name}: {mark}")
    for line in (f"it: {scene.what}", f"it got: {seen.outcome.got}", *_grown(seen.growth)):
        console.print(f"    {line}", markup=False)
    for each in found:
        console.print(f"    [red]✗[/] {each}", highlight=False)


def table(played: Sequence[tuple[Scene, Observed, Sequence[str]]]) -> Table:
    """What the second tenant felt; ``waits`` is how often it was told to come again."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("scene", no_wrap=True, min_width=17)
    for heading in ("requests", "errors", "waits", "p50 ms", "p99 ms", "right s"):
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("verdict", no_wrap=True)
    for scene, seen, found in played:
        back = seen.recovered_seconds
        shown.add_row(
            scene.name,
            f"{len(seen.answered)}",
            f"{seen.errors}",
            f"{sum(each.told_to_wait for each in seen.answered)}",
            f"{seen.percentile(0.5) * 1000:.0f}",
            f"{seen.percentile(0.99) * 1000:.0f}",
            "never" if back is None else f"{back:.1f}",
            f"harm: {len(found)}" if found else "no harm",
        )
    return shown


def _grown(growth: Mapping[str, int]) -> list[str]:
    name, most = max(growth.items(), key=lambda each: each[1], default=("", 0))
    return [f"{name} grew by {most} MiB"] if most > 0 else []
