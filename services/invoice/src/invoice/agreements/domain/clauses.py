"""Clauses: what must be true of each."""

from collections.abc import Iterator

from invoice.agreements.domain.errors import ClausesUnacceptable
from recoup_compliance.interest.laws import BY_ID
from recoup_events import invoice as events
from recoup_events.invoice import Clauses
from recoup_receivables.clauses import CLAUSES


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
