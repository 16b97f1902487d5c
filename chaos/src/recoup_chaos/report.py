"""What a person sees of a round of faults: each fault as it passes, each verdict, and a table at the end."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from recoup_chaos.checks import Verdict
from recoup_chaos.comparison import Scene
from recoup_chaos.faults import Kind
from recoup_chaos.injector import Recovery

_SHOWN = 10
"""So many violations of one kind tell the story."""


def recovery(console: Console, recoveries: Recovery) -> None:
    fault = recoveries.fault
    ledger = f"{recoveries.moment:%d %b %Y %H:%M}" if recoveries.moment else "the beginning"
    pause = f" for {fault.pause_seconds:.1f} s" if fault.pause_seconds else ""
    console.print(
        f"  {recoveries.after_seconds:6.1f} s  {ledger:<17}  {fault.victim:<18} "
        f"{fault.kind}{pause}; back after {recoveries.back_seconds:.1f} s"
    )


def verdict(console: Console, verdict: Verdict) -> None:
    for check, wrong in verdict.items():
        console.print(f"  [{'red' if wrong else 'green'}]{'✗' if wrong else '✓'}[/] {check}")
        for complaint in wrong[:_SHOWN]:
            console.print(f"      {complaint}", markup=False)
        if len(wrong) > _SHOWN:
            console.print(f"      and {len(wrong) - _SHOWN} more")


def overtaken(console: Console, scenes: Iterable[Scene]) -> None:
    for scene in sorted(scenes):
        console.print(
            f"    {scene.service} received two services in the other order at {scene.at}; "
            f"{scene.stream} came to the same state"
        )


def table(recoveries: Sequence[Recovery]) -> Table:
    """Per victim and kind, how often, and how long it took until all was well again."""
    table = Table(box=None, pad_edge=False)
    table.add_column("who")
    table.add_column("what")
    for heading in ("times", "median s", "worst s"):
        table.add_column(heading, justify="right")
    for (victim, kind), seconds in sorted(_by_fault(recoveries).items()):
        median = sorted(seconds)[len(seconds) // 2]
        figures = (f"{len(seconds)}", f"{median:.1f}", f"{max(seconds):.1f}")
        table.add_row(victim, kind, *figures)
    return table


def _by_fault(recoveries: Sequence[Recovery]) -> Mapping[tuple[str, Kind], list[float]]:
    """Suspensions count from their end: nobody recovers while suspended."""
    found: dict[tuple[str, Kind], list[float]] = {}
    for each in recoveries:
        key = (each.fault.victim, each.fault.kind)
        found.setdefault(key, []).append(each.back_seconds - each.fault.pause_seconds)
    return found
