"""All the checks, by what they find when they fail."""

from collections.abc import Callable, Iterator, Mapping

from recoup_chaos.checks import effects, folds, hearing, likeness, order
from recoup_chaos.evidence.evidence import Evidence

Verdict = Mapping[str, list[str]]
"""By check, everything that is wrong; empty lists are what one hopes for."""

_BY_ITSELF: Mapping[str, Callable[[Evidence], Iterator[str]]] = {
    "every history is whole": order.histories,
    "every public fact is published": order.publication,
    "published in order": order.sequence,
    "heard to the end, nothing parked": hearing.standing,
    "timers are those the log wants": folds.timers,
    "read models equal a replay": folds.read_models,
    "what was sent arrived": effects.messages,
}
_BESIDE_THE_UNDISTURBED: Mapping[str, Callable[[Evidence, Evidence], Iterator[str]]] = {
    "the same final numbers": likeness.numbers,
    "the same facts": likeness.logs,
    "one answer to each fact": hearing.reactions,
}


def verdict(evidence: Evidence, undisturbed: Evidence) -> Verdict:
    return {
        **{name: list(check(evidence)) for name, check in _BY_ITSELF.items()},
        **{
            name: list(check(evidence, undisturbed))
            for name, check in _BESIDE_THE_UNDISTURBED.items()
        },
    }
