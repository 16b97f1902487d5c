"""The agreements of a creditor, its own and with one customer, folded from what the invoice service says.

A creditor's own terms are in its account: they are read without a lock, as the creditor is.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from recoup_events.invoice import AgreementRecorded
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View
from recoup_receivables.clauses import Held, in_force, version_on


class AgreedTerms(Value):
    """One agreement."""

    versions: tuple[AgreementRecorded, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    return [event.agreement_id] if isinstance(event, AgreementRecorded) else []


def _evolve(terms: AgreedTerms, received: Envelope[Event]) -> AgreedTerms:
    assert isinstance(received.event, AgreementRecorded), "nothing else has these documents"
    return AgreedTerms(versions=(*terms.versions, received.event))


AGREED_TERMS = View(
    "agreed_terms", AgreedTerms(), _documents, _evolve, subscribes=(AgreementRecorded,)
)


def held_on(day: date, *agreements: AgreedTerms) -> Mapping[str, Held]:
    """The clauses that hold on a day; the customer's agreement comes first."""
    versions = [version_on(each.versions, day) for each in agreements]
    return in_force([version for version in versions if version is not None])
