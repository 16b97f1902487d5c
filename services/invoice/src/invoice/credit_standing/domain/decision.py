"""An answer that is kept: what was asked, what was known, and what was said; once for each order."""

from collections.abc import Sequence

from invoice.credit_standing.domain.errors import DecisionExists
from recoup_events.invoice import CreditDecided
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditDecisionId, CreditorId, derived
from recoup_eventstore.decider import Decider


class KeepDecision(Command):
    decided: CreditDecided


class Decision(Value):
    decided: CreditDecided | None = None


def decide(command: KeepDecision, state: Decision) -> Sequence[CreditDecided]:
    """What was answered stays the answer; another amount is another order."""
    known = state.decided
    if known is None:
        return [command.decided]
    if known.amount != command.decided.amount:
        raise DecisionExists(
            f"The order {known.reference!r} was answered over {known.amount}; ask for this one under "
            "a reference of its own.",
            pointer="/reference",
        )
    return []


def evolve(_: Decision, event: CreditDecided) -> Decision:
    return Decision(decided=event)


DECISION: Decider[KeepDecision, Decision, CreditDecided] = Decider(
    "credit_decision", Decision(), decide, evolve
)


def decision_stream(account: Account, creditor_id: CreditorId, reference: str) -> Stream:
    id = CreditDecisionId(derived("cdc", account.key, creditor_id, reference))
    return DECISION.stream(*account, id)
