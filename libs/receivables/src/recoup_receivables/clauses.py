"""Which clause holds on a day, and whose, where two agreements are silent or speak."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recoup_events.invoice import AgreementRecorded, Clauses
from recoup_events.kernel.event import Value

CLAUSES = tuple(Clauses.model_fields)


class Held(NamedTuple):
    """A clause that holds, and the version of the agreement that says so."""

    clause: Value | int
    terms: AgreementRecorded


def in_force(agreements: Sequence[AgreementRecorded]) -> Mapping[str, Held]:
    """Each clause by the first agreement that has it: the customer's before the creditor's own."""
    held: dict[str, Held] = {}
    for terms in agreements:
        for name in CLAUSES:
            clause = getattr(terms.clauses, name)
            if clause is not None:
                held.setdefault(name, Held(clause, terms))
    return held


def version_on(versions: Iterable[AgreementRecorded], day: date) -> AgreementRecorded | None:
    """The version that holds on a day: of those that have begun the one that begins last."""
    begun = [each for each in versions if each.effective_from <= day]
    return max(begun, key=lambda each: (each.effective_from, each.version), default=None)
