"""All the checks, by what they find when they fail."""

from collections.abc import Callable, Iterator, Mapping

from recoup_chaos.checks import effects, folds, likeness, order, subscription
from recoup_chaos.checks.comparison import Comparison
from recoup_chaos.evidence.evidence import Evidence

Verdict = Mapping[str, list[str]]
"""By check, everything that is wrong; empty lists are what one hopes for."""

_BY_ITSELF: Mapping[str, Callable[[Evidence], Iterator[str]]] = {
    "every history is whole": order.histories,
    "every public event is published": order.publication,
    "published in order": order.sequence,
    "heard to the end, nothing parked": subscription.standing,
    "timers are those the log wants": folds.timers,
    "read models equal a replay": folds.read_models,
    "what was sent arrived": effects.messages,
}
_BESIDE_THE_UNDISTURBED: Mapping[str, Callable[[Comparison], Iterator[str]]] = {
    "the same final numbers": likeness.numbers,
    "the same events, each answered once": likeness.logs,
}


def verdict(comparison: Comparison) -> Verdict:
    evidence = comparison.found.evidence
    return {
        **{name: list(check(evidence)) for name, check in _BY_ITSELF.items()},
        **{name: list(check(comparison)) for name, check in _BESIDE_THE_UNDISTURBED.items()},
    }
