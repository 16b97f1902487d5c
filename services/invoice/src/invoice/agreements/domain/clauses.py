"""Clauses: what must be true of each, and whose holds where two agreements are silent or speak."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from invoice.agreements.domain.errors import ClausesUnacceptable
from recoup_compliance.interest.laws import BY_ID
from recoup_events import invoice as events
from recoup_events.invoice import Clauses
from recoup_events.kernel.event import Value

CLAUSES = tuple(Clauses.model_fields)


class Held(NamedTuple):
    """A clause that holds, and the version of the agreement that says so."""

    clause: Value | int
    terms: events.AgreementRecorded


def in_force(agreements: Sequence[events.AgreementRecorded]) -> Mapping[str, Held]:
    """Each clause by the first agreement that has it: the customer's before the creditor's own."""
    held: dict[str, Held] = {}
    for terms in agreements:
        for name in CLAUSES:
            clause = getattr(terms.clauses, name)
            if clause is not None:
                held.setdefault(name, Held(clause, terms))
    return held


def check(clauses: Clauses) -> None:
    """An amount or a share, never both; a law that is known here; and at least one clause."""
    for name, clause in _set(clauses):
        if isinstance(clause, (events.LateFee, events.CollectionCosts)):
            _one_of(name, "amount", clause.amount, "percent", clause.percent)
        if isinstance(clause, events.InterestClause):
            _one_of(name, "law", clause.law, "percent", clause.percent)
            if clause.law is not None and clause.law not in BY_ID:
                raise ClausesUnacceptable(
                    f"The law {clause.law!r} is not known here; send one of "
                    f"{', '.join(sorted(BY_ID))}, or an agreed percent.",
                    pointer="/clauses/interest/law",
                )
    if not any(True for _ in _set(clauses)):
        raise ClausesUnacceptable(
            "Nothing is agreed by these clauses; send at least one.", pointer="/clauses"
        )


def _set(clauses: Clauses) -> Iterator[tuple[str, object]]:
    return ((name, clause) for name in CLAUSES if (clause := getattr(clauses, name)) is not None)


def _one_of(name: str, this: str, a: object, that: str, b: object) -> None:
    if (a is None) == (b is None):
        raise ClausesUnacceptable(
            f"The clause {name} takes either {this} or {that}.", pointer=f"/clauses/{name}"
        )
