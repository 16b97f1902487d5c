"""What a charge rests on: the clauses that were agreed, and the law."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from invoice.interest.domain.accruing import FreeDays, law_agreed, law_named
from invoice.interest.domain.errors import NothingAgreed
from recoup_compliance.interest.law import Law
from recoup_events import invoice as events
from recoup_receivables.clauses import Held

AGREED = "agreed"
C = TypeVar("C")


class Authority(NamedTuple):
    """What held when the invoice was issued, the law that a request names, and what forbids it."""

    held: Mapping[str, Held]
    law_id: str | None = None
    free: FreeDays = FreeDays()

    @property
    def law(self) -> Law:
        """The one that is named, or else what was agreed."""
        if self.law_id is not None and self.law_id != AGREED:
            return law_named(self.law_id)
        return law_agreed(self.held["interest"].terms if "interest" in self.held else None)

    def clause(self, name: str, kind: type[C]) -> tuple[C, str]:
        """A clause, and where it stands."""
        if name not in self.held:
            raise NothingAgreed(
                f"No agreement that holds for this invoice has a clause {name}; record one with "
                "POST /v1/agreements."
            )
        clause, terms = self.held[name]
        assert isinstance(clause, kind), "each clause has its own type"
        return clause, cited(terms)


def cited(terms: events.AgreementRecorded) -> str:
    return f"agreement {terms.agreement_id}, version {terms.version}"
