"""A workflow's file and the API: what would change, and changing it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from recoup_cli.stack import StackFailed
from recoup_cli.workflows.documents import StepBody
from recoup_cli.workflows.files import told
from recoup_events.kernel.event import Value
from workflow_scheduler.workflows.domain.comparing import Comparison, compare

_YAML = {"Content-Type": "application/yaml"}


class Proposal(Value):
    """What publishing a file would do."""

    workflow_id: str
    name: str
    version: int
    """That it would get, or has with the very same steps."""
    published: int
    """0: nothing of this name is published."""
    changes: Comparison

    @property
    def changes_nothing(self) -> bool:
        return self.version == self.published


class Workflows:
    """The API of workflows, and one file that is sent to it."""

    def __init__(self, http: httpx.Client, file: Path) -> None:
        self._http, self._file = http, file

    def proposal(self) -> Proposal:
        """Tried, so that it is refused as publishing would be; nothing is kept."""
        would = self._asked("POST", "?dry_run=true").json()
        found = self._asked("GET", f"/{would['id']}", missing=True)
        before: Any = {"version": 0, "steps": []} if found.status_code == 404 else found.json()
        return Proposal(
            workflow_id=would["id"],
            name=would["name"],
            version=would["version"],
            published=before["version"],
            changes=compare(
                *(
                    [StepBody.model_validate(s).step() for s in of["steps"]]
                    for of in (before, would)
                )
            ),
        )

    def publish(self) -> Any:
        return self._asked("POST", "").json()

    def _asked(self, method: str, path: str, *, missing: bool = False) -> httpx.Response:
        sent: dict[str, Any] = {}
        if method == "POST":
            sent = {"content": self._file.read_bytes(), "headers": _YAML}
        try:
            answer = self._http.request(method, f"/v1/workflows{path}", **sent)
        except httpx.TransportError as error:
            raise StackFailed(
                f"Nothing answers at {self._http.base_url} ({error}): start the local stack with "
                "`recoup up`, or name the one address of all APIs with --api."
            ) from error
        if answer.is_error and not (missing and answer.status_code == 404):
            raise StackFailed(self._refusal(answer))
        return answer

    def _refusal(self, answer: httpx.Response) -> str:
        if answer.headers.get("Content-Type") != "application/problem+json":
            return f"{answer.status_code} {answer.text}"
        problem = answer.json()
        return told(self._file, problem["detail"], problem.get("errors") or ())


def lines(proposal: Proposal) -> Iterator[str]:
    """The changes as a person reads them, `+`, `-` and `~` in front."""
    changes = proposal.changes
    yield from (f"- {name}" for name in changes.removed)
    yield from (f"+ {name}" for name in changes.added)
    for step in changes.changed:
        for field in step.fields:
            yield f"~ {step.name} {field.field}: {field.before!r} -> {field.after!r}"
    if changes.moved:
        yield "~ the steps come in another order"
