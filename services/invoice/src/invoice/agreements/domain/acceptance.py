"""An acceptance: a customer's signature under terms, its own or the creditor's."""

from collections.abc import Sequence

from invoice.agreements.domain.commands import AcceptTerms
from invoice.agreements.domain.errors import AgreementRefused
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgreementId, CustomerId, derived
from recoup_eventstore.decider import Decider


class Acceptance(Value):
    """The last one counts; a customer may accept a later version."""

    accepted: events.AgreementAccepted | None = None


def decide(command: AcceptTerms, state: Acceptance) -> Sequence[events.AgreementAccepted]:
    """The same again changes nothing."""
    terms = command.terms
    if command.version > terms.version:
        raise AgreementRefused(
            f"The latest version of these terms is {terms.version}; read them again.",
            pointer="/version",
        )
    if terms.customer_id not in (None, command.customer_id):
        raise AgreementRefused(
            "These terms were agreed with another customer; accept this one's, or the creditor's own.",
            pointer="/agreement_id",
        )
    accepted = events.AgreementAccepted(
        agreement_id=terms.agreement_id,
        creditor_id=terms.creditor_id,
        **{name: value for name, value in command if name != "terms"},
    )
    return [] if accepted == state.accepted else [accepted]


def evolve(_state: Acceptance, event: events.AgreementAccepted) -> Acceptance:
    return Acceptance(accepted=event)


def acceptance_id(agreement_id: AgreementId, customer_id: CustomerId) -> str:
    """Of an agreement there is one acceptance by each customer."""
    return derived("acc", agreement_id, customer_id)


ACCEPTANCE: Decider[AcceptTerms, Acceptance, events.AgreementAccepted] = Decider(
    "acceptance", Acceptance(), decide, evolve
)
