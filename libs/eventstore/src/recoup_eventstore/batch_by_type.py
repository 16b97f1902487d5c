"""Events of different accounts commute, so many of one kind can be applied at once."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_eventstore.ports import Positioned


def batches_by_type(events: Iterable[Positioned]) -> Iterator[tuple[type[Event], list[Positioned]]]:
    """Runs of one kind, few and long; within an account the order stays."""
    queues: defaultdict[Account, deque[Positioned]] = defaultdict(deque)
    for recorded in events:
        queues[recorded.envelope.account].append(recorded)
    heads: defaultdict[type[Event], list[deque[Positioned]]] = defaultdict(list)
    for queue in queues.values():
        heads[type(queue[0].envelope.event)].append(queue)
    while heads:
        kind = max(heads, key=lambda kind: len(heads[kind]))
        run: list[Positioned] = []
        for queue in heads.pop(kind):
            while queue and type(queue[0].envelope.event) is kind:
                run.append(queue.popleft())
            if queue:
                heads[type(queue[0].envelope.event)].append(queue)
        yield kind, run
