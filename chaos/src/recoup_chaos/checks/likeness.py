"""The same things happened as in the undisturbed play, fact for fact."""

import json
from collections import Counter
from collections.abc import Iterator

from recoup_chaos.checks.identity import Identities
from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.said import Said

_ATTEMPTS = ("message.dispatched.v1", "message.attempt_failed.v1")
"""An effect in doubt is attempted again; nothing else may happen more often under a storm."""
_OUTSIDE = ("attempt", "provider_id")
"""Told by the attempt that succeeded, so it may differ."""
Likeness = tuple[str, int, str, str, str, str]


def numbers(evidence: Evidence, undisturbed: Evidence) -> Iterator[str]:
    """What the public APIs say in the end is the same, byte for byte."""
    if evidence.numbers != undisturbed.numbers:
        yield f"the final numbers differ: {evidence.numbers} instead of {undisturbed.numbers}"


def logs(evidence: Evidence, undisturbed: Evidence) -> Iterator[str]:
    """Stream, version, type, content, moment and cause of every fact are the same.

    Ids of facts are random, and streams interleave as they like; nothing else is left to chance.
    """
    expected, found = _likenesses(undisturbed), _likenesses(evidence)
    for likeness, times in (expected - found).items():
        yield f"missing{_often(times)}: {likeness}"
    for likeness, times in (found - expected).items():
        yield f"unexpected{_often(times)}: {likeness}"


def _often(times: int) -> str:
    return "" if times == 1 else f" {times} times"


def _likenesses(evidence: Evidence) -> Counter[Likeness]:
    identities = Identities(evidence)
    lasting: Counter[str] = Counter()
    found: Counter[Likeness] = Counter()
    for log in evidence.logs.values():
        for fact in log:
            if fact.type in _ATTEMPTS:
                continue
            lasting[fact.stream] += 1
            cause = identities.cause(fact)
            found[
                fact.stream,
                lasting[fact.stream],
                fact.type,
                _content(fact),
                fact.at,
                cause.partition("#")[0] if _is_attempt(cause) else cause,
            ] += 1
    return found


def _is_attempt(cause: str) -> bool:
    return any(f"/{attempt}#" in cause for attempt in _ATTEMPTS)


def _content(fact: Said) -> str:
    data = json.loads(fact.data)
    return json.dumps({name: value for name, value in data.items() if name not in _OUTSIDE})
