"""A creditor's credit policy: its rules, the limit of those without one, and whether terms are accepted."""

from collections.abc import Sequence
from hashlib import sha256

from invoice.credit_standing.domain.errors import PolicyUnacceptable
from recoup_events.invoice import CreditPolicyRecorded
from recoup_events.invoice.credit_standing import CreditMeasure, CreditPolicy, CreditRule, Standing
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, CreditPolicyId, TenantId, derived
from recoup_eventstore.decider import Decider


class RecordPolicy(Command):
    credit_policy_id: CreditPolicyId
    creditor_id: CreditorId
    policy: CreditPolicy
    by: str


class Recorded(Value):
    latest: CreditPolicyRecorded | None = None
    version: int = 0
    """How many there were; the latest counts."""

    @property
    def policy(self) -> CreditPolicy:
        """Without one there are no rules, and everybody is served."""
        return CreditPolicy() if self.latest is None else self.latest.policy


def decide(command: RecordPolicy, state: Recorded) -> Sequence[CreditPolicyRecorded]:
    """The same again changes nothing."""
    for nth, rule in enumerate(command.policy.rules):
        _check(nth, rule)
    if state.latest is not None and state.latest.policy == command.policy:
        return []
    return [
        CreditPolicyRecorded(
            credit_policy_id=command.credit_policy_id,
            creditor_id=command.creditor_id,
            policy=command.policy,
            recorded_by=command.by,
        )
    ]


def _check(nth: int, rule: CreditRule) -> None:
    by_amount = rule.measure is CreditMeasure.AMOUNT_OVERDUE
    if (rule.amount is None) == by_amount or (rule.threshold is None) != by_amount:
        wanted, other = ("amount", "threshold") if by_amount else ("threshold", "amount")
        raise PolicyUnacceptable(
            f"The measure {rule.measure} takes {wanted} and no {other}.",
            pointer=f"/rules/{nth}/{wanted}",
        )
    if rule.standing is Standing.NORMAL:
        raise PolicyUnacceptable(
            "Normal is what holds where no rule does; name another standing.",
            pointer=f"/rules/{nth}/standing",
        )


def evolve(known: Recorded, event: CreditPolicyRecorded) -> Recorded:
    return Recorded(latest=event, version=known.version + 1)


CREDIT_POLICY: Decider[RecordPolicy, Recorded, CreditPolicyRecorded] = Decider(
    "credit_policy", Recorded(), decide, evolve
)


def is_noticed(policy: CreditPolicy) -> bool:
    """Whether it may change anything for a customer; a look from inside does not."""
    harsh = any(rule.standing is not Standing.WATCH for rule in policy.rules)
    return harsh or policy.acceptance_needed or policy.limit is not None


def share_of(customer_id: str) -> float:
    """From 0 to 1, the same for a customer whenever it is asked."""
    return int(sha256(customer_id.encode()).hexdigest()[:8], 16) / 2**32


def policy_stream(tenant: TenantId, creditor_id: CreditorId) -> Stream:
    """In the creditor's account."""
    return CREDIT_POLICY.stream(tenant, creditor_id, derived("cpo", creditor_id))
