"""Which last resorts two people have chosen for a receivable."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.workflow_scheduler import EnrolmentStarted, LastResort, LastResortChosen
from recoup_eventstore.decider import View


class ChosenResorts(Value):
    """Of one receivable; whoever chases it anew has given them up."""

    choices: tuple[LastResort, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    if isinstance(event, LastResortChosen | EnrolmentStarted):
        return [event.receivable_id]
    return []


def _evolve(known: ChosenResorts, received: Envelope[Event]) -> ChosenResorts:
    match received.event:
        case LastResortChosen(choice=choice):
            return ChosenResorts(choices=tuple(dict.fromkeys((*known.choices, choice))))
        case EnrolmentStarted():
            return ChosenResorts()
        case _:
            return known


CHOSEN_RESORTS = View(
    "chosen_resorts",
    ChosenResorts(),
    _documents,
    _evolve,
    subscribes=(LastResortChosen, EnrolmentStarted),
)
