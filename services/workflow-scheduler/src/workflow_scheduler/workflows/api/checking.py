"""Checking a workflow as a document without a service: all that can be known without its templates."""

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from recoup_events.kernel.refusals import Unacceptable
from recoup_service.api.translation import problem_of
from workflow_scheduler.workflows.api.documents import placed, read_document
from workflow_scheduler.workflows.api.schemas import NewWorkflow
from workflow_scheduler.workflows.domain.steps import check


def checked(content: bytes) -> NewWorkflow:
    """YAML or JSON as it would be published; raises the ``Problem`` that publishing answers with."""
    document = read_document(content)
    try:
        body = NewWorkflow.model_validate(document.value)
        check(body.planned)
    except ValidationError as error:
        found = [
            {**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)
        ]
        refused = RequestValidationError(found, body=document.value)
        raise placed(problem_of(refused), document) from error
    except Unacceptable as refusal:
        raise placed(problem_of(refusal), document) from refusal
    return body
