"""What is recorded of tasks for this service alone."""

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TaskId


class PauseEnded(Event, type="task.pause_ended.v1"):
    """What the task had paused is chased again; the task itself stays."""

    task_id: TaskId
