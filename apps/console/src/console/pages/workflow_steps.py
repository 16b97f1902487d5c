"""A workflow's steps as people look at them: on a line of days, in words, and beside another version's."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

Step = Mapping[str, Any]
WIDTH, LEFT, RIGHT = 1000, 150, 30
LANE, TOP = 40, 14
APART = 26
"""At least so far from the one before in its lane, so that no number hides another."""
USUAL_TERM = 30
"""Days between issue and due date, for the picture alone."""
MONTH = 30.4


class Point(NamedTuple):
    """A step in the picture."""

    number: int
    name: str
    x: int
    y: int
    level: int
    day: str


class Picture(NamedTuple):
    lanes: Sequence[tuple[str, int]]
    """What is done, and how far down."""
    points: Sequence[Point]
    marks: Sequence[tuple[int, int]]
    """A day, and how far to the right."""
    due: int
    width: int
    height: int


class Changed(NamedTuple):
    """One thing that is not the same in two versions; of a step that is in one of them alone, no field."""

    step: str
    field: str
    before: str
    after: str


def picture(steps: Sequence[Step]) -> Picture:
    """Each step at about its day past due, in the lane of what it does; what rests on other days is placed near."""
    days = _days(steps)
    first, last = min([-3.0, *days]), max([10.0, *days])
    lanes = list(dict.fromkeys(lane_of(step) for step in steps))
    reached: dict[str, int] = {}
    points = []
    for number, (step, day) in enumerate(zip(steps, days, strict=True), start=1):
        lane = lane_of(step)
        x = max(_x(day, first, last), reached.get(lane, -APART) + APART)
        reached[lane] = x
        y = TOP + LANE * lanes.index(lane) + LANE // 2
        points.append(Point(number, step["name"], x, y, level_of(step), when_of(step)))
    height = TOP + LANE * len(lanes) + 24
    return Picture(
        lanes=[(lane, TOP + LANE * at + LANE // 2) for at, lane in enumerate(lanes)],
        points=points,
        marks=[(day, _x(day, first, last)) for day in _round_days(first, last)],
        due=_x(0, first, last),
        width=max([WIDTH, *(point.x + RIGHT for point in points)]),
        height=height,
    )


def _x(day: float, first: float, last: float) -> int:
    return LEFT + round((day - first) * (WIDTH - LEFT - RIGHT) / (last - first))


def _round_days(first: float, last: float) -> Sequence[int]:
    apart = next((each for each in (5, 10, 20, 30, 60, 90, 180) if (last - first) / each <= 8), 365)
    return [day for day in range(-360 // apart * apart, 3651, apart) if first <= day <= last]


def _days(steps: Sequence[Step]) -> Sequence[float]:
    days: list[float] = []
    for step in steps:
        begin = {
            "issue_date": -float(USUAL_TERM),
            "previous_step": days[-1] if days else 0.0,
            "date": days[-1] if days else 0.0,
        }.get(step.get("anchor", "due_date"), 0.0)
        month = step.get("month")
        passed = step.get("days", 0) if not month else month["months"] * MONTH
        days.append(begin + passed)
    return days


def level_of(step: Step) -> int:
    """As the API shows it; 1 where a document says nothing."""
    level = step.get("level")
    return 1 if level is None else int(level)


def lane_of(step: Step) -> str:
    action = step["action"]
    kinds = {"call": "call", "escalate": "decision"}
    return kinds.get(action["kind"]) or str(action["channel"]).replace("_", " ")


def what_of(step: Step) -> str:
    """What is done, in words."""
    action = step["action"]
    match action["kind"]:
        case "remind":
            to = ", ".join(action.get("recipients") or ["billing"]).replace("_", " ")
            with_files = ", ".join(action.get("attachments") or ()).replace("_", " ")
            return f"{action['template']} to {to}" + (f", with {with_files}" if with_files else "")
        case "call":
            repeat = action.get("repeat")
            again = f", every {repeat['every_days']} days" if repeat else ""
            return f"call at {action['at']}{again}: {action['script']}"
        case _:
            return f"decide on {str(action['measure']).replace('_', ' ')}: {action['script']}"


def when_of(step: Step) -> str:
    """``day +7``, ``5 days after the step before``, ``the 15th of the 3rd month``."""
    days, anchor = step.get("days", 0), step.get("anchor", "due_date")
    of = {"due_date": "due", "issue_date": "issued", "previous_step": "the step before"}
    if month := step.get("month"):
        return f"{month['months']} months after {of.get(anchor, anchor)}, on the {month['day']}."
    if anchor == "date":
        return str(step.get("date"))
    if days == 0:
        return (
            f"on the day of {of[anchor]}"
            if anchor == "previous_step"
            else f"on the day {of[anchor]}"
        )
    return f"{abs(days)} days {'after' if days > 0 else 'before'} {of[anchor]}"


def conditions_of(step: Step) -> Sequence[str]:
    """What has to hold on its day."""
    when = step.get("when") or {}
    return [f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in when.items() if value]


def changes(before: Sequence[Step], after: Sequence[Step]) -> Sequence[Changed]:
    """Steps are the same where they have the same name."""
    old, new = ({step["name"]: step for step in steps} for steps in (before, after))
    found = [Changed(name, "", what_of(step), "") for name, step in old.items() if name not in new]
    for name, step in new.items():
        if name not in old:
            found.append(Changed(name, "", "", f"{when_of(step)}: {what_of(step)}"))
        else:
            found += _fields(name, old[name], step)
    kept = [[name for name in names if name in old and name in new] for names in (old, new)]
    if kept[0] != kept[1]:
        found.append(Changed("all", "order", ", ".join(kept[0]), ", ".join(kept[1])))
    return found


def _fields(name: str, before: Step, after: Step) -> Sequence[Changed]:
    was, becomes = _flat(before), _flat(after)
    return [
        Changed(name, field, was.get(field, "\u2013"), becomes.get(field, "\u2013"))
        for field in dict.fromkeys([*was, *becomes])
        if was.get(field) != becomes.get(field)
    ]


def _flat(step: Step, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for field, value in step.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{field}.")
        elif value is not None and value != []:
            found[f"{prefix}{field}"] = _plain(value)
    return found


def _plain(value: Any) -> str:
    match value:
        case list() | tuple():
            return ", ".join(_plain(each) for each in value)
        case Mapping():
            pairs = (f"{key} {_plain(each)}" for key, each in value.items() if each is not None)
            return " ".join(pairs).replace("_", " ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
