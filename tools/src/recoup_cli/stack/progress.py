"""Shows the parts of a stack as they come and go."""

from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from recoup_cli.stack.part import Step

_LAST_STEPS = (Step.READY, Step.STOPPED, Step.KILLED)


class Board:
    """A line per part; is itself the stack's watch."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.fields[part]:<20}"),
            TextColumn("{task.description:<12}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._lines: dict[str, TaskID] = {}

    def __enter__(self) -> "Board":
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def __call__(self, name: str, step: Step) -> None:
        if name not in self._lines:
            self._lines[name] = self._progress.add_task("", total=1, part=name)
        completed = 1 if step in _LAST_STEPS else 0
        self._progress.update(self._lines[name], description=step.value, completed=completed)
