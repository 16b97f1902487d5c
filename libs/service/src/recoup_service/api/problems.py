"""The one shape of every "no": RFC 9457 problem details that tell an integrator what to do next."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

MEDIA_TYPE = "application/problem+json"


class Mistake(BaseModel):
    """One thing that is wrong with a request."""

    detail: str = Field(examples=["Field required"])
    pointer: str | None = Field(
        default=None,
        description="JSON Pointer (RFC 6901) to the member of the request body this is about.",
        examples=["/lines/0/amount"],
    )
    line: int | None = Field(default=None, description="Of a document in YAML, from 1 on.")
    column: int | None = Field(default=None, description="In that line, from 1 on.")


class ProblemDocument(BaseModel):
    """Why a request was not done, and what to do about it."""

    type: str = Field(
        description="Names the kind of problem; does not resolve.",
        examples=["urn:recoup:problem:version_mismatch"],
    )
    title: str = Field(description="The kind of problem in words; the same for every occurrence.")
    status: int = Field(description="The HTTP status again, for logs that lose it.")
    detail: str = Field(description="What went wrong this time and what to do next.")
    instance: str = Field(description="The path that was asked.")
    code: str = Field(
        description="Stable: branch on this, never on the texts. docs/reference/problems.md lists all of them.",
        examples=["version_mismatch"],
    )
    request_id: str = Field(description="Quote this when you ask for help.")
    see: str | None = Field(
        default=None, description="The path of what the problem is about, if it exists already."
    )
    errors: list[Mistake] | None = Field(default=None, description="Every mistake found, if known.")


class Problem(HTTPException):
    """A "no" that is decided at the edge; the domain says ``Refused`` instead."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.code = code
        self.errors = errors

    def document(self, instance: str, request_id: str) -> ProblemDocument:
        """The body of the answer."""
        return ProblemDocument(
            type=f"urn:recoup:problem:{self.code}",
            title=self.code.replace("_", " ").capitalize(),
            status=self.status_code,
            detail=self.detail,
            instance=instance,
            code=self.code,
            request_id=request_id,
            see=(self.headers or {}).get("Location"),
            errors=list(self.errors) or None,
        )

    def response(self, scope: Scope) -> Response:
        """The answer to the request of this scope."""
        document = self.document(scope["path"], scope["state"]["request_id"])
        return Response(
            document.model_dump_json(exclude_none=True),
            self.status_code,
            self.headers,
            media_type=MEDIA_TYPE,
        )
