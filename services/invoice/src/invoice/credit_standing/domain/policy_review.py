"""After a creditor's policy has changed everybody's standing is reviewed, one batch after another."""

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_eventstore.batch_run import RunStarted, batch_runs


class PolicyReviewStarted(RunStarted, type="credit_review.started.v1"):
    credit_review_id: str
    creditor_id: CreditorId


POLICY_REVIEW = batch_runs("credit_review", PolicyReviewStarted)


def policy_review_stream(tenant: TenantId, creditor_id: CreditorId, version: int) -> Stream:
    """Of one version of the policy, in an account of its own."""
    id = derived("crv", creditor_id, version)
    return POLICY_REVIEW.stream(tenant, id, id)
