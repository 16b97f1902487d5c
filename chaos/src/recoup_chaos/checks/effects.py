"""What was sent has arrived: once, and more often only where the log itself says it is in doubt."""

from collections import Counter
from collections.abc import Iterator

from recoup_chaos.evidence.evidence import Evidence

_BEGUN = "message.dispatched.v1"
_SENT = "message.sent.v1"


def messages(evidence: Evidence) -> Iterator[str]:
    """Every attempt stands in the log before it is made, so nothing arrives more often than that."""
    attempts: Counter[str] = Counter()
    sent: set[str] = set()
    for event in evidence.logs["notification"]:
        id = event.stream.removeprefix("message-")
        attempts[id] += event.type == _BEGUN
        if event.type == _SENT:
            sent.add(id)
    for id in sent - evidence.arrived.keys():
        yield f"message {id} is said to be sent and never arrived"
    for id, times in evidence.arrived.items():
        if times > attempts[id]:
            yield f"message {id} arrived {times} times in {attempts[id]} attempts"
