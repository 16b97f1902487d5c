"""The promise policy: read it, set it."""

from recoup_service.api.policies import policy_routes
from workflow_scheduler.promises.api.requests import PromisePolicyBody
from workflow_scheduler.promises.domain.policy import PROMISE_POLICY

router = policy_routes(
    PROMISE_POLICY,
    PromisePolicyBody,
    path="/v1/promise-policy",
    tag="Promises",
    scope="promises",
    kept="Promises that were made keep what held then.",
)
