"""What makes a fact the same fact in two plays, whose ids and places differ."""

from collections import Counter

from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.said import Said


class Identities:
    """Names every fact of a play by its stream, its type and how many of that type came before."""

    def __init__(self, evidence: Evidence) -> None:
        self._names: dict[str, str] = {}
        self._services: dict[str, str] = {}
        for log in evidence.logs.values():
            before: Counter[tuple[str, str]] = Counter()
            for fact in log:
                before[fact.stream, fact.type] += 1
                name = f"{fact.stream}/{fact.type}#{before[fact.stream, fact.type]}"
                self._names[str(fact.id)] = name
                self._services[str(fact.id)] = fact.service

    def cause(self, fact: Said) -> str:
        """The name of the fact that this one answers; empty when it answers none."""
        return "" if fact.causation_id is None else self._names[str(fact.causation_id)]

    def is_answer(self, fact: Said) -> bool:
        """Whether another service's fact caused it."""
        return self._services.get(str(fact.causation_id), fact.service) != fact.service
