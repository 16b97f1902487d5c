"""The task policy: read it, set it."""

from recoup_service.api.policies import policy_routes
from workflow_scheduler.tasks.api.requests import TaskPolicyBody
from workflow_scheduler.tasks.domain.policy import TASK_POLICY

router = policy_routes(
    TASK_POLICY,
    TaskPolicyBody,
    path="/v1/task-policy",
    tag="Tasks",
    scope="tasks",
    kept="What was answered keeps what held then.",
)
