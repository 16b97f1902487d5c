"""Plan policies: what holds for plans that are agreed, and what may be offered, from now on.

A tenant's holds for all its creditors but those that have one of their own.
"""

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import CreditsLower, Every, PlanInterest
from recoup_eventstore.policies import PolicySet, policy_decider, policy_stream


class Rhythm(Value):
    """So many instalments, so far apart."""

    every: Every
    instalments: int


class Limits(Value):
    """How far an offer may go."""

    longest_months: int
    """From the day of the offer to the last instalment."""
    most_broken: int
    """Plans that the customer has broken before."""


class PlanPolicy(Value):
    """What holds until the tenant wants it otherwise."""

    credits_lower: CreditsLower = CreditsLower.SPREAD
    offer_days: int = 14
    """For how long an offer can be accepted."""
    first_days: int = 14
    """From the day of the offer to the first instalment."""
    grace_days: int = 3
    options: tuple[Rhythm, ...] = (
        Rhythm(every=Every.MONTH, instalments=3),
        Rhythm(every=Every.MONTH, instalments=6),
        Rhythm(every=Every.WEEK, instalments=12),
    )
    """What is offered where nobody has said how."""
    largest_totals: tuple[Money, ...] = ()
    """One of a currency; no limit in the others."""
    limits: Limits = Limits(longest_months=12, most_broken=1)
    hardship: Limits = Limits(longest_months=24, most_broken=3)
    """Of customers who cannot pay as it is."""
    keeps_trading: Limits | None = None
    """Of customers who want to keep trading; ``None``: as of all."""
    only_who_keep_trading: bool = False
    keep_current: bool = False
    """Whether invoices that come to be due during a plan have to be paid when they are."""
    cure_days: int = 7
    """For so many days one of those may be overdue."""
    interest: PlanInterest = PlanInterest.RUNS
    """Whether what a plan covers bears interest while it runs."""
    offers_in_hardship: bool = True
    """Whether an offer is made by itself once a customer has said that it cannot pay."""


class PlanPolicySet(PolicySet, type="plan_policy.set.v1"):
    """From now on plans are offered and agreed under this policy; those that were agreed keep theirs."""

    policy: PlanPolicy | None


PLAN_POLICY = policy_decider("plan_policy", PlanPolicy(), PlanPolicySet)


def plan_policy_of(tenant: TenantId) -> Stream:
    return policy_stream(PLAN_POLICY, tenant)
